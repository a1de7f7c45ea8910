"""Which values may be shown to whom, and what stands in their place on a page.

The page that a value stands on registers it; here it is opened, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.urls import reverse

from privacy import access, declarations, masking, purposes
from privacy.access import Reason
from privacy.copies import wording
from privacy.encryption.keys import ValueErased
from privacy.looking import LookForm
from privacy.people import Person
from privacy.purposes import Purpose


class NotShown(Exception):
    """There is nothing that could be shown: an erased value, or one never given."""


@dataclass(frozen=True)
class Sight:
    """What of the rows of a model may be shown.

    Arguments:
        fields: the names of sealed fields whose declarations allow `purpose`.
        rights: permissions; one of them is enough.
        purpose: what the values are opened for.
        whose: returns the person whom a row is about, None while nobody knows.
        noted: called with `row`, `at` and `by` in the transaction of each look.
        only: tells which rows these rights open to somebody; None for every row.
    """

    fields: tuple[str, ...]
    rights: tuple[str, ...]
    purpose: Purpose
    whose: Callable[[Any], Person | None]
    noted: Callable[..., None] | None = None
    only: Callable[[Any, Person], bool] | None = None

    def allowed_to(self, by: Person, row: Model | None = None) -> bool:
        """Tell whether somebody has one of the rights; of a row, also to that row."""
        if not any(by.has_perm(right) for right in self.rights):
            return False
        return row is None or self.only is None or self.only(row, by)


@dataclass(frozen=True, repr=False)
class Cell:
    """A value as its page shows it to somebody.

    `lines` are the value itself, empty unless it is open, and `until` when it closes.
    `path` is where it is opened, "" where it can't be; `form` asks for the reason, and
    `back` is the page to come back to.
    """

    what: str
    masked: str
    lines: tuple[str, ...] = ()
    until: datetime | None = None
    path: str = ""
    form: LookForm | None = None
    back: str = ""

    def __repr__(self) -> str:
        return f"<Cell {self.what}>"


_sights: dict[str, Sight] = {}


def offer(label: str, sight: Sight) -> None:
    """Let fields of the model `label` ("app.Model") be shown."""
    _sights[label.lower()] = sight


def sight_of(label: str, name: str) -> Sight | None:
    """Return how a field of a model is shown, None where it never is."""
    found = _sights.get(label.lower())
    return found if found and name in found.fields else None


def cells(
    row: Model, *, by: Person, at: datetime, back: str = ""
) -> Mapping[str, Cell]:
    """Return by name what stands for a row on the page `back`: masked, or open."""
    sight = _sights[row._meta.label_lower]
    until = access.open_until(by=by, row_id=row.pk, purpose=sight.purpose, at=at)
    return {
        name: replace(
            _cell(row, name, sight, until.get(_label(row, name)), by), back=back
        )
        for name in sight.fields
    }


def look(
    *, row: Any, name: str, reason: Reason, words: str, by: Person, at: datetime
) -> None:
    """Open one field of a row to `by`, who wrote why; the person it is about reads it.

    Raises PermissionError without the right, NotShown where nothing is there to see,
    and privacy.access.TooManyLooks past the limit.
    """
    sight = _sights[row._meta.label_lower]
    if not sight.allowed_to(by, row):
        raise PermissionError("Nobody opens this without the right to.")
    if not _is_there(masking.masked(row, name)):
        raise NotShown
    with transaction.atomic():
        access.record(
            person=sight.whose(row),
            holder_id=_holder(row),
            by=by,
            fields=[_label(row, name)],
            row_id=row.pk,
            purpose=sight.purpose,
            reason=reason,
            words=words,
            at=at,
        )
        if sight.noted is not None:
            sight.noted(row=row, at=at, by=by)


def path(row: Model, name: str) -> str:
    """Return the address of the page that asks for the reason."""
    there = [row._meta.label_lower, row.pk, name]
    return reverse("admin:privacy_access_show", args=there)


def found(label: str, row_id: UUID) -> Any:
    """Return the row with this id of a model, None without one."""
    model: Any = apps.get_model(label)
    return model.objects.filter(pk=row_id).first()


def closes(shown: Mapping[str, Cell]) -> datetime | None:
    """Return when the first of some values closes, None while none is open."""
    return min((cell.until for cell in shown.values() if cell.until), default=None)


def _cell(
    row: Model, name: str, sight: Sight, until: datetime | None, by: Person
) -> Cell:
    what = wording.named(type(row), name, declarations.of(type(row)).personal[name])
    masked = masking.masked(row, name)
    if not _is_there(masked) or not sight.allowed_to(by, row):
        return Cell(what, masked)
    if until is None:
        return Cell(what, masked, path=path(row, name), form=LookForm(name=name))
    with purposes.using(sight.purpose, by=by):
        lines = _lines(row, name)
    return Cell(what, masked, lines, until)


def _lines(row: Model, name: str) -> tuple[str, ...]:
    try:
        return wording.lines(row, name, getattr(row, name))
    except ValueErased:
        return (masking.ERASED,)


def _is_there(masked: str) -> bool:
    return masked not in {"", masking.ERASED}


def _holder(row: Model) -> UUID:
    """Return the id whose key seals the row."""
    holder: UUID = getattr(row, str(declarations.of(type(row)).subject))
    return holder


def _label(row: Model, name: str) -> str:
    return f"{row._meta.label}.{name}"
