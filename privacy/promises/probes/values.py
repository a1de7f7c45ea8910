"""Looks at stored values and tables: sealed, bound to their place, and none besides."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.core.checks import run_checks
from django.db import connections
from django.db.models import Model

from privacy import declarations, presence, purposes
from privacy.encryption import envelope, keys, sealing
from privacy.encryption.envelope import Unreadable
from privacy.encryption.fields import SealedField
from privacy.encryption.keys import ValueErased
from privacy.promises.promise import Finding, measures, told
from privacy.purposes import Purpose

UNDECLARED = ("privacy.E001", "privacy.E002", "privacy.E006")
A_COLUMN = 20
"""Rows of each column that are looked at: others each night."""
_without_model = {"django_migrations", "sqlite_sequence"}


@measures("C1", "sealed values")
def sealed_and_bound(at: datetime) -> Finding:
    """Read stored values past the layer: are they sealed, each bound to its own row?"""
    counts = Counter(
        _state(row, field, stored)
        for model, field in _sealed_columns()
        for row, stored in _sample(model, field)
    )
    looked, wrong = counts.total(), counts["clear"] + counts["unbound"]
    if wrong:
        return Finding(False, "A stored value is not sealed to its row.", counts)
    words = told(
        looked,
        "There is no value to read yet.",
        "{} values were read as they lie in the database: each is sealed, and opens in "
        "its row only.",
    )
    return Finding(True, words, counts)


@measures("A2", "what the databases hold")
def nothing_undeclared(at: datetime) -> Finding:
    """Compare the tables as they are with the models that declare them."""
    unknown = sorted(name for alias in connections for name in _unknown(alias))
    errors = [each for each in run_checks(tags=["privacy"]) if each.id in UNDECLARED]
    held = sum(1 for _ in _personal_columns())
    counts = {"unknown": len(unknown), "undeclared": len(errors), "personal": held}
    if unknown or errors:
        return Finding(False, "The databases hold a column nobody declared.", counts)
    return Finding(
        True,
        f"Every column of both databases is declared; {held} hold something personal "
        "and are listed below.",
        counts,
    )


@measures("A1", "what each value is for")
def every_column_has_a_purpose(at: datetime) -> Finding:
    """Ask every declaration what it is for: no column without one from the list."""
    held = [said for _, said in _personal_columns()]
    idle = [said for said in held if not said.purposes]
    idle += [said for said in held if not set(said.purposes) <= set(Purpose)]
    counts = {"columns": len(held), "without": len(idle)}
    if idle:
        return Finding(False, "A value is held for no purpose of the list.", counts)
    return Finding(
        True,
        f"Each of the {len(held)} kinds of value names what it is for, out of a list "
        f"of {len(Purpose)} purposes.",
        counts,
    )


@measures("B1", "opening without a purpose")
def nothing_opens_without_a_purpose(at: datetime) -> Finding:
    """Try to open a value of each column for nothing, and for a wrong purpose."""
    tried, opened = 0, 0
    for model, field in _sealed_columns():
        for row, _ in _sample(model, field, at_most=1):
            for purpose in _wrong_purposes(model, field):
                tried += 1
                opened += _opens(row, field, purpose)
    counts = {"tried": tried, "opened": opened}
    if opened:
        return Finding(False, "A value opened for a purpose it is not for.", counts)
    words = told(
        tried,
        "There is no value to open yet.",
        "{} tries to open a value for no reason, or for a wrong one, all failed.",
    )
    return Finding(True, words, counts)


def without_model(*names: str) -> None:
    """Speak for what a migration made and no model declares: nothing personal.

    Each is a table, or a column as "table.column".
    """
    _without_model.update(names)


def _personal_columns() -> Iterator[tuple[str, declarations.Personal]]:
    for model in apps.get_models():
        yield from declarations.of(model).personal.items()


def _sealed_columns() -> Iterator[tuple[type[Model], Any]]:
    """Return the columns of sealed values in which there is any row."""
    for model in apps.get_models():
        every = model._meta.local_concrete_fields
        sealed = [field for field in every if isinstance(field, SealedField)]
        if sealed and presence.has_any(model):
            yield from ((model, field) for field in sealed)


def _sample(
    model: type[Model], field: Any, at_most: int = A_COLUMN
) -> list[tuple[Any, Any]]:
    """Return some rows and their stored value: other ones each time."""
    rows = model._base_manager.filter(**{f"{field.name}__isnull": False})
    first, last = rows.order_by("pk").first(), rows.order_by("-pk").first()
    if first is None or last is None:
        return []
    low, high = UUID(str(first.pk)).int, UUID(str(last.pk)).int
    start = UUID(int=low + secrets.randbelow(high - low + 1))
    after = list(rows.filter(pk__gte=start).order_by("pk")[:at_most])
    before = rows.filter(pk__lt=start).order_by("-pk")[: at_most - len(after)]
    return [(row, vars(row)[field.attname]) for row in [*after, *before]]


def _state(row: Any, field: Any, stored: Any) -> str:
    if not isinstance(stored, bytes | memoryview) or not envelope.is_sealed(
        bytes(stored)
    ):
        return "clear"
    subject, number = sealing.belongs_to(row)
    try:
        ring = keys.ring(subject)
        ring.open(bytes(stored), envelope.place(field.context, subject, number))
    except ValueErased:
        return "erased"
    except Unreadable:
        return "unbound"
    elsewhere = envelope.place(field.context, subject, UUID(int=number.int ^ 1))
    try:
        ring.open(bytes(stored), elsewhere)
    except Unreadable:
        return "bound"
    return "unbound"


def _wrong_purposes(model: type[Model], field: Any) -> list[Purpose | None]:
    allowed = sealing.allowed(model, field.name)
    return [None, *[each for each in Purpose if each not in allowed][:1]]


def _opens(row: Any, field: Any, purpose: Purpose | None) -> bool:
    fresh = type(row)._base_manager.get(pk=row.pk)
    use = purposes.using(purpose) if purpose else purposes.suspended()
    try:
        with use:
            getattr(fresh, field.attname)
    except (purposes.PurposeRefused, ValueErased):
        return False
    return True


def _unknown(alias: str) -> Iterator[str]:
    """Return the tables and columns of a database that no model speaks for."""
    connection = connections[alias]
    known = _columns_of_models()
    with connection.cursor() as cursor:
        beside = _beside_models()
        tables = set(connection.introspection.table_names(cursor)) - beside
        yield from tables - known.keys()
        for table in tables & known.keys():
            extra = _columns_of(table, cursor) - known[table]
            yield from {f"{table}.{name}" for name in extra} - beside


def _columns_of(table: str, cursor: Any) -> set[str]:
    # Asked of an answer without rows: Django's introspection reads the table's SQL.
    name = cursor.db.ops.quote_name(table)
    cursor.execute(f"SELECT * FROM {name} LIMIT 0")  # noqa: S608 - a table's name
    return {column[0] for column in cursor.description}


def _columns_of_models() -> dict[str, set[str]]:
    models = apps.get_models(include_auto_created=True)
    return {
        meta.db_table: {str(field.column) for field in meta.concrete_fields}
        for meta in (model._meta for model in models)
    }


def _beside_models() -> set[str]:
    # A cache of Django's own lies in the table that its LOCATION names.
    caches = {str(cache.get("LOCATION")) for cache in settings.CACHES.values()}
    return _without_model | caches
