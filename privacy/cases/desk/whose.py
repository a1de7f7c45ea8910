"""Whose request it is: name and address behind masks, shown to those who work on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse

from privacy.cases import moving
from privacy.cases.case import Case
from privacy.cases.desk import reading, verbs
from privacy.people import Person
from privacy.purposes import Purpose
from privacy.showing import values
from privacy.showing.values import Cell, Sight

GIVE_ROLES = "privacy.give_roles"
"""Whoever gives roles may see to whom."""


def cells(case: Case, *, by: Person, at: datetime) -> Mapping[str, Cell]:
    """Return `email` of a case, and `name` once a person is known."""
    back = reverse("admin:privacy_case_change", args=[case.pk])
    found = {"email": values.cells(case, by=by, at=at, back=back)["email"]}
    if case.person is not None:
        found["name"] = values.cells(case.person, by=by, at=at, back=back)["name"]
    return found


def _noted(*, row: Case, at: datetime, by: Person) -> None:
    """Let a look stand in the history while nobody knows who could read of it."""
    if row.person is None:
        moving.note(row, what=reading.READ, at=at, by=by)


def _works_on_requests_or_gives_roles(person: Person, by: Person) -> bool:
    """Whoever only gives roles sees who works here, and no customer."""
    return person.is_staff or any(by.has_perm(right) for right in verbs.EITHER)


values.offer(
    "privacy.Case",
    Sight(
        fields=("email",),
        rights=verbs.EITHER,
        purpose=Purpose.OWN_REQUEST,
        whose=lambda case: case.person,
        noted=_noted,
    ),
)
values.offer(
    "privacy.Person",
    Sight(
        fields=("name", "email"),
        rights=(*verbs.EITHER, GIVE_ROLES),
        purpose=Purpose.OWN_REQUEST,
        whose=lambda person: person,
        only=_works_on_requests_or_gives_roles,
    ),
)
