"""In which tables there are rows at all, or rows of a person, asked at little cost.

Most people have rows of few kinds. What isn't there needs no query of its own, which
takes longer to write than the database needs to answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from privacy import declarations


def ids_of(models: Iterable[type[Model]], person_id: UUID) -> list[UUID]:
    """Return the ids of all rows of some models that are about a person."""
    return [
        UUID(str(found))
        for connection, some in _by_database(models)
        for found in _ids(connection, some, person_id)
    ]


def with_rows(
    models: Iterable[type[Model]], person_id: UUID, holders: Collection[UUID]
) -> frozenset[type[Model]]:
    """Return those of some models that have rows about a person.

    `holders` are the ids of all whose keys may seal such a row.
    """
    return frozenset(
        model
        for connection, some in _by_database(models)
        for model in _found(connection, some, person_id, holders)
    )


def has_any(model: type[Model]) -> bool:
    """Tell whether there is a row of a model at all, whoever it is about."""
    connection = connections[router.db_for_write(model)]
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 - ours
        return cursor.fetchone() is not None


def is_sealed_for_others(model: type[Model]) -> bool:
    """Tell whether a row may be sealed with the key of another row of its person."""
    said = declarations.of(model)
    return said.subject not in (model._meta.pk.attname, said.owner)


def _by_database(
    models: Iterable[type[Model]],
) -> Iterator[tuple[BaseDatabaseWrapper, list[type[Model]]]]:
    found: dict[str, list[type[Model]]] = defaultdict(list)
    for model in models:
        found[router.db_for_write(model)].append(model)
    return ((connections[alias], some) for alias, some in found.items())


def _ids(
    connection: BaseDatabaseWrapper, models: list[type[Model]], person_id: UUID
) -> list[Any]:
    names = [_Names(model, connection) for model in models]
    parts = [
        f"SELECT {each.key} FROM {each.table} WHERE {each.owner} = %s"  # noqa: S608 - ours
        for each in names
    ]
    ids = [_written(person_id, connection)] * len(parts)
    return [found for (found,) in _fetched(connection, parts, ids)]


def _found(
    connection: BaseDatabaseWrapper,
    models: list[type[Model]],
    person_id: UUID,
    holders: Collection[UUID],
) -> list[type[Model]]:
    parts, ids = [], []
    for number, model in enumerate(models):
        each = _Names(model, connection)
        asked = [person_id]
        where = f"{each.owner} = %s"
        if is_sealed_for_others(model):
            asked += holders
            where += f" OR {each.subject} IN ({', '.join(['%s'] * len(holders))})"
        exists = f"EXISTS (SELECT 1 FROM {each.table} WHERE {where})"  # noqa: S608 - ours
        parts.append(f"SELECT {number} WHERE {exists}")
        ids += [_written(holder, connection) for holder in asked]
    return [models[number] for (number,) in _fetched(connection, parts, ids)]


def _fetched(
    connection: BaseDatabaseWrapper, parts: Sequence[str], ids: Sequence[Any]
) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), ids)
        return list(cursor.fetchall())


class _Names:
    """What the database calls a model's table and the columns that say whose it is."""

    def __init__(self, model: type[Model], connection: BaseDatabaseWrapper) -> None:
        quote: Any = connection.ops.quote_name
        said, meta = declarations.of(model), model._meta
        columns = {each.attname: each.column for each in meta.local_concrete_fields}
        self.table = quote(meta.db_table)
        self.key = quote(meta.pk.column)
        self.owner = quote(columns[str(said.owner)])
        self.subject = quote(columns[str(said.subject)])


def _written(number: UUID, connection: BaseDatabaseWrapper) -> Any:
    """Return an id as the database writes it."""
    return number if connection.features.has_native_uuid_field else number.hex
