"""Closing: only when nothing is left is a case done; then its receipt is signed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db.models import Q

from privacy.cases import letters, moving
from privacy.cases.case import Case, NotAllowed
from privacy.cases.states import CLOSED, Kind, State
from privacy.certificates import certificate
from privacy.erasure import letting_go, running, scanning
from privacy.erasure.run import Run
from privacy.letters.models import Letter

UNPROVED = timedelta(days=14)
TRIES = 3


def checked(*, run: Run, found: Mapping[str, int], at: datetime) -> None:
    """Close the case of a run when nothing was found, or send it round again."""
    case = Case.objects.get(run=run)
    Run.objects.filter(pk=run.pk).update(findings=dict(found))
    try:
        if not found:
            fulfil(case=case, at=at)
            scanning.finish(run, at=at)
        elif case.attempts < TRIES:
            moving.move(case, State.RUNNING, what="left_over", at=at)
            running.again(run, at=at)
        else:
            moving.move(case, State.NEEDS_MANUAL, what="needs_manual", at=at)
    except NotAllowed:
        return  # Another worker closed it.


def fulfil(*, case: Case, at: datetime) -> None:
    """Sign the receipt and tell the customer, in one transaction with the last step."""
    kept = _kept_until(case)
    state = State.FULFILLED_WITH_RETENTION if kept else State.FULFILLED
    moving.move(
        case,
        state,
        what="fulfilled",
        at=at,
        kept_until=kept,
        then=lambda done: _receipt(done, at),
    )


def tidy(*, at: datetime) -> None:
    """End what nobody proved in time, and forget addresses after the last letter."""
    late = Case.objects.filter(state=State.AWAITING_IDENTITY)
    for case in late.filter(received_at__lt=at - UNPROVED):
        moving.move(case, State.EXPIRED, what="expired", at=at)
    for case in _forgettable():
        Case.objects.filter(pk=case.pk).update(email=None, demand=None)


def finish_kept(*, at: datetime) -> int:
    """Close the cases of people of whom no law keeps anything more; return how many."""
    kept = Case.objects.filter(state=State.FULFILLED_WITH_RETENTION)
    over = [case for case in kept if not letting_go.keeps(case.person_id)]
    for case in over:
        moving.move(case, State.FULFILLED, what="kept_is_gone", at=at, kept_until=None)
    return len(over)


def _receipt(case: Case, at: datetime) -> None:
    if case.kind in (Kind.ERASE, Kind.CLEAR):
        run = Run.objects.get(case=case)
        case.certificate = certificate.issue(
            case, run, at=at, told=case.notices.count()
        )
        case.save(update_fields=["certificate"])
    if case.kind == Kind.ERASE:
        _end_others(case, at)
    if case.kind != Kind.COPY:
        letters.tell(case=case, letter="done", at=at)


def _end_others(case: Case, at: datetime) -> None:
    """End whatever else the person had asked for: what it was about is gone."""
    theirs = Q(person_id=case.person_id)
    if case.email_index is not None:
        # Asked from the same address, and never proved.
        theirs |= Q(person=None, email_index=case.email_index)
    for other in Case.objects.open().filter(theirs).exclude(pk=case.pk):
        if other.can_be_withdrawn:
            moving.move(
                other, State.WITHDRAWN, what="erased_with", at=at, person=case.person
            )


def _kept_until(case: Case) -> date | None:
    steps = (case.plan or {}).get("steps", [])
    ends = [step["until"] for step in steps if step.get("until")]
    if case.kind != Kind.ERASE or not ends:
        return None
    return max(date.fromisoformat(end) for end in ends)


def _forgettable() -> list[Case]:
    """Closed cases of erased people whose letters have gone: no address is needed."""
    unsent = Letter.objects.filter(sent_at=None, given_up_at=None, case__isnull=False)
    rows = Case.objects.filter(state__in=CLOSED, kind=Kind.ERASE)
    done = rows.filter(Q(email__isnull=False) | Q(demand__isnull=False))
    return list(done.exclude(pk__in=unsent.values("case_id"))[:200])
