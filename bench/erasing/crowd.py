"""A million orders of others, copied inside the database from one that is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import Model

from orders.models import Event, Line, Order, Payment
from privacy.people import Person

ORDERS_EACH = 3
WITH_LINES = 10
"""One order in so many has a line and an event: filling would take too long."""

# Ids in sequence, of a part of their own for each table; digests of nobody.
_NUMBER = "lpad(to_hex({number}), 12, '0')"
_ID = "('0192a000-0000-7000-8{part:03x}-' || {number})::uuid"
_INDEXES = """
SELECT indexname, indexdef FROM pg_indexes i WHERE tablename = %s AND NOT EXISTS
    (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)"""
_NOBODY = "decode(md5('{part}' || {number}), 'hex')"


def gather(number: int) -> None:
    """Put so many orders of other people beside those that are there."""
    _copy(Person, number // ORDERS_EACH + 1, {"id": _id(1), "email_index": _no(1)})
    _copy(Order, number, _of_a_person() | _order())
    order = _of_a_person() | {"order_id": _id(2)}
    _copy(Payment, number, order | {"id": _id(3), "code_index": _no(3)})
    for model, part in ((Line, 4), (Event, 5)):
        _copy(model, number // WITH_LINES, order | {"id": _id(part)})


def settle() -> None:
    """Let the database finish what filling has left for it to do."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


def _order() -> dict[str, str]:
    return {
        "id": _id(2),
        # Real numbers have no small letters, so none is met twice.
        "number": "'FW-n' || n",
        "checkout_id": _id(6),
        "contact_email_index": _no(7, f"n / {ORDERS_EACH}"),
        "link_index": _no(8),
    }


def _of_a_person() -> dict[str, str]:
    return {"person_id": _id(1, f"(n / {ORDERS_EACH} + 1)")}


def _id(part: int, number: str = "n") -> str:
    return _ID.format(part=part, number=_NUMBER.format(number=number))


def _no(part: int, number: str = "n") -> str:
    return _NOBODY.format(part=part, number=f"({number})")


def _copy(model: type[Model], number: int, changed: Mapping[str, str]) -> None:
    """Copy any row of a table so often, with some columns changed.

    The keys are right by the way they are made, so nothing looks them up.
    """
    columns = [str(field.column) for field in model._meta.concrete_fields]
    shown = ", ".join(changed.get(each, f'"{each}"') for each in columns)
    named = ", ".join(f'"{each}"' for each in columns)
    table, rows = model._meta.db_table, _one(model)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET maintenance_work_mem = '256MB'")
        cursor.execute(_INDEXES, [table])
        indexes = cursor.fetchall()
        # Built in one go they take a fraction of the time.
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        cursor.execute(
            f"INSERT INTO {table} ({named}) SELECT {shown}"  # noqa: S608 - our names
            f" FROM ({rows}) one, generate_series(1, %s) n",
            [number],
        )
        for _, definition in indexes:
            cursor.execute(definition)
        cursor.execute("SET session_replication_role = origin")


def _one(model: Any) -> str:
    # The person of an order, and not one of the staff.
    having = "WHERE is_staff = false AND name IS NOT NULL" if model is Person else ""
    # Names of tables and columns of ours; no value is in it.
    return f"SELECT * FROM {model._meta.db_table} {having} LIMIT 1"  # noqa: S608
