"""Every column of every table of both databases that could hold a text, read once.

The databases do the first sifting: equal values come once with their count, sealed
values that look sealed do not come at all, and where few words are looked for, nor does
what holds none of them and is too short to hide one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.apps import apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from privacy import declarations
from privacy.encryption import envelope
from privacy.encryption.blind import DIGEST_BYTES
from privacy.encryption.fields import SealedField
from privacy.encryption.indexing import BlindIndexField
from privacy.erasure.wanted import HIDING

# A column that is shorter than anything that is looked for can't hold it.
SHORTEST_COLUMN = 4
# Kinds of columns that hold random bytes of one length and nothing else.
WRAPPED_KEY = 60
_NEVER_TEXT = re.compile(
    r"(small|big)?(int|serial)|integer|bool|decimal|numeric|real|double|float|date"
    r"|time|interval|uuid|char\(32\)$|inet|oid",
    re.IGNORECASE,
)
_BINARY = re.compile(r"bytea|blob", re.IGNORECASE)
_ID = re.compile(r"uuid|char\(32\)$", re.IGNORECASE)
_LENGTH = re.compile(r"\((\d+)\)")
_OF_SQLITE = """
    SELECT m.name, p.name, p.type FROM sqlite_master m, pragma_table_info(m.name) p
    WHERE m.type = 'table' ORDER BY 1, p.cid"""
_OF_POSTGRESQL = """
    SELECT a.attrelid::regclass::text, quote_ident(a.attname),
           format_type(a.atttypid, a.atttypmod)
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0
      AND NOT a.attisdropped AND n.nspname <> 'information_schema'
      AND n.nspname NOT LIKE 'pg\\_%' ORDER BY 1, a.attnum"""


@dataclass(frozen=True)
class Column:
    """One column as the database knows it, and the model's field if there is one."""

    alias: str
    table: str
    name: str
    kind: str
    model: type[models.Model] | None
    field: Any

    @property
    def label(self) -> str:
        """Return how findings name it, such as "orders.Order.number"."""
        if self.model is None or self.field is None:
            return f"{self.table}.{self.name}".replace('"', "")
        return f"{self.model._meta.label}.{self.field.name}"

    @property
    def is_binary(self) -> bool:
        """Tell whether it holds bytes."""
        return _BINARY.search(self.kind) is not None

    @property
    def is_id(self) -> bool:
        """Tell whether it holds ids, by which rows are tied to a person."""
        return _ID.match(self.kind) is not None

    @property
    def is_index(self) -> bool:
        """Tell whether it holds digests."""
        return isinstance(self.field, BlindIndexField)

    @property
    def may_hold_text(self) -> bool:
        """Tell whether anything that is looked for fits into it."""
        if _NEVER_TEXT.match(self.kind):
            return False
        length = _LENGTH.search(self.kind)
        return length is None or int(length[1]) >= SHORTEST_COLUMN


def every() -> list[Column]:
    """Return every column of every table of both databases."""
    return [column for alias in connections for column in _columns(alias)]


def values(
    column: Column, *, patterns: Sequence[str] | None
) -> Iterator[tuple[str | bytes, int]]:
    """Return each value of a column with the number of rows that hold it.

    `patterns` are words of small letters of which a wanted text holds at least one;
    None when there are too many to ask the database for.
    """
    connection = connections[column.alias]
    where, params = _sifted(column, patterns, connection)
    shown = _shown(column, connection)
    sql = (
        f"SELECT {shown}, count(*) FROM {_table(column, connection)}"  # noqa: S608 - ours
        f" WHERE {_name(column, connection)} IS NOT NULL{where} GROUP BY 1"
    )
    for value, count in fetched(connection, sql, params):
        yield as_read(value), count


def fetched(
    connection: BaseDatabaseWrapper, sql: str, params: Sequence[Any]
) -> Iterator[tuple[Any, ...]]:
    """Return the rows of a query, a few thousand in memory at a time."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while rows := cursor.fetchmany(2000):
            yield from rows


def as_read(value: Any) -> str | bytes:
    """Return what the database gave, as text or bytes."""
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value)


def holding(
    column: Column, digests: Sequence[bytes]
) -> Iterator[tuple[bytes, str | bytes, UUID | None]]:
    """Return each of the digests that a blind index holds, with the row's id.

    The third is the id of the person whom the row is about, if it names one.
    """
    connection = connections[column.alias]
    model: Any = column.model
    pk = connection.ops.quote_name(model._meta.pk.column)
    name, table = _name(column, connection), _table(column, connection)
    shown = f"{name}, {pk}, {_owner(model, connection)}"
    for start in range(0, len(digests), 500):
        part = digests[start : start + 500]
        marks = ", ".join(["%s"] * len(part))
        sql = f"SELECT {shown} FROM {table} WHERE {name} IN ({marks})"  # noqa: S608 - ours
        for digest, key, owner in fetched(connection, sql, part):
            yield bytes(digest), as_read(key), UUID(str(owner)) if owner else None


def rows_of(
    columns: Sequence[Column], ids: Sequence[UUID]
) -> Iterator[tuple[list[UUID], dict[Column, str | bytes]]]:
    """Return the rows of one table that name one of some ids, with what they hold.

    Each comes as the ids that it names and its values by column, those of columns
    that may hold text.
    """
    named = [column for column in columns if column.is_id]
    texts = [column for column in columns if column.may_hold_text]
    if not named or not texts or not ids:
        return
    connection = connections[columns[0].alias]
    asked, params = _any_of(named, ids, connection)
    shown = [_name(column, connection) for column in named]
    shown += [_shown(column, connection) for column in texts]
    sql = (
        f"SELECT {', '.join(shown)} FROM {_table(columns[0], connection)}"  # noqa: S608 - ours
        f" WHERE {asked}"
    )
    known = set(ids)
    for row in fetched(connection, sql, params):
        found = [UUID(str(each)) for each in row[: len(named)] if each is not None]
        held = dict(zip(texts, row[len(named) :], strict=True))
        yield (
            [each for each in found if each in known],
            {column: as_read(it) for column, it in held.items() if it is not None},
        )


def _columns(alias: str) -> Iterator[Column]:
    connection = connections[alias]
    known = {model._meta.db_table: model for model in apps.get_models()}
    is_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute(_OF_POSTGRESQL if is_postgresql else _OF_SQLITE)
        found = cursor.fetchall()
    for table, name, kind in found:
        model = known.get(str(table).strip('"'))
        fields = model._meta.concrete_fields if model else ()
        field = next((f for f in fields if f.column == name.strip('"')), None)
        yield Column(alias, table, name, kind, model, field)


def _owner(model: type[models.Model], connection: BaseDatabaseWrapper) -> str:
    """Return the column that says whom a row is about; NULL where none does."""
    owner = declarations.of(model).owner
    found = [f.column for f in model._meta.concrete_fields if f.attname == owner]
    quote: Any = connection.ops.quote_name
    return str(quote(found[0])) if found else "NULL"


def _any_of(
    named: Sequence[Column], ids: Sequence[UUID], connection: BaseDatabaseWrapper
) -> tuple[str, list[Any]]:
    test, param = "{} = ANY(%s)", cast(Any, list(ids))
    if connection.vendor != "postgresql":
        test = "{} IN (SELECT value FROM json_each(%s))"
        param = json.dumps([each.hex for each in ids])
    asked = [test.format(_name(column, connection)) for column in named]
    return " OR ".join(asked), [param] * len(named)


def _sifted(
    column: Column, patterns: Sequence[str] | None, connection: BaseDatabaseWrapper
) -> tuple[str, list[Any]]:
    """Return what the database can rule out by itself, and the parameters of that."""
    name = _name(column, connection)
    size = "octet_length" if connection.vendor == "postgresql" else "length"
    if isinstance(column.field, SealedField):
        first = {"postgresql": "'\\x01'::bytea"}.get(connection.vendor, "x'01'")
        shortest = envelope.OVERHEAD
        return (
            f" AND ({size}({name}) < {shortest} OR substr({name}, 1, 1) <> {first})",
            [],
        )
    if column.is_index:
        return f" AND {size}({name}) <> {DIGEST_BYTES}", []
    if column.label == "vault.DataKey.wrapped":
        return f" AND {size}({name}) <> {WRAPPED_KEY}", []
    if column.is_binary or patterns is None:
        return "", []
    return _sifted_text(_shown(column, connection), patterns, connection)


def _sifted_text(
    text: str, patterns: Sequence[str], connection: BaseDatabaseWrapper
) -> tuple[str, list[Any]]:
    if connection.vendor == "postgresql":
        # Escapes, and runs of signs in which something may be hidden.
        hiding = rf"[[:alnum:]+/_-]{{{HIDING}}}|[^\u0001-\u007f]|[%%&\\]"
        return f" AND (lower({text}) LIKE ANY(%s) OR {text} ~ '{hiding}')", [
            [f"%{word}%" for word in patterns]
        ]
    tests = [f"length({text}) >= {HIDING}"]
    tests += [f"instr(lower({text}), %s) > 0"] * len(patterns)
    return f" AND ({' OR '.join(tests)})", list(patterns)


def _shown(column: Column, connection: BaseDatabaseWrapper) -> str:
    name = _name(column, connection)
    if column.is_binary or connection.vendor != "postgresql":
        return name
    return f"CAST({name} AS text)"


def _name(column: Column, connection: BaseDatabaseWrapper) -> str:
    return _quoted(column.name, connection)


def _table(column: Column, connection: BaseDatabaseWrapper) -> str:
    return _quoted(column.table, connection)


def _quoted(name: str, connection: BaseDatabaseWrapper) -> str:
    # PostgreSQL has told them as it wants to read them.
    if connection.vendor == "postgresql":
        return name.replace("%", "%%")
    quote: Any = connection.ops.quote_name
    return str(quote(name)).replace("%", "%%")
