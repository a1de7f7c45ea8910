"""Moving a case from one state to the next: under a lock, once, and written down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from privacy.cases.case import Case, NotAllowed
from privacy.cases.history import CaseEvent
from privacy.cases.states import CLOSED, State
from privacy.people import Person
from privacy.trail import recording
from privacy.trail.entry import Kind


def locked(case: Case) -> Case:
    """Return the case as it stands, under a lock until the transaction ends."""
    found: Case = Case.objects.select_for_update().get(pk=case.pk)
    return found


def move(
    case: Case,
    to: State,
    *,
    what: str,
    at: datetime,
    by: Person | None = None,
    by_customer: bool = False,
    detail: dict[str, Any] | None = None,
    then: Callable[[Case], object] | None = None,
    **written: Any,
) -> Case:
    """Take a step, or raise NotAllowed when another step came first.

    `what` is the word for the timeline, `written` are columns that change with it,
    `then` is done in the same transaction: a letter goes with its step or not at all.
    Returns the case as it is now; the one that was given is brought up to date.
    """
    with transaction.atomic():
        fresh = locked(case)
        if not fresh.may_become(to):
            raise NotAllowed(_sentence(fresh))
        fresh.state = to
        for name, value in written.items():
            setattr(fresh, name, value)
        if to in CLOSED:
            fresh.closed_at, fresh.claimed_at = fresh.closed_at or at, None
        fresh.save()
        note(fresh, what=what, at=at, by=by, by_customer=by_customer, detail=detail)
        if then is not None:
            then(fresh)
    for field in Case._meta.concrete_fields:
        case.__dict__[field.attname] = fresh.__dict__[field.attname]
    return fresh


def note(
    case: Case,
    *,
    what: str,
    at: datetime,
    by: Person | None = None,
    by_customer: bool = False,
    detail: dict[str, Any] | None = None,
) -> None:
    """Write down that something happened to the case where it stands.

    What staff did is recorded in the trail as well; the caller is in a transaction.
    """
    if by is not None and not by_customer:
        recording.record(
            kind=Kind.DECISION,
            what=what,
            by=by,
            row_id=case.pk,
            why=str((detail or {}).get("reason", "")),
            at=at,
        )
    CaseEvent.objects.create(
        case=case,
        what=what,
        state=case.state,
        by=by,
        by_customer=by_customer,
        detail=detail or {},
        at=at,
    )


def _sentence(case: Case) -> str:
    words = State(case.state).label.lower()
    return f"This request is at “{words}” now. Load the page again to see what is next."
