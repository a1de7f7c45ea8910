"""Recording: an entry is hashed onto the last one, signed, and written, one at a time.

It is written in the transaction of what it tells of: both are there or neither. Until
its end everybody else who records waits, so call it before anything that may wait.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connections, router, transaction

from privacy.certificates import keys
from privacy.encryption import signing
from privacy.encryption.signing import SigningKeys
from privacy.people import Person
from privacy.trail import merkle, names
from privacy.trail.entry import Kind, TrailEntry, signed
from privacy.trail.names import TrailName

LOCK = 0x7472_6169_6C
"""What those who record hold on PostgreSQL: the letters "trail"."""


def record(
    *,
    kind: Kind,
    what: str,
    at: datetime,
    by: Person | None = None,
    about: Person | None = None,
    fields: Iterable[str] = (),
    row_id: UUID | None = None,
    why: str = "",
) -> TrailEntry:
    """Write one entry, and return it.

    Arguments:
        what: a code of the kind, such as "approved".
        by: who of the staff; None for a command or the program.
        about: whose rights were changed. Of customers the row alone is named: what
            staff do about somebody makes no new row of theirs.
        fields: labels such as "orders.Order.contact_name", never values.
        why: a code from a list, such as privacy.access.Reason.

    Raises privacy.encryption.keyset.KeysetError while no key signs: what can't be
    recorded isn't done.
    """
    entry = TrailEntry(
        at=at, kind=kind, what=what, fields=sorted(fields), row_id=row_id, why=why
    )
    with transaction.atomic(using=database(), savepoint=False):
        last = _last(by, about, at=at)
        entry.by, entry.about = last.names
        _append(entry, last)
    return entry


def one_at_a_time() -> None:
    """Wait for all others who record, and let them wait until the transaction ends.

    On SQLite every transaction that writes does so from its start.
    """
    connection = connections[database()]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def database() -> str:
    """Return the alias of the database that the trail is in."""
    return router.db_for_write(TrailEntry)


class _Last(NamedTuple):
    """The entry after which to go, and the names of the two whom the new one names."""

    position: int
    hash: bytes
    names: tuple[UUID | None, ...]


def _last(*people: Person | None, at: datetime) -> _Last:
    """Wait for all others, and return the last entry with the names of these people.

    All of it is one question. PostgreSQL gets the lock in front of it, and looks only
    when the others are done.
    """
    connection = connections[database()]
    year = names.year_of(at)
    statement = _worded(connection.alias).last.format(
        *(_literals(person, year) for person in people)
    )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT pg_advisory_xact_lock({LOCK}); {statement}")
            cursor.nextset()
        else:
            cursor.execute(statement)
        found = cursor.fetchone() or (-1, merkle.EMPTY, *[None] * len(people))
    position, previous, *known = found
    named = tuple(map(functools.partial(_name, year=year), people, known))
    return _Last(position, bytes(previous), named)


def _literals(person: Person | None, year: date) -> str:
    """What finds a name: digits alone, so they stand in the statement as they are.

    A parameter would keep PostgreSQL from taking two statements at once.
    """
    key = person.pk if names.has_name(person) else UUID(int=0)
    return f"person_id = '{key.hex}' AND since = '{year.isoformat()}'"


def _name(person: Person | None, known: Any, *, year: date) -> UUID | None:
    """The name that was found, as the database tells it, or a new one."""
    if not names.has_name(person):
        return None
    return UUID(str(known)) if known else names.new_name(person.pk, year)


def _append(entry: TrailEntry, last: _Last) -> None:
    entry.position, entry.previous = last.position + 1, last.hash
    entry.hash = entry.leaf_hash()
    entry.key, key = _signer(keys.current())
    entry.signature = key.sign(signed(entry.hash))
    _insert(entry)


@functools.lru_cache(maxsize=2)
def _signer(found: SigningKeys) -> tuple[str, Ed25519PrivateKey]:
    """Return the id of the key that signs and the key itself, worked out once."""
    return signing.key_id(found.public), Ed25519PrivateKey.from_private_bytes(
        found.seed
    )


def _insert(entry: TrailEntry) -> None:
    """Write the row; Django takes three times as long to put that into words."""
    connection = connections[database()]
    worded = _worded(connection.alias)
    values = [
        field.get_db_prep_save(getattr(entry, field.attname), connection)
        for field in worded.fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(worded.insert, values)


class _Worded(NamedTuple):
    """The two statements, put into words once, and the fields that are written.

    ``last`` has a place for what finds the name of each of two people.
    """

    last: str
    insert: str
    fields: Any


@functools.lru_cache(maxsize=2)
def _worded(alias: str) -> _Worded:
    quoted: Any = connections[alias].ops.quote_name
    fields = TrailEntry._meta.concrete_fields
    table = quoted(TrailEntry._meta.db_table)
    columns = [quoted(f.column) for f in fields]
    marks = ", ".join(["%s"] * len(columns))
    name = f"(SELECT name FROM {quoted(TrailName._meta.db_table)} WHERE {{}})"  # noqa: S608 - ours
    return _Worded(
        f"SELECT position, hash, {name}, {name} FROM {table}"  # noqa: S608 - ours
        " ORDER BY position DESC LIMIT 1",
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608 - ours
        fields,
    )
