"""Replacing the index root key while the shop is open.

Announce the next root, and let every process read it; switch to it; bring all rows
under it; drop the old one. Each step may be broken off and done again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, models, transaction

from privacy.encryption import columns, keyfile, keys, keyset, roots, sealing
from privacy.encryption.columns import Table
from privacy.encryption.envelope import Unreadable
from privacy.encryption.indexing import BlindIndexField
from privacy.encryption.keys import DataKeyMissing, ValueErased
from privacy.encryption.rotation import OLD_KEYS_STAY, Done
from privacy.vault.models import Rotation

INDEX = "index"
# Every process has read the key file anew by then, or was started again.
READ_BY_ALL = timedelta(minutes=2)


def begun() -> Rotation | None:
    """Return the rotation that is under way."""
    return Rotation.objects.filter(of=INDEX, finished_at=None).first()


def announce(*, at: datetime) -> Rotation:
    """Return the rotation that is under way, or begin one with a new root."""
    found = keyset.reread()
    roots.announce(found.index)
    if found.next_index is None:
        keyfile.change(keyfile.with_next_index)
    started, _ = Rotation.objects.get_or_create(
        of=INDEX, finished_at=None, defaults={"begun_at": at}
    )
    return started


def is_over() -> bool:
    """Tell whether the file holds the new root alone: only the note is missing."""
    return keyset.reread().next_index is None and begun() is not None


def switch(started: Rotation, *, at: datetime) -> bool:
    """Write under the next root from now on, if all know it; tell whether they do.

    From here the ten minutes count for whoever holds a row as it was before.
    """
    if roots.switched():
        return True
    if at < started.begun_at + READ_BY_ALL:
        return False
    started.begun_at = at
    started.save(update_fields=["begun_at"])
    roots.switch(roots.both(keyset.current())[1])
    return True


def backfill() -> Iterator[Done]:
    """Bring every digest under the next root, page by page."""
    for table in columns.tables():
        for page in columns.pages(table.rows()) if table.indexes else ():
            keys.prefetch(getattr(row, table.subject) for row in page)
            done = Done()
            for row in page:
                for index in table.indexes:
                    done += _digest_anew(table, row, index)
            yield replace(done, people=len(page))


def rows() -> int:
    """Return how many rows there are to look at."""
    return sum(table.rows().count() for table in columns.tables() if table.indexes)


def digests() -> int:
    """Return how many digests there are."""
    return sum(
        table.rows(**{f"{index.name}__isnull": False}).count()
        for table in columns.tables()
        for index in table.indexes
    )


def waits_until(started: Rotation) -> datetime | None:
    """Return the moment from which it can go on; None when it is over.

    First until all know the next root, then until nobody holds an old row any more.
    """
    if begun() is None:
        return None
    return started.begun_at + (OLD_KEYS_STAY if roots.switched() else READ_BY_ALL)


def finish(started: Rotation, *, at: datetime) -> None:
    """Drop the old root. Nothing may be left under it."""
    keyfile.change(keyfile.with_index_replaced)
    close(started, at=at)


def close(started: Rotation, *, at: datetime) -> None:
    """Note that the rotation is over."""
    Rotation.objects.filter(pk=started.pk).update(finished_at=at)


def _digest_anew(table: Table, row: models.Model, index: BlindIndexField) -> Done:
    before = columns.as_it_lies(row, index)
    if before is None:
        return Done()
    source = index.source_field(table.model)
    sealed = columns.as_it_lies(row, source)
    try:
        after = _digest(row, index, source, sealed)
    except (Unreadable, DataKeyMissing):
        return Done(left=1)
    if after == before:
        return Done()
    unchanged = {index.name: before} | ({source.name: sealed} if sealed else {})
    return _swapped(table, row, {index.name: after}, unchanged)


def _digest(
    row: Any, index: BlindIndexField, source: Any, sealed: bytes | None
) -> bytes | None:
    """Return the digest under the next root; None when there is nothing to find."""
    if sealed is None:
        return None
    try:
        value = sealing.plain(row, source, sealed)
    except ValueErased:
        return None
    return index.digest_of(value, root=keyset.current().next_index)


def _swapped(table: Table, row: models.Model, changes: Any, unchanged: Any) -> Done:
    try:
        with transaction.atomic(using=table.database):
            return Done(values=int(table.swap(row, changes, unchanged)))
    except IntegrityError:
        # Two rows with one value: a process did not know the next root in time.
        return Done(left=1)
