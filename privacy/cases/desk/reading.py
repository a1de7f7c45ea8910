"""Reading a demand: opened for a written reason, for ten minutes, and never unseen."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction

from privacy import access, purposes
from privacy.access import Reason
from privacy.cases import correcting, moving
from privacy.cases.case import Case, Demand
from privacy.cases.correcting import Change
from privacy.cases.desk.trial import heading
from privacy.copies import wording
from privacy.encryption import keys
from privacy.people import Person
from privacy.purposes import Purpose

READ = "read"
DEMAND, ANSWER = "privacy.Case.demand", "privacy.Case.answer"


@dataclass(frozen=True, repr=False)
class Opened:
    """What somebody wrote and chose, and what was answered, for the page of a case.

    `parts` are the chosen rows as (heading, number), `before` the day as it was given.
    """

    words: str = ""
    changes: tuple[Change, ...] = ()
    parts: tuple[tuple[str, int], ...] = ()
    before: str = ""
    answer: str = ""

    def __repr__(self) -> str:
        return "<Opened>"


def is_gone(case: Case) -> bool:
    """Tell whether there is nothing to read any more: cleared, or its key destroyed."""
    ring = keys.ring(case.pk)
    return case.__dict__["demand"] is None or ring.newest is None


def look(*, case: Case, reason: Reason, words: str, by: Person, at: datetime) -> None:
    """Open the demand for a member of staff, who wrote why.

    The customer can read it. Whose case it is may not be known yet: then the case
    holds it, and the look stands in its history as well.
    """
    with transaction.atomic():
        access.record(
            person=case.person,
            holder_id=case.pk,
            by=by,
            fields=_fields(case),
            row_id=case.pk,
            purpose=Purpose.OWN_REQUEST,
            reason=reason,
            words=words,
            at=at,
        )
        if case.person is None:
            moving.note(case, what=READ, at=at, by=by)


def opened(*, case: Case, by: Person, at: datetime) -> Opened | None:
    """Return the demand; None unless they gave a reason that still lasts.

    None as well when it is gone.
    """
    fields = _fields(case)
    is_open = access.is_open(
        by=by, row_id=case.pk, fields=fields, purpose=Purpose.OWN_REQUEST, at=at
    )
    if is_gone(case) or not is_open:
        return None
    with purposes.using(Purpose.OWN_REQUEST, by=by):
        demand: Demand = case.demand
        answer: str = case.answer or ""
    return Opened(
        words=demand.words,
        changes=_changes(case, demand),
        parts=_parts(demand),
        before=demand.before,
        answer=answer,
    )


def _fields(case: Case) -> list[str]:
    return [DEMAND] + [ANSWER] * (case.__dict__["answer"] is not None)


def _changes(case: Case, demand: Demand) -> tuple[Change, ...]:
    if case.person is None or not demand.fields:
        return ()
    found = correcting.preview(case.person, demand)
    return tuple(replace(each, new=_readable(each)) for each in found)


def _readable(change: Change) -> str:
    """Return a new value in one line: an address as its own country writes it."""
    if not change.new.startswith("{"):
        return change.new
    label, _, name = change.label.rpartition(".")
    model: Any = apps.get_model(label)
    value = model._meta.get_field(name).type(**json.loads(change.new))
    return ", ".join(wording.lines(model(), name, value))


def _parts(demand: Demand) -> tuple[tuple[str, int], ...]:
    """Count the chosen rows by what their model is called."""
    chosen = Counter(row.partition(":")[0] for row in demand.rows)
    return tuple((heading(label), number) for label, number in chosen.items())
