"""Asks PostgreSQL for rows in binary form, through Django's own cursor."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import EmptyResultSet
from psycopg import ClientCursor, Cursor


def rows(compiler: Any) -> list[Any]:
    """Return the rows that a query asks for, as one chunk, not converted yet."""
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return []
    # Django's cursor around ours: it logs, counts and translates errors as ever.
    with compiler.connection.cursor() as around:
        with around.cursor as given:
            around.cursor = _BinaryCursor(given.connection)
        around.execute(sql, params)
        return [around.fetchall()]


class _BinaryCursor(Cursor[Any]):
    """Binds on the client, as Django's does, which refuses binary results."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        bound = ClientCursor(self.connection).mogrify(query, params)
        return super().execute(bound, binary=True, prepare=False, **options)
