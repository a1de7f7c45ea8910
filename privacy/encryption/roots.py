"""Which root key the blind indexes are made under, also while it is being replaced.

Then two are known: everything is looked up under both, and written under the one that
a row in the main database names. Whoever writes holds that row until the commit, so
nobody writes under the old root any more once it names the new one.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connections, models, router, transaction

from privacy.encryption import canary, keyset
from privacy.encryption.keyset import Keyset

ONLY = 1


class IndexRoot(models.Model):
    """The proof of the root that is written under. There is one row, or none yet."""

    proof = models.BinaryField()

    class PersonalData:
        """A constant under a key."""

        not_personal = ("id", "proof")

    def __str__(self) -> str:
        """Name the row."""
        return "index root in force"


_steady: ContextVar[bytes | None] = ContextVar("index_root", default=None)


def known() -> tuple[bytes, ...]:
    """Return the roots under which a digest may have been made."""
    found = keyset.current()
    return (found.index,) if found.next_index is None else both(found)


def both(found: Keyset) -> tuple[bytes, ...]:
    """Return the old and the new root, or the only one."""
    return (found.index, found.next_index or found.index)


def in_force() -> bytes:
    """Return the root that digests are written under now."""
    found = keyset.current()
    if found.next_index is None:
        return found.index
    return _steady.get() or _named(found, lock="")


@contextmanager
def steady() -> Iterator[None]:
    """Let the root in force stay the same until what is written here is committed."""
    found = keyset.current()
    if found.next_index is None or _steady.get() is not None:
        yield
        return
    with transaction.atomic(using=_database()):
        locks = connections[_database()].features.has_select_for_update
        token = _steady.set(_named(found, lock=" FOR SHARE" if locks else ""))
        try:
            yield
        finally:
            _steady.reset(token)


@contextmanager
def assumed(root: bytes) -> Iterator[None]:
    """Make digests under `root` until the block ends, to ask and not to write."""
    token = _steady.set(root)
    try:
        yield
    finally:
        _steady.reset(token)


def announce(root: bytes) -> None:
    """Name the root in force before there are two, so that its row can be held.

    A row that is there stays: whatever it names that is not the next root is the old.
    """
    proof = canary.index_proof(root)
    IndexRoot.objects.get_or_create(pk=ONLY, defaults={"proof": proof})


def switch(root: bytes) -> None:
    """Let everything be written under `root`; waits for all who write already.

    From here a key file without this root is the wrong one.
    """
    canary.prove_index_by(root)
    IndexRoot.objects.filter(pk=ONLY).update(proof=canary.index_proof(root))


def switched() -> bool:
    """Tell whether everything is written under the next root already."""
    found = keyset.current()
    return found.next_index is not None and _named(found, lock="") == found.next_index


def _named(found: Keyset, *, lock: str) -> bytes:
    connection = connections[_database()]
    table: Any = connection.ops.quote_name(IndexRoot._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT proof FROM {table}{lock}")  # noqa: S608 - ours
        row = cursor.fetchone()
    old, new = both(found)
    switched = row and hmac.compare_digest(bytes(row[0]), canary.index_proof(new))
    return new if switched else old


def _database() -> str:
    return router.db_for_write(IndexRoot)
