"""Correcting: a new value for an old one, in the person's row and in what is open.

A change of address is announced at the old one. What was issued stays as it was, and
the plan says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.apps import apps
from django.db import transaction

from privacy import declarations, masking, purposes
from privacy.cases import letters
from privacy.cases.case import Case, Demand, NotAllowed
from privacy.cases.states import Kind
from privacy.declarations import Personal
from privacy.letters import returned
from privacy.people import Person
from privacy.purposes import Purpose

NAME, EMAIL = "privacy.Person.name", "privacy.Person.email"


class Follower(Protocol):
    """Rows elsewhere that follow a correction while they are open."""

    label: str

    def following(self, person_id: UUID, corrected: str) -> int:
        """Return how many rows would follow a correction of that column."""

    def staying(self, person_id: UUID, corrected: str) -> Sequence[tuple[str, str]]:
        """Return what keeps the old value, and why, in words."""

    def follow(self, person_id: UUID, corrected: str, value: str) -> int:
        """Write the new value into the open rows; return how many."""


@dataclass(frozen=True)
class Change:
    """One correction, for a page: the old value masked, where it goes, what stays."""

    label: str
    words: str
    old: str
    new: str
    where: tuple[str, ...]
    stays: tuple[tuple[str, str], ...]


_followers: list[Follower] = []


def register(follower: Follower) -> None:
    """Let rows of another floor follow corrections."""
    _followers.append(follower)


def can_be_corrected() -> tuple[str, ...]:
    """Return the labels of the columns that a correction may name."""
    own = (NAME, EMAIL)
    return own + tuple(f.label for f in _followers if f.label not in own)


def is_small(demand: Demand) -> bool:
    """Tell whether only name and address of the person change: that needs no review."""
    return bool(demand.fields) and set(demand.fields) <= {NAME, EMAIL}


def new_address(case: Case) -> str | None:
    """Return the e-mail address that a case wants to change to, if it is about one."""
    if case.kind != Kind.CORRECT:
        return None
    with purposes.using(Purpose.OWN_REQUEST):
        demand: Demand = case.demand
    return dict(zip(demand.fields, demand.values, strict=True)).get(EMAIL)


def preview(person: Person, demand: Demand) -> list[Change]:
    """Return what a demand would change. Needs no purpose: the old value is masked."""
    return [
        Change(
            label=label,
            words=_said(label).what or _words(label),
            old=_masked(person, label),
            new=value,
            where=_where(person.pk, label),
            stays=_stays(person.pk, label),
        )
        for label, value in zip(demand.fields, demand.values, strict=True)
    ]


def plan(*, person_id: UUID, demand: Demand) -> dict[str, Any]:
    """Return the plan: which columns, how many rows follow. No value is in it."""
    _known(demand.fields)
    steps = [
        {
            "label": label,
            "action": "correct",
            "rows": sum(f.following(person_id, label) for f in _followers)
            + (label in (NAME, EMAIL)),
            "words": _words(label),
            "stays": [list(pair) for pair in _stays(person_id, label)],
        }
        for label in demand.fields
    ]
    return {"kind": "correct", "steps": steps, "blocked": []}


def carry_out(*, person: Person, demand: Demand, at: datetime) -> int:
    """Write every new value; done twice it changes nothing more. Returns the rows."""
    _known(demand.fields)
    with transaction.atomic():
        return sum(
            apply_now(person=person, label=label, value=value, at=at)
            for label, value in zip(demand.fields, demand.values, strict=True)
        )


def apply_now(*, person: Person, label: str, value: str, at: datetime) -> int:
    """Correct one column at once, and what follows it. Returns the rows written."""
    _known((label,))
    with transaction.atomic():
        rows = _own(person, label, value, at)
        return rows + sum(f.follow(person.pk, label, value) for f in _followers)


def _own(person: Person, label: str, value: str, at: datetime) -> int:
    """Write the person's own column; a new address counts as a change of it."""
    if label not in (NAME, EMAIL):
        return 0
    fresh = Person.objects.select_for_update().get(pk=person.pk)
    if fresh.erasing_since is not None:
        raise NotAllowed("This person is being erased: nothing new is written.")
    if label == NAME:
        fresh.name = value
        fresh.save(update_fields=["name"])
        return 1
    if Person.objects.filter(email=value).exclude(pk=fresh.pk).exists():
        raise NotAllowed("This address can’t be used. Write another one.")
    with purposes.using(Purpose.OWN_REQUEST):
        letters.warn_old_address(person=fresh, old=fresh.email, at=at)
    fresh.email, fresh.email_proven_at, fresh.changed_at = value, at, at
    fresh.save(update_fields=["email", "email_proven_at", "changed_at"])
    returned.clear(holder_id=fresh.pk, at=at)
    return 1


def _known(labels: Sequence[str]) -> None:
    other = set(labels) - set(can_be_corrected())
    if other:
        raise NotAllowed("This can’t be corrected here.")


def _masked(person: Person, label: str) -> str:
    if label not in (NAME, EMAIL):
        return masking.DOTS
    return masking.masked(person, label.rpartition(".")[2])


def _where(person_id: UUID, label: str) -> tuple[str, ...]:
    own = ("your details",) if label in (NAME, EMAIL) else ()
    return own + tuple(
        f"{number} open {_rows(f.label, number)}"
        for f in _followers
        if (number := f.following(person_id, label))
    )


def _stays(person_id: UUID, label: str) -> tuple[tuple[str, str], ...]:
    return tuple(pair for f in _followers for pair in f.staying(person_id, label))


def _said(label: str) -> Personal:
    path, _, name = label.rpartition(".")
    model: Any = apps.get_model(path)
    return declarations.of(model).personal[name]


def _words(label: str) -> str:
    model, _, name = label.rpartition(".")
    field: Any = apps.get_model(model)._meta.get_field(name)
    return str(field.verbose_name)


def _rows(label: str, number: int) -> str:
    meta = apps.get_model(label.rpartition(".")[0])._meta
    return str(meta.verbose_name if number == 1 else meta.verbose_name_plural)


def opened(person: Person, label: str) -> str:
    """Return the value as it is, for the person themselves."""
    with purposes.using(Purpose.OWN_REQUEST):
        return str(getattr(person, label.rpartition(".")[2]) or "")
