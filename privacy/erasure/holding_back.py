"""Rows that may not go yet, said by those who know: a legal hold, for one.

Erasing and retention both ask here before they touch anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet


@dataclass(frozen=True)
class Held:
    """Why rows of a person stay: the ground in words, and the last day of it."""

    ground: str
    until: date


Rows = Callable[[type[Model], date], Q]
Grounds = Callable[[UUID, date], list[Held]]

_rows: list[Rows] = []
_grounds: list[Grounds] = []


def register(rows: Rows, grounds: Grounds) -> None:
    """Have `rows` and `grounds` asked from now on; again changes nothing.

    `rows` takes a model and a day and returns what finds the rows that are held.
    `grounds` takes a person's id and a day and returns why anything of theirs is.
    """
    if rows not in _rows:
        _rows.append(rows)
        _grounds.append(grounds)


def free(rows: QuerySet[Any], *, on: date) -> QuerySet[Any]:
    """Return those of some rows that nobody holds."""
    for held in _held(rows, on):
        rows = rows.exclude(held)
    return rows


def back(rows: QuerySet[Any], *, on: date) -> QuerySet[Any]:
    """Return those of some rows that are held."""
    found = Q(pk__in=())
    for held in _held(rows, on):
        found |= held
    return rows.filter(found)


def of(person_id: UUID, *, on: date) -> list[Held]:
    """Return why anything of a person is held on a day, and until when."""
    return [held for grounds in _grounds for held in grounds(person_id, on)]


def _held(rows: QuerySet[Any], on: date) -> Iterator[Q]:
    for each in _rows:
        yield each(rows.model, on)
