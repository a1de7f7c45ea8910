"""Every sealed column and blind index of the program, found by what models declare.

For the work that goes over all of them: rotations and shredding. Values are read and
written here as they lie in the database, and only where nobody changed them meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connections, models, router

from privacy.encryption import sealing
from privacy.encryption.fields import SealedField
from privacy.encryption.indexing import BlindIndexField

ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Table:
    """A model whose own columns hold sealed values, and whose rows they are."""

    model: type[models.Model]
    sealed: tuple[SealedField, ...]
    indexes: tuple[BlindIndexField, ...]

    @property
    def subject(self) -> str:
        """Return the attribute that holds the id of the person."""
        return sealing.subject_attname(self.model)

    def rows(self, **found_by: Any) -> models.QuerySet[Any]:
        """Return the rows by the order of their ids."""
        every: models.QuerySet[Any] = models.QuerySet(model=self.model)
        return every.using(self.database).filter(**found_by).order_by("pk")

    def rows_of(self, subjects: Collection[UUID]) -> Iterator[Any]:
        """Return all rows of some people, a few hundred in memory at a time."""
        return in_pages(self.rows(**{f"{self.subject}__in": list(subjects)}))

    @property
    def database(self) -> str:
        """Return the alias of the database that it is written in."""
        return router.db_for_write(self.model)

    def swap(
        self, row: Any, changes: dict[str, Any], unchanged: dict[str, Any]
    ) -> bool:
        """Write columns of a row if some still hold what they held; tell whether.

        Both map field names to bytes. A concurrent edit is left as it is.
        """
        connection = connections[self.database]
        quote: Any = connection.ops.quote_name
        meta, own = self.model._meta, (*self.sealed, *self.indexes)
        columns = {field.name: quote(field.column) for field in own}
        pk = meta.pk.get_db_prep_value(row.pk, connection)
        written = ", ".join(f"{columns[name]} = %s" for name in changes)
        asked = " AND ".join(f"{columns[name]} = %s" for name in unchanged)
        sql = (
            f"UPDATE {quote(meta.db_table)} SET {written}"  # noqa: S608 - names of ours
            f" WHERE {quote(meta.pk.column)} = %s AND {asked}"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [*changes.values(), pk, *unchanged.values()])
            return bool(cursor.rowcount == 1)


def tables() -> list[Table]:
    """Return every table of the program that holds sealed values or blind indexes."""
    found = [
        Table(
            model,
            tuple(f for f in _columns(model) if isinstance(f, SealedField)),
            tuple(f for f in _columns(model) if isinstance(f, BlindIndexField)),
        )
        for model in apps.get_models()
        if not model._meta.proxy
    ]
    return [table for table in found if table.sealed or table.indexes]


def in_pages(rows: models.QuerySet[Any]) -> Iterator[Any]:
    """Return rows that are ordered by their ids, a page of them in memory at a time."""
    for page in pages(rows):
        yield from page


def pages(rows: models.QuerySet[Any]) -> Iterator[list[Any]]:
    """Return such rows page by page."""
    page = list(rows[:ROWS_AT_ONCE])
    while page:
        yield page
        page = list(rows.filter(pk__gt=page[-1].pk)[:ROWS_AT_ONCE])


def as_it_lies(row: Any, field: Any) -> bytes | None:
    """Return what a loaded row holds in a column, without opening anything."""
    stored = row.__dict__[field.attname]
    return None if stored is None else bytes(stored)


def _columns(model: type[models.Model]) -> list[Any]:
    return list(model._meta.local_concrete_fields)
