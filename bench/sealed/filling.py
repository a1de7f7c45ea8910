"""Puts sealed rows and their keys into the database, and a million to look among."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import connection

from bench.sealed.contacts import living, reached
from bench.sealed.models import Few, Many, Place, Plain, Sealed, SealedContact

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
