"""System checks: nothing personal is kept that no sweep could ever let go of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField, Model

from privacy import declarations
from privacy.declarations import Keep, Retention, Undeclared
from privacy.people import Person
from privacy.retention.rules import row_ends


@register("privacy")
def everything_has_an_end(**kwargs: Any) -> list[CheckMessage]:
    """Return an error for each value and row that would stay for ever."""
    return [error for model in apps.get_models() for error in _errors(model)]


def _errors(model: type[Model]) -> Iterator[Error]:
    try:
        said = declarations.of(model)
    except Undeclared:
        return  # Another check says so.
    for name, each in said.personal.items():
        yield from _endless(model, each.retention, f"keeps {name!r}")
    for retention in said.row:
        yield from _endless(model, retention, "keeps its rows")
    kept = [e for e in said.personal.values() if isinstance(e.erasure, Keep)]
    if len({each.retention.after for each in kept}) > 1:
        yield _error(model, "E011", "is kept by laws that count from several moments")
    about = said.owner or said.subject
    if about and model is not Person and not (kept or row_ends(model)):
        told = "says whose rows it has and not when they go: add `row` to PersonalData"
        yield _error(model, "E012", told)


def _endless(model: type[Model], retention: Retention, what: str) -> Iterator[Error]:
    """Say what is wrong with one date: no date at all, or one that may never come."""
    after = _field(model, retention.after)
    if after is None:
        return  # Another check says so, or the next lines do for a row.
    if not isinstance(after, DateField):
        yield _error(model, "E010", f"{what} after {after.name!r}, which is no date")
    latest = retention.latest
    last = _field(model, latest.after) if latest else None
    if after.null and (not isinstance(last, DateField) or last.null):
        told = f"{what} after {after.name!r}, which can stay empty, without a `latest`"
        yield _error(model, "E010", told)


def _field(model: type[Model], name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _error(model: type[Model], number: str, message: str) -> Error:
    return Error(f"{model._meta.label} {message}.", obj=model, id=f"privacy.{number}")
