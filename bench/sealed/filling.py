"""Puts sealed rows and their keys into the database, and a million to look among."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import connection
from django.utils import timezone

from bench.sealed.contacts import AT_ONCE, living, reached
from bench.sealed.models import Few, Many, Place, Plain, Sealed, SealedContact
from privacy.encryption import envelope, keys, keyset
from privacy.identifiers import new_id
from privacy.vault.models import DataKey

LOOKED_FOR = 1_000

# The other rows are the first one's, with ids and digests of nobody.
_COPY = """
INSERT INTO {table} (id, person, name, email, email_index, place)
SELECT {id}, person, name, email, {digest}, place
FROM {table}, {numbers} WHERE id = %s
"""
_DIALECTS = {
    "postgresql": {
        "id": "gen_random_uuid()",
        "digest": "decode(md5(random()::text), 'hex')",
        "numbers": "generate_series(1, %s)",
    },
    "sqlite": {
        "id": "lower(hex(randomblob(16)))",
        "digest": "randomblob(16)",
        "numbers": (
            "(WITH RECURSIVE one(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM one"
            " LIMIT %s) SELECT n FROM one)"
        ),
    },
}


def people(number: int) -> list[UUID]:
    """Make so many people, each with a data key, and hold the keys in memory."""
    keys.HELD_KEYS, keys.HELD_SECONDS = 2 * number, 24 * 3600
    subjects = [new_id() for _ in range(number)]
    DataKey.objects.bulk_create(map(_data_key, subjects), batch_size=AT_ONCE)
    keys.prefetch(subjects)
    return subjects


def _data_key(subject: UUID) -> DataKey:
    current = keyset.current()
    owner = envelope.owner(subject, 1, current.primary)
    under = current.key(current.primary)
    wrapped = envelope.wrap(secrets.token_bytes(32), under=under, owner=owner)
    return DataKey(
        subject=subject,
        generation=1,
        key_id=current.primary,
        wrapped=wrapped,
        created_at=timezone.now(),
    )


def plain_rows(subjects: Sequence[UUID]) -> Iterator[Plain]:
    """Return a new row in plain columns for each person."""
    for number, person in enumerate(subjects):
        yield Plain(person=person, **reached(number), **living(number))


def sealed_rows(
    subjects: Sequence[UUID], model: type[SealedContact] = Sealed
) -> Iterator[SealedContact]:
    """Return a new sealed row for each person."""
    for number, person in enumerate(subjects):
        yield model(person=person, **reached(number), place=Place(**living(number)))


def fill_many(subjects: Sequence[UUID], *, many: int) -> None:
    """Put the same 1,000 people among no others, and among a million."""
    some = subjects[:LOOKED_FOR]
    for model in (Few, Many):
        model.objects.bulk_create(sealed_rows(some, model))
    copied = Many.objects.values_list("pk", flat=True)[0]
    field = Many._meta.pk
    first = field.get_db_prep_value(copied, connection)
    told = _DIALECTS[connection.vendor] | {"table": Many._meta.db_table}
    with connection.cursor() as cursor:
        cursor.execute(_COPY.format(**told), [many - LOOKED_FOR, first])
        cursor.execute("ANALYZE")
