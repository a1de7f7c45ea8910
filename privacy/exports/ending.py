"""How a file ends that nobody fetches, or that somebody is in who was erased."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from privacy.erasure import elsewhere
from privacy.exports import choosing, sheets
from privacy.exports.export import Export, ExportedPerson, ExportQuerySet
from privacy.exports.recording import note
from privacy.exports.states import State
from privacy.people import Person


class _Late(Exception):
    """Somebody else was first."""


def expire(*, at: datetime) -> int:
    """End what ran out, with its file and its key; return how many."""
    return sum(
        _move(each, Export.objects.late(at=at), "expired", at, state=State.EXPIRED)
        for each in Export.objects.late(at=at)
    )


def take_back(export: Export, *, at: datetime) -> bool:
    """Delete a file that waits to be fetched; tell whether this did."""
    built = Export.objects.filter(state=State.BUILT)
    return _move(export, built, "taken_back", at, state=State.TAKEN_BACK)


def somebody_goes(person_id: UUID, *, at: datetime) -> None:
    """Take back each file that holds data of somebody who is erased, or of a part.

    Who fetched one already has to delete it now. Doing it again changes nothing.
    """
    theirs = ExportedPerson.objects.filter(person_id=person_id).values("export")
    for export in Export.objects.filter(pk__in=theirs):
        if sheets.holds_erasable(choosing.columns(export)):
            take_back(export, at=at)
            out = Export.objects.filter(
                state=State.FETCHED, gone_at=None, outdated_at=None
            )
            _move(export, out, "outdated", at, outdated_at=at)


def said_gone(export: Export, *, by: Person, at: datetime) -> bool:
    """Note that whoever fetched a file has deleted it. Doing it again is nothing."""
    out = Export.objects.filter(state=State.FETCHED, gone_at=None, by=by)
    return _move(export, out, "said_deleted", at, by=by, gone_at=at)


def void() -> ExportQuerySet:
    """Return built files of which somebody inside is not there any more.

    Such as after a restored backup, when erasures are done again.
    """
    people = ExportedPerson.objects.filter(export=OuterRef("pk")).order_by()
    counted = people.values("export").annotate(number=Count("pk")).values("number")
    built: ExportQuerySet = Export.objects.filter(state=State.BUILT)
    inside: Any = Coalesce(Subquery(counted), 0)
    found: ExportQuerySet = built.alias(now_inside=inside).filter(
        now_inside__lt=F("people_inside")
    )
    return found


def take_back_void(*, at: datetime) -> int:
    """Take back what void() finds and holds values that erasing clears."""
    found = [each for each in void() if is_void(each)]
    return sum(take_back(each, at=at) for each in found)


def is_void(export: Export) -> bool:
    """Tell whether a built file holds values of somebody who is not there any more."""
    erasable = sheets.holds_erasable(choosing.columns(export))
    return erasable and export.people.count() < export.people_inside


def _move(
    export: Export,
    rows: ExportQuerySet,
    what: str,
    at: datetime,
    *,
    by: Person | None = None,
    **written: Any,
) -> bool:
    """Write a step and its entry in the trail if the row is still as it was."""
    mine = rows.filter(pk=export.pk)
    if not mine.exists():
        return False
    emptied = {"package": None, "lock": None} if "state" in written else {}
    try:
        with transaction.atomic():
            note(export, what, by=by, at=at)
            if not mine.update(**written, **emptied):
                raise _Late
    except _Late:
        return False
    return True


def register() -> None:
    """Be told when somebody is erased."""
    elsewhere.register(somebody_goes)
