"""Labels of models and columns in words, for staff."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db.models import Model

from privacy import declarations

WHOLE = "whole records"
_OWN = {"key": "keys"}


def heading(model: type[Model]) -> str:
    """Return what the rows of a model are called: its own name, in the plural."""
    named = str(model._meta.verbose_name_plural)
    return named[:1].upper() + named[1:]


def columns(model: type[Model], names: Sequence[str]) -> str:
    """Return what some columns are called, one after the other."""
    said = declarations.of(model).personal
    called = [_called(model, name) for name in names if name in said]
    return ", ".join(called) if called else WHOLE


def label(of: str) -> str:
    """Return a label in words: "orders.Order.contact_name" is "Orders: name".

    What is no label of a model now is returned as it is.
    """
    app, _, rest = of.partition(".")
    name, _, field = rest.partition(".")
    try:
        model: Any = apps.get_model(app, name)
    except (LookupError, ValueError):
        return of[:1].upper() + of[1:]
    what = _OWN.get(field) or columns(model, [field])
    return f"{heading(model)}: {what}"


def _called(model: type[Model], name: str) -> str:
    field: Any = model._meta.get_field(name)
    what = declarations.of(model).personal[name].what or str(field.verbose_name)
    return what[:1].lower() + what[1:]
