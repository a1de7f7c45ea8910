"""What an erased column holds, and which rows still hold more than that."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, Field, Model, Q, TextField


class NotClearable(Exception):
    """The column has no value that says nothing."""


def nothing(field: Field[Any, Any]) -> Any:
    """Return the value that says nothing about anybody in this column.

    Raises NotClearable when it can't be empty and has no default.
    """
    if field.null:
        return None
    if field.has_default():
        return field.get_default()
    if isinstance(field, CharField | TextField):
        return ""
    raise NotClearable(f"{field} can't be empty and has no default.")


def is_clearable(field: Field[Any, Any]) -> bool:
    """Tell whether the column has such a value."""
    try:
        nothing(field)
    except NotClearable:
        return False
    return True


def cleared(model: type[Model], fields: Iterable[str]) -> dict[str, Any]:
    """Return the values that clear some columns, by name."""
    return {name: nothing(_field(model, name)) for name in fields}


def left(model: type[Model], fields: Iterable[str]) -> Q:
    """Return what finds the rows in which one of these columns still says something."""
    found = Q()
    for name in fields:
        field = _field(model, name)
        if field.null:
            found |= Q(**{f"{name}__isnull": False})
        else:
            found |= ~Q(**{name: nothing(field)})
    return found


def _field(model: type[Model], name: str) -> Any:
    return model._meta.get_field(name)
