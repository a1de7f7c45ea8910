"""Replacing keys while the shop is open: nothing waits, and a stop loses nothing.

Every function does its work in batches and yields after each one how much it did.
Whoever stops in between, or is killed, calls it again: it goes on with what is left.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, QuerySet

from privacy.encryption import columns, envelope, keys, keyset
from privacy.encryption.columns import Table
from privacy.encryption.envelope import Unreadable
from privacy.encryption.fields import SealedField
from privacy.encryption.keys import DataKeyMissing, Ring, ValueErased
from privacy.vault.models import DataKey, LedgerEntry, Rotation

KEYS_AT_ONCE = 500
PEOPLE_AT_ONCE = 100
DATA_KEYS = "data keys"
# A process holds a key for a minute, and what it sealed may be committed later still.
OLD_KEYS_STAY = timedelta(minutes=10)


@dataclass(frozen=True)
class Done:
    """What one batch did: people looked at, values sealed anew, keys destroyed.

    `left` counts values that did not open, so that their old key has to stay.
    """

    people: int = 0
    values: int = 0
    destroyed: int = 0
    left: int = 0

    def __add__(self, other: Done) -> Done:
        return Done(
            self.people + other.people,
            self.values + other.values,
            self.destroyed + other.destroyed,
            self.left + other.left,
        )


def to_rewrap() -> QuerySet[DataKey]:
    """Return the data keys that do not lie under the primary key yet."""
    live = DataKey.objects.filter(wrapped__isnull=False)
    return live.exclude(key_id=keyset.current().primary)


def rewrap() -> Iterator[int]:
    """Wrap all data keys under the primary key; what they sealed is not touched."""
    last = 0
    while batch := list(to_rewrap().filter(pk__gt=last).order_by("pk")[:KEYS_AT_ONCE]):
        with transaction.atomic(using="vault"):
            done = sum(keys.rewrap(row) for row in batch)
        last = batch[-1].pk
        yield done


def under(key_id: str) -> int:
    """Return how many data keys lie under one key-encryption key."""
    return DataKey.objects.filter(key_id=key_id, wrapped__isnull=False).count()


def begun() -> Rotation | None:
    """Return the rotation of the data keys that is under way."""
    return Rotation.objects.filter(of=DATA_KEYS, finished_at=None).first()


def begin(*, at: datetime) -> Rotation:
    """Return the rotation that is under way, or begin one."""
    with suppress(IntegrityError), transaction.atomic(using="vault"):
        if not begun():
            Rotation.objects.create(of=DATA_KEYS, begun_at=at)
    return Rotation.objects.get(of=DATA_KEYS, finished_at=None)


def people() -> int:
    """Return how many subjects have a key."""
    live = DataKey.objects.filter(wrapped__isnull=False)
    return live.values("subject").distinct().count()


def shredded() -> int:
    """Return how many subjects have no key any more."""
    live = DataKey.objects.filter(wrapped__isnull=False)
    gone = DataKey.objects.exclude(subject__in=live.values("subject"))
    return gone.values("subject").distinct().count()


def unaccounted() -> int:
    """Return how many subjects lost their key without an entry in the ledger."""
    live = DataKey.objects.filter(wrapped__isnull=False)
    gone = DataKey.objects.exclude(subject__in=live.values("subject"))
    # Clearing a part destroys no key.
    whole = LedgerEntry.objects.exclude(reason="part")
    without = gone.exclude(subject__in=whole.values("subject"))
    return without.values("subject").distinct().count()


def values() -> int:
    """Return how many sealed values there are."""
    return sum(
        table.rows(**{f"{field.name}__isnull": False}).count()
        for table in columns.tables()
        for field in table.sealed
    )


def renew(rotation: Rotation, *, at: datetime) -> Iterator[Done]:
    """Give everybody a new data key and seal their values under it.

    The old keys stay, since others may still seal under them: see finish().
    """
    for subjects in _batches(DataKey.objects.filter(wrapped__isnull=False)):
        for subject in subjects:
            keys.renew(subject, at=at, unless_since=rotation.begun_at)
        yield _seal_anew(subjects)


def finish(*, at: datetime) -> Iterator[Done]:
    """Destroy the old data keys under which nothing is sealed any more.

    Those whose successor is younger than ten minutes stay for the next time.
    """
    for subjects in _batches(DataKey.objects.filter(wrapped__isnull=False)):
        due = _outlived(subjects, at)
        done = _seal_anew(due) if due else Done()
        destroyed = sum(
            keys.destroy_older(subject, at=at, made_before=at - OLD_KEYS_STAY)
            for subject in set(due) - _held_by_old_keys(due)
        )
        yield Done(len(subjects), done.values, destroyed, done.left)


def outlived() -> int:
    """Return how many old data keys are still there."""
    live = DataKey.objects.filter(wrapped__isnull=False)
    return live.count() - people()


def close(rotation: Rotation, *, at: datetime) -> bool:
    """Note that the rotation is over, if no old data key is left; tell whether."""
    if outlived():
        return False
    open_ones = Rotation.objects.filter(pk=rotation.pk, finished_at=None)
    return bool(open_ones.update(finished_at=at))


def _outlived(subjects: Collection[UUID], at: datetime) -> list[UUID]:
    """Return those who have an old key whose successor is old enough."""
    live = DataKey.objects.filter(wrapped__isnull=False, subject__in=subjects)
    counted = live.values("subject").annotate(made=Count("pk"), last=Max("created_at"))
    due = counted.filter(made__gt=1, last__lte=at - OLD_KEYS_STAY)
    return list(due.values_list("subject", flat=True))


def _batches(rows: QuerySet[DataKey]) -> Iterator[list[UUID]]:
    """Return the subjects of these keys in batches, by the order of their ids."""
    found = rows.order_by("subject").values_list("subject", flat=True).distinct()
    batch = list(found[:PEOPLE_AT_ONCE])
    while batch:
        yield batch
        batch = list(found.filter(subject__gt=batch[-1])[:PEOPLE_AT_ONCE])


def _seal_anew(subjects: Collection[UUID]) -> Done:
    keys.forget_held()
    keys.prefetch(subjects)
    values = left = 0
    for table in columns.tables():
        for row in table.rows_of(subjects):
            anew, closed = _row_anew(table, row)
            values, left = values + anew, left + closed
    return Done(len(subjects), values, 0, left)


def _row_anew(table: Table, row: Any) -> tuple[int, int]:
    """Seal a row's values under the newest key; return how many, and how many not."""
    try:
        ring = keys.ring(getattr(row, table.subject))
        ring.sealing()
    except (ValueErased, DataKeyMissing):
        # Shredded or discarded since the batch was made.
        return 0, 0
    anew = left = 0
    for field in table.sealed:
        try:
            anew += _value_anew(table, row, field, ring)
        except Unreadable:
            # Tampered with, or from elsewhere: it is told, and never overwritten.
            left += 1
    return anew, left


def _value_anew(table: Table, row: Any, field: SealedField, ring: Ring) -> bool:
    before = columns.as_it_lies(row, field)
    if before is None or envelope.commitment(before) == ring.sealing().commitment:
        return False
    bound_to = field.prefix + getattr(row, table.subject).bytes + row.pk.bytes
    value = ring.open(before, bound_to)
    after = ring.sealing().seal(value, bound_to)
    return table.swap(row, {field.name: after}, {field.name: before})


def _held_by_old_keys(subjects: Collection[UUID]) -> set[UUID]:
    """Return those of whom a value is still sealed under an older key."""
    return {
        getattr(row, table.subject)
        for table in columns.tables()
        for row in table.rows_of(subjects)
        if any(_is_older(table, row, field) for field in table.sealed)
    }


def _is_older(table: Table, row: Any, field: SealedField) -> bool:
    stored = columns.as_it_lies(row, field)
    if stored is None:
        return False
    try:
        older = keys.ring(getattr(row, table.subject)).older()
    except DataKeyMissing:
        return False
    return stored[: envelope.HEADER] in older
