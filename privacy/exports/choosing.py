"""Which rows an export is about: those of its period, and of nobody who is going."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from privacy import consent, declarations, recipients
from privacy.consent import Consent
from privacy.erasure.run import Run
from privacy.exports import sheets
from privacy.exports.export import Export
from privacy.exports.sheets import Column, Sheet
from privacy.people import Person
from privacy.purposes import Purpose
from privacy.recipients import Basis, UnknownRecipient

Found = tuple[Any, UUID | None, UUID | None]
"""A row's id, its person's, and its consent's."""


def sheet(export: Export) -> Sheet:
    """Return what it is of. Raises LookupError when that is not offered any more."""
    found = sheets.get(export.sheet)
    if found is None:
        raise LookupError("Nobody offers these rows any more.")
    return found


def columns(export: Export) -> list[Column]:
    """Return its columns, as the declarations allow them today."""
    return sheets.chosen(sheet(export), Purpose(export.purpose), export.columns)


def found(export: Export, *, most: int) -> list[Found]:
    """Return its rows in the order of their moments, `most` of them and no more."""
    of = sheet(export)
    names = ["pk", str(declarations.of(of.model).owner)]
    if of.consent:
        names.append(f"{of.consent}_id")
    asked = rows(export).order_by(of.moment, "pk").values_list(*names)
    return [(*each, None)[:3] for each in asked[:most]]


def rows(export: Export) -> QuerySet[Any]:
    """Return its rows as they are now, without those of people who are going."""
    of = sheet(export)
    chosen: dict[str, Any] = {
        f"{of.moment}__gte": _midnight(export.since),
        f"{of.moment}__lt": _midnight(export.until + timedelta(days=1)),
    }
    if export.only:
        chosen[of.state] = export.only
    every: QuerySet[Any] = of.model._default_manager.filter(**chosen)
    if export.recipient:
        every = _for_somebody_outside(export, of, every)
    if sheets.holds_erasable(columns(export)):
        owner = OuterRef(str(declarations.of(of.model).owner))
        gone = Person.objects.filter(pk=owner, erasing_since__isnull=False)
        runs = Run.objects.filter(subject_id=owner, finished_at=None)
        every = every.exclude(Exists(gone)).exclude(Exists(runs))
    return every


def going(people: Sequence[UUID], *, since: datetime) -> bool:
    """Tell whether one of these people began to go, or lost a part, after `since`.

    They are locked: whose erasure has not begun can't begin until the transaction ends.
    """
    locked = Person.objects.select_for_update().filter(pk__in=people).order_by("pk")
    if any(locked.values_list("erasing_since", flat=True)):
        return True
    lately = Q(finished_at=None) | Q(finished_at__gte=since)
    return Run.objects.filter(lately, subject_id__in=people).exists()


def _for_somebody_outside(
    export: Export, of: Sheet, every: QuerySet[Any]
) -> QuerySet[Any]:
    """Return the rows that may leave: all by law or contract, or those agreed to."""
    try:
        to = recipients.get(export.recipient)
    except UnknownRecipient:
        return every.none()
    if to.basis is not Basis.CONSENT:
        return every
    if not of.consent:
        return every.none()
    standing = Consent.objects.standing().filter(
        pk=OuterRef(f"{of.consent}_id"), recipient=to.key
    )
    return every.filter(Exists(standing.filter(sentence=consent.sentence(to))))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
