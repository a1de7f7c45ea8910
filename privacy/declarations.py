"""What a model says about its personal data, and the reader of what was said.

Each model nests `class PersonalData` with one entry per field; everything that the
project shows, exports, masks, keeps or erases is read from there. `privacy.checks`
refuses to start while a field of an installed model is left out.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from django.apps import apps
from django.db.models import Field, Model

from privacy.purposes import Purpose


class Erasure(Enum):
    """What erasing a person does to a value."""

    CLEAR = "clear"
    DELETE_ROW = "delete the row"


@dataclass(frozen=True)
class Keep:
    """Erasing leaves the value until a law lets go of it.

    `ground` names the law in words for the customer, `months` counts from the moment
    in the field that the retention starts from.
    """

    ground: str
    months: int


@dataclass(frozen=True)
class Latest:
    """When a value goes whose time never began: so many months after another moment."""

    after: str
    months: int


@dataclass(frozen=True)
class Retention:
    """How long a value is kept: some time after the moment in a field of its row.

    `after` is the name of that field, `words` the rule in words for a page. Where that
    field can stay empty, `latest` says what counts then. `only` are the values of
    fields whose rows it is about; without them it is about all.
    """

    after: str
    words: str
    months: int = 0
    days: int = 0
    latest: Latest | None = None
    only: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def ends_on(self, start: datetime | date) -> date:
        """Return the day on which a value goes whose time began at `start`."""
        day = start.date() if isinstance(start, datetime) else start
        return months_later(day, self.months) + timedelta(days=self.days)

    def last_start(self, end: date) -> date:
        """Return the last day on which the time of a value began that is over on `end`.

        It is the inverse of ends_on: days that a short month drew together count.
        """
        day = end - timedelta(days=self.days)
        first = months_later(day.replace(day=1), -self.months)
        last = months_later(first, 1) - timedelta(days=1)
        if (day + timedelta(days=1)).day == 1:
            return last
        return min(first + timedelta(days=day.day - 1), last)


@dataclass(frozen=True)
class Personal:
    """One personal field: what it is, what for, until when, and who else sees it.

    Arguments:
        category: a key of the Fides taxonomy (fideslang 3), such as "user.name".
        purposes: what the value may be opened for; nothing else opens it.
        why: one sentence for the customer.
        retention: when the value goes by itself.
        erasure: what erasing the person does to it.
        mask: makes the form that staff see; it gets the plain value.
        recipients: keys of privacy.recipients that may ever receive it.
        in_clear: why the column is not encrypted; empty for an encrypted one.
        what: the value's name for the customer; empty for the field's own.
    """

    category: str
    purposes: tuple[Purpose, ...]
    why: str
    retention: Retention
    erasure: Erasure | Keep = Erasure.CLEAR
    mask: Callable[[Any], str] | None = None
    recipients: tuple[str, ...] = ()
    in_clear: str = ""
    what: str = ""


@dataclass(frozen=True)
class Declaration:
    """All that one model says: whose row it is, what is personal, what is not.

    `subject` is the attribute with the id whose key seals the row. `owner` is the one
    with the id of the person whom the row is about: the same, unless the row has a key
    of its own. `about` is the heading for the customer; empty for the model's own name.
    `exempt` are the values of fields whose rows no date applies to, such as staff.
    `moment` is the field with the time that a row is about, for a customer who chooses
    "everything before a date"; empty where rows can't be chosen so. `row` says when the
    whole row goes, where its values don't say it.
    """

    subject: str | None
    personal: Mapping[str, Personal]
    not_personal: frozenset[str]
    about: str = ""
    exempt: Mapping[str, Any] = field(default_factory=dict)
    owner: str | None = None
    moment: str = ""
    row: tuple[Retention, ...] = ()

    def names(self) -> frozenset[str]:
        """Return the name of every field that is spoken for."""
        return self.not_personal | self.personal.keys()


class Undeclared(Exception):
    """The model says nothing about its personal data."""


_adopted: dict[str, Declaration] = {}


def adopt(label: str, declaration: Declaration) -> None:
    """Speak for the model `label` ("app.Model") of an app that others wrote."""
    _adopted[label.lower()] = declaration


@functools.cache
def of(model: type[Model]) -> Declaration:
    """Return what `model` declares, or raise Undeclared."""
    said = getattr(model, "PersonalData", None)
    if said is not None:
        return _read(said)
    if model._meta.label_lower in _adopted:
        return _adopted[model._meta.label_lower]
    if model.__module__ == "__fake__":
        # A model of a migration, as it was: the model of today speaks for it.
        today: Any = apps.get_model(model._meta.label)
        return of(today)
    raise Undeclared(f"{model._meta.label} declares no personal data.")


def fields_of(model: type[Model]) -> list[Field[Any, Any]]:
    """Return every concrete and many-to-many field that a declaration must name."""
    return [*model._meta.concrete_fields, *model._meta.many_to_many]


def months_later(day: date, months: int) -> date:
    """Return the same day `months` months later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    next_first = (first + timedelta(days=31)).replace(day=1)
    return min(first + timedelta(days=day.day - 1), next_first - timedelta(days=1))


def _read(said: type) -> Declaration:
    # A child's declaration adds to those it inherits from.
    lines = [vars(each) for each in reversed(said.__mro__)]
    entries = {
        name: entry
        for line in lines
        for name, entry in line.items()
        if isinstance(entry, Personal)
    }
    others = {name for line in lines for name in line.get("not_personal", ())}
    return Declaration(
        subject=getattr(said, "subject", None),
        personal=entries,
        not_personal=frozenset(others),
        about=getattr(said, "about", ""),
        exempt=getattr(said, "exempt", {}),
        owner=getattr(said, "owner", getattr(said, "subject", None)),
        moment=getattr(said, "moment", ""),
        row=tuple(getattr(said, "row", ())),
    )
