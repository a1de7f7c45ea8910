"""Reading a demand: opened for the person's own request, with a note of who looked."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from privacy import access, purposes
from privacy.access import Access
from privacy.cases import correcting, moving
from privacy.cases.case import Case, Demand
from privacy.cases.correcting import Change
from privacy.cases.desk.trial import heading
from privacy.encryption.keys import ValueErased
from privacy.people import Person
from privacy.purposes import Purpose

ONE_LOOK = timedelta(minutes=10)
"""Within this time the same person looking again is the same look."""
READ = "read"


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


def opened(*, case: Case, by: Person, at: datetime) -> Opened | None:
    """Open the demand for a member of staff; None when it is gone.

    The customer can read who looked. Whose case it is may not be known yet: then the
    look stands in the history of the case.
    """
    try:
        with purposes.using(Purpose.OWN_REQUEST, by=by):
            demand: Demand | None = case.demand
            answer: str = case.answer or ""
    except ValueErased:
        return None
    if demand is None:
        return None
    _write_down(case, answered=bool(answer), by=by, at=at)
    return Opened(
        words=demand.words,
        changes=_changes(case, demand),
        parts=_parts(demand),
        before=demand.before,
        answer=answer,
    )


def _changes(case: Case, demand: Demand) -> tuple[Change, ...]:
    if case.person is None or not demand.fields:
        return ()
    found = correcting.preview(case.person, demand)
    return tuple(replace(change, new=_readable(change.new)) for change in found)


def _readable(value: str) -> str:
    """Return a new value in one line: the parts of an address come as JSON."""
    if not value.startswith("{"):
        return value
    parts = json.loads(value).values()
    return ", ".join(str(part) for part in parts if part)


def _parts(demand: Demand) -> tuple[tuple[str, int], ...]:
    """Count the chosen rows by what their model is called."""
    chosen = Counter(row.partition(":")[0] for row in demand.rows)
    return tuple((heading(label), number) for label, number in chosen.items())


def _write_down(case: Case, *, answered: bool, by: Person, at: datetime) -> None:
    since = at - ONE_LOOK
    if case.person is None:
        looks = case.events.filter(what=READ, by=by, at__gt=since)
        if not looks.exists():
            moving.note(case, what=READ, at=at, by=by)
        return
    fields = ["privacy.Case.demand"] + ["privacy.Case.answer"] * answered
    before = Access.objects.filter(person=case.person, by=by, at__gt=since)
    if sorted(fields) not in list(before.values_list("fields", flat=True)):
        access.record(
            person=case.person, by=by, fields=fields, purpose=Purpose.OWN_REQUEST, at=at
        )
