"""Holding: rows stay until a day for a legal reason, and then go by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q
from django.utils import timezone

from privacy import declarations
from privacy.declarations import months_later
from privacy.encryption import keys
from privacy.erasure import holding_back, tombstones
from privacy.erasure.holding_back import Held
from privacy.people import Person
from privacy.refusing import NotAllowed
from privacy.retention.hold import LegalHold
from privacy.trail import recording
from privacy.trail.entry import Kind

LONGEST_MONTHS = 24
GROUND = "Legal hold: {} (GDPR Art. 17(3))"


class NotHeld(NotAllowed):
    """The hold can't be: the text says what to do."""


@dataclass(frozen=True)
class Target:
    """What is held: all rows of a person, or one row that may be of nobody known."""

    person_id: UUID | None
    label: str = ""
    row_id: UUID | None = None

    def whole(self) -> Target:
        """Return all of the person's rows instead of this one."""
        if self.person_id is None:
            raise NotHeld("Nobody has shown whose this is: hold this alone.")
        return Target(self.person_id)


Finder = Callable[[str], Target | None]
_finders: dict[str, Finder] = {}


def can_be_named(label: str, field: str) -> None:
    """Let rows of the model `label` be found by their `field`, such as a number.

    What somebody types is compared in capital letters.
    """

    def find(typed: str) -> Target | None:
        model: Any = apps.get_model(label)
        owner = str(declarations.of(model).owner)
        row = model.objects.filter(**{field: typed.upper()}).first()
        return row and Target(getattr(row, owner), label, row.pk)

    _finders[label] = find


def target(typed: str) -> Target:
    """Return what somebody named: an order or a request. Raises NotHeld if nothing."""
    named = typed.strip()
    for find in _finders.values():
        found = find(named)
        if found is not None:
            return found
    raise NotHeld("Nothing has that number. Write all of it, such as R-7K2M9P.")


def hold(
    *,
    what: Target,
    reason: LegalHold.Reason,
    words: str,
    until: date,
    by: Person,
    at: datetime,
) -> LegalHold:
    """Keep something until the end of a day; return the hold.

    Raises NotHeld for a day that is over or too far away, and for somebody whose
    erasure has begun.
    """
    today = timezone.localdate(at)
    latest = months_later(today, LONGEST_MONTHS)
    if not today < until <= latest:
        raise NotHeld(f"Choose a day after today, until {latest:%-d %B %Y}.")
    made = LegalHold(
        person_id=what.person_id,
        label=what.label,
        row_id=what.row_id,
        reason=reason,
        words=words,
        by=by,
        begins_on=today,
        ends_on=until,
        made_at=at,
    )
    keys.create(made.pk, at=at)
    try:
        with transaction.atomic():
            # Before anybody is locked: those who record wait for each other.
            _record(made, "held", by, at)
            _refuse_who_goes(what.person_id)
            made.save(force_insert=True)
    except NotHeld:
        keys.discard(made.pk)
        raise
    return made


def lift(*, hold: LegalHold, by: Person, at: datetime) -> bool:
    """End a hold before its day; what was due goes with the next sweep.

    Doing it again changes nothing and returns False.
    """
    rows = LegalHold.objects.filter(pk=hold.pk, lifted_at=None)
    with transaction.atomic():
        done = bool(rows.update(lifted_at=at, lifted_by=by))
        if done:
            _record(hold, "lifted", by, at)
    return done


def standing(person_id: UUID, *, on: date) -> list[LegalHold]:
    """Return the holds on anything of a person."""
    rows = LegalHold.objects.standing(on=on).filter(person_id=person_id)
    return list(rows.order_by("ends_on"))


def until(row: Model, holds: Iterable[LegalHold]) -> date | None:
    """Return the last day of the holds that keep a row; None when none does."""
    named = {row._meta.label: row.pk} | _belongs_to(row)
    ends = [
        hold.ends_on
        for hold in holds
        if hold.is_whole or named.get(hold.label) == hold.row_id
    ]
    return max(ends, default=None)


def rows(model: type[Model], on: date) -> Q:
    """Return what finds the rows of a model that are held on a day."""
    standing: Any = LegalHold.objects.standing(on=on)
    label, found = model._meta.label, Q(pk__in=())
    if label in _finders:
        found = Q(Exists(standing.filter(label=label, row_id=OuterRef("pk"))))
    owner = declarations.of(model).owner or declarations.of(model).subject
    if owner is not None and model is not LegalHold:
        whole = standing.filter(label="", person_id=OuterRef(owner))
        found |= Q(Exists(whole))
    for field in _parents(model):
        of_parent = standing.filter(
            label=field.related_model._meta.label, row_id=OuterRef(field.attname)
        )
        found |= Q(Exists(of_parent))
    return found


def grounds(person_id: UUID, on: date) -> list[Held]:
    """Return why anything of a person is held, and until when."""
    return [
        Held(GROUND.format(LegalHold.Reason(each.reason).label.lower()), each.ends_on)
        for each in standing(person_id, on=on)
    ]


def register() -> None:
    """Have holds asked about before anything goes, and cases found by reference."""
    holding_back.register(rows, grounds)
    can_be_named("privacy.Case", "reference")


def _record(hold: LegalHold, what: str, by: Person, at: datetime) -> None:
    recording.record(
        kind=Kind.HOLD,
        what=what,
        by=by,
        fields=[hold.label or Person._meta.label],
        row_id=hold.pk,
        why=hold.reason,
        at=at,
    )


def _refuse_who_goes(person_id: UUID | None) -> None:
    """Wait for an erasure that is being begun, and refuse when it has."""
    person = tombstones.locked(person_id) if person_id else None
    if person is not None and person.erasing_since is not None:
        raise NotHeld("Their erasure has begun: nothing can be held any more.")


def _belongs_to(row: Model) -> dict[str, Any]:
    return {
        field.related_model._meta.label: getattr(row, field.attname)
        for field in _parents(type(row))
    }


def _parents(model: type[Model]) -> list[Any]:
    """Return the foreign keys to rows that can be held."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.related_model is not None
        and field.related_model._meta.label in _finders
    ]
