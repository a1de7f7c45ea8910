"""Carrying out: the worker takes an approved case as far as it goes, and comes back.

Each step is written before the next begins, so a worker that dies leaves a case that
another one takes on from there.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from privacy import purposes
from privacy.cases import (
    closing,
    correcting,
    letters,
    moving,
    objecting,
    telling_others,
    waking,
)
from privacy.cases.case import Case, CaseQuerySet, Demand, NotAllowed
from privacy.cases.states import Kind, State
from privacy.copies import packing
from privacy.copies.packing import NotThere
from privacy.erasure import plans, running, scanning
from privacy.erasure.run import Run
from privacy.people import Person
from privacy.purposes import Purpose

LEASE = timedelta(minutes=10)
"""A worker that died holds its case no longer than this."""
MOST_ATTEMPTS = 3
LOOKS = 50
LOOKED_AFTER = (Kind.ERASE, Kind.CLEAR)
UNDER_WAY = (State.QUEUED, State.RUNNING, State.PROPAGATING)


def waiting(*, at: datetime) -> CaseQuerySet:
    """Return the cases that the worker can take on now."""
    cooled = Q(state=State.COOLING_OFF, cooling_until__lte=at)
    begun = Q(state__in=[*UNDER_WAY, State.APPROVED])
    # What leaves nothing behind needs no look for what is left.
    begun |= Q(state=State.CHECKING) & ~Q(kind__in=LOOKED_AFTER)
    rows: CaseQuerySet = Case.objects.filter(cooled | begun).filter(_free(at))
    return rows.order_by("due_on")


def advance(*, case: Case, at: datetime) -> None:
    """Take the case on. Whoever comes second while it is held does nothing."""
    if not _claim(case, at):
        return
    try:
        _go_on(case, at)
    except NotAllowed:
        pass  # The customer withdrew, or another worker took the step.
    except Exception:
        _failed(case, at)
        raise
    finally:
        Case.objects.filter(pk=case.pk).update(claimed_at=None)


def check_all(*, at: datetime) -> None:
    """Look in one pass for what is left of everybody whose case is being checked.

    Two workers at once look after different people.
    """
    # A worker died between the receipt and the end of the run: nothing was left.
    scanning.finish_missed(at=at)
    runs = _held_runs(at)
    if not runs:
        return
    try:
        found = scanning.look(runs, at=at)
        for run in runs:
            closing.checked(run=run, found=found.get(run.pk, {}), at=at)
    finally:
        _checking().filter(claimed_at=at).update(claimed_at=None)


def _checking() -> QuerySet[Run]:
    rows: QuerySet[Run] = Run.objects.filter(stage=Run.Stage.CHECKING)
    return rows


def _held_runs(at: datetime) -> list[Run]:
    """Take some runs to look after; a look holds all that it looks for in memory."""
    free = _checking().filter(case__state=State.CHECKING).filter(_free(at))
    some = list(free.order_by("queued_at").values_list("pk", flat=True)[:LOOKS])
    _checking().filter(_free(at), pk__in=some).update(claimed_at=at)
    held = _checking().filter(pk__in=some, claimed_at=at)
    return list(held)


def _free(at: datetime) -> Q:
    return Q(claimed_at=None) | Q(claimed_at__lt=at - LEASE)


def _go_on(case: Case, at: datetime) -> None:
    case.refresh_from_db()
    if case.state in (State.APPROVED, State.COOLING_OFF):
        moving.move(case, State.QUEUED, what="queued", at=at)
    if case.state == State.QUEUED:
        moving.move(case, State.RUNNING, what="begun", at=at, begun_at=at)
    if case.state == State.RUNNING and _ran(case, at):
        moving.move(case, State.PROPAGATING, what="carried_out", at=at)
    if case.state == State.PROPAGATING:
        _tell_others(case, at)
    if case.state == State.CHECKING:
        _check(case, at)


def _tell_others(case: Case, at: datetime) -> None:
    telling_others.write(case=case, at=at)
    if telling_others.is_done(case=case, at=at):
        moving.move(case, State.CHECKING, what="others_told", at=at)


def _check(case: Case, at: datetime) -> None:
    if case.kind in LOOKED_AFTER:
        waking.check_all()
    else:
        closing.fulfil(case=case, at=at)


def _ran(case: Case, at: datetime) -> bool:
    """Do what was approved; False where a person has to see why it can't be done."""
    try:
        _run(case, at)
    except running.Busy:
        raise  # Somebody else is at it: the sweep comes back.
    except running.Blocked as blocked:
        _needs_a_person(case, list(blocked.sentences), at)
        return False
    except NotAllowed as refused:
        _needs_a_person(case, [str(refused)], at)
        return False
    return True


def _run(case: Case, at: datetime) -> None:
    """Do what was approved. Each of these can be done again and changes nothing."""
    person = case.person
    if person is None:
        raise NotAllowed("Nobody has shown whose data this is about.")
    if case.kind in LOOKED_AFTER:
        _erase(case, person, at)
    elif case.kind == Kind.CORRECT:
        with purposes.using(Purpose.OWN_REQUEST):
            demand: Demand = case.demand
        correcting.carry_out(person=person, demand=demand, at=at)
    elif case.kind == Kind.COPY:
        _copy(case, person, at)
    elif case.kind == Kind.OBJECT:
        objecting.withdraw_consents(person=person, at=at)


def _erase(case: Case, person: Person, at: datetime) -> None:
    plan = plans.Plan.from_json(case.plan or {})
    run = running.begin(person.pk, plan, case=case, at=at)
    running.carry_out(run, at=at)


def _copy(case: Case, person: Person, at: datetime) -> None:
    copy = packing.begun(case_id=case.pk, person=person, at=at)
    if not packing.build(copy, at=at):
        raise NotThere("Nothing was packed: the person is being erased.")
    if not case.letters.filter(template="cases/copy").exists():
        letters.tell(case=case, letter="copy", at=at, until=copy.expires_at)


def _claim(case: Case, at: datetime) -> bool:
    return bool(
        waiting(at=at)
        .filter(pk=case.pk)
        .order_by()
        .update(claimed_at=at, attempts=F("attempts") + 1)
    )


def _needs_a_person(case: Case, why: list[str], at: datetime) -> None:
    """An order came in meanwhile, say: somebody has to settle it first."""
    told = {"why": why}
    moving.move(case, State.NEEDS_MANUAL, what="blocked", at=at, detail=told)


def _failed(case: Case, at: datetime) -> None:
    """Try again later, three times; then a person has to look."""
    case.refresh_from_db()
    if case.state != State.RUNNING:
        return
    if case.attempts < MOST_ATTEMPTS:
        moving.move(case, State.FAILED, what="failed", at=at)
        moving.move(case, State.QUEUED, what="queued", at=at)
    else:
        moving.move(case, State.NEEDS_MANUAL, what="needs_manual", at=at)
