"""Fetches many whole rows of one model; from PostgreSQL in binary form.

As text, each byte of a sealed value is written as two signs there and read again here,
which takes longer than to fetch all the rest of the row.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import models

# What psycopg reads to the same values of Python from either form; moments only where
# the database tells them in UTC.
ALIKE = frozenset(
    {
        "BinaryField",
        "BooleanField",
        "CharField",
        "DateField",
        "DateTimeField",
        "DecimalField",
        "PositiveSmallIntegerField",
        "TextField",
        "UUIDField",
    }
)


def rows(
    compiler: Any, *, chunked_fetch: bool, chunk_size: int
) -> Iterator[Sequence[Any]]:
    """Return the rows that a query asks for, converted as Django does it."""
    if chunked_fetch or not _better_in_binary(compiler):
        found = compiler.execute_sql(chunked_fetch=chunked_fetch, chunk_size=chunk_size)
    else:
        # Only here: a shop on SQLite need not load what speaks to PostgreSQL.
        from privacy.encryption import binary

        found = binary.rows(compiler)
    converted: Iterator[Sequence[Any]] = compiler.results_iter(found)
    return converted


def _better_in_binary(compiler: Any) -> bool:
    """Tell whether it is possible, and not for one row or a page of them only."""
    return (
        compiler.connection.vendor == "postgresql"
        and compiler.connection.timezone_name == "UTC"
        and not compiler.query.is_sliced
        and _is_alike(compiler.query.model)
    )


@functools.cache
def _is_alike(model: type[models.Model]) -> bool:
    return all(_kind(field) in ALIKE for field in model._meta.concrete_fields)


def _kind(field: Any) -> str:
    kind: str = (field.target_field if field.is_relation else field).get_internal_type()
    return kind
