"""Deciding: staff see a plan, agree to exactly that plan, or refuse with a ground.

An erasure needs two people. What was not shown can't be approved, and a plan that has
changed since must be shown again.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from privacy.cases import clock, identity, letters, moving, planning, waking
from privacy.cases.case import Case, NotAllowed
from privacy.cases.states import CHANGES_DATA, WITHOUT_ANSWER, Kind, Refusal, State
from privacy.people import Person

MARGIN = timedelta(days=5)


class PlanNotShown(NotAllowed):
    """Nobody was shown a plan yet."""


class PlanChanged(NotAllowed):
    """The rows are no longer those of the plan that was shown."""


class SamePerson(NotAllowed):
    """An erasure needs a second person."""


def show_plan(*, case: Case, by: Person, at: datetime) -> dict[str, Any] | None:
    """Make the plan anew, keep it with the case, and return it; None without one.

    A review of an older plan is void.
    """
    _in_review(case)
    if case.kind not in CHANGES_DATA:
        return None
    with transaction.atomic():
        fresh = moving.locked(case)
        _in_review(fresh)
        plan, digest = planning.made(fresh, at=at)
        if digest != planning.digest(fresh.plan):
            fresh.reviewed_by = fresh.reviewed_at = None
        fresh.plan, fresh.plan_shown_at = plan, at
        fresh.save(
            update_fields=["plan", "plan_shown_at", "reviewed_by", "reviewed_at"]
        )
        moving.note(fresh, what="plan_shown", at=at, by=by)
    case.refresh_from_db()
    return plan


def review(*, case: Case, shown: str, by: Person, at: datetime) -> None:
    """The first of two people agrees to the plan with that digest."""
    with transaction.atomic():
        fresh = moving.locked(case)
        _in_review(fresh)
        _refuse_unless_same(fresh, shown, at)
        _not_their_own(fresh, by)
        fresh.reviewed_by, fresh.reviewed_at = by, at
        fresh.save(update_fields=["reviewed_by", "reviewed_at"])
        moving.note(fresh, what="reviewed", at=at, by=by)
    case.refresh_from_db()


def approve(*, case: Case, shown: str, by: Person, at: datetime) -> None:
    """Freeze the plan with that digest and let the worker carry it out.

    Raises PlanNotShown, PlanChanged, SamePerson, or NotAllowed from another state or
    while something blocks it.
    """
    with transaction.atomic():
        fresh = moving.locked(case)
        _in_review(fresh)
        _refuse_unless_same(fresh, shown, at)
        _second_person(fresh, by)
        _unblocked(fresh)
        moving.move(
            fresh,
            State.APPROVED,
            what="approved",
            at=at,
            by=by,
            plan_hash=shown,
            approved_by=by,
            approved_at=at,
        )
        _start(fresh, at)
    case.refresh_from_db()
    waking.carry_out(case)


def refuse(
    *,
    case: Case,
    reason: Refusal,
    ground: str,
    sentence: str,
    by: Person,
    at: datetime,
) -> None:
    """Refuse, and tell the customer why, on what ground and how to complain.

    `sentence` is what they read (GDPR Art. 12(4)). Raises ValueError without one.
    """
    if reason in WITHOUT_ANSWER:
        raise ValueError("That is no reason to refuse a demand.")
    if not (ground.strip() and sentence.strip()):
        raise ValueError("A refusal needs a legal ground and a sentence.")
    moving.move(
        case,
        State.DENIED,
        what="refused",
        at=at,
        by=by,
        detail={"reason": str(reason)},
        refusal=str(reason),
        ground=ground,
        answer=sentence,
        then=lambda done: letters.tell(
            case=done, letter="refused", at=at, sentence=sentence, ground=ground
        ),
    )


def extend(*, case: Case, reason: str, by: Person, at: datetime) -> None:
    """Move the last day, once, before it is over, where the law allows it.

    The customer gets the reason (GDPR Art. 12(3)).
    """
    with transaction.atomic():
        fresh = moving.locked(case)
        until = clock.later(fresh)
        if fresh.extended_at or until is None or at.date() > fresh.due_on:
            raise NotAllowed("This request can’t be extended.")
        fresh.extended_at, fresh.extension_reason = at, reason
        fresh.due_on = fresh.target_on = until
        fresh.save()
        moving.note(fresh, what="extended", at=at, by=by)
        letters.tell(case=fresh, letter="extended", at=at, reason=reason)
    case.refresh_from_db()


def ask(*, case: Case, sentence: str, by: Person, at: datetime) -> None:
    """Ask the customer something; the clock stops only where the law says so."""
    stops = clock.may_pause(case, "clarification")
    moving.move(
        case,
        State.NEEDS_INFO,
        what="asked",
        at=at,
        by=by,
        paused_at=at if stops else None,
        then=lambda now: letters.tell(
            case=now, letter="asked", at=at, sentence=sentence
        ),
    )


def resume(*, case: Case, by: Person | None, at: datetime) -> None:
    """Go on after the customer answered; days on which the clock stood are added."""
    stood = clock.paused_for(case, at=at)
    moving.move(
        case,
        State.IN_REVIEW,
        what="resumed",
        at=at,
        by=by,
        paused_at=None,
        paused_days=case.paused_days + stood.days,
        due_on=case.due_on + timedelta(days=stood.days),
        target_on=case.target_on + timedelta(days=stood.days),
    )


def answer(*, case: Case, sentence: str, by: Person, at: datetime) -> None:
    """Answer a question, or an objection in words, which closes it."""
    if case.kind not in (Kind.QUESTION, Kind.OBJECT):
        raise NotAllowed("Only questions and objections are answered like this.")
    moving.move(
        case,
        State.FULFILLED,
        what="answered",
        at=at,
        by=by,
        answer=sentence,
        then=lambda done: letters.tell(
            case=done, letter="answered", at=at, sentence=sentence
        ),
    )


def close_unanswered(*, case: Case, reason: Refusal, by: Person, at: datetime) -> None:
    """End a question without a letter. Raises NotAllowed for a demand."""
    if case.kind != Kind.QUESTION or reason not in WITHOUT_ANSWER:
        raise NotAllowed("Only a question is closed like this.")
    moving.move(
        case,
        State.DENIED,
        what="refused",
        at=at,
        by=by,
        detail={"reason": str(reason)},
        refusal=str(reason),
    )


def turn_into(*, case: Case, kind: Kind, by: Person, at: datetime) -> None:
    """Treat a question as the demand that it is. The clock goes on as it was."""
    if case.kind != Kind.QUESTION or kind == Kind.QUESTION:
        raise NotAllowed("Only a question can be turned into a demand.")
    moving.move(
        case,
        State.AWAITING_IDENTITY,
        what="turned",
        at=at,
        by=by,
        detail={"kind": str(kind)},
        kind=str(kind),
    )
    identity.begin(case=case, at=at)


def retry(*, case: Case, by: Person, at: datetime) -> None:
    """Let the worker try again what needed a person."""
    moving.move(
        case, State.QUEUED, what="queued", at=at, by=by, attempts=0, claimed_at=None
    )
    waking.carry_out(case)


def close_as_duplicate(*, case: Case, of: Case, by: Person, at: datetime) -> None:
    """End a case that asks the same as another of the same address."""
    same = case.email_index is not None and case.email_index == of.email_index
    if not same or case.pk == of.pk or case.kind != of.kind:
        raise NotAllowed("These two do not ask the same.")
    moving.move(case, State.DUPLICATE, what="duplicate", at=at, by=by, duplicate_of=of)


def _in_review(case: Case) -> None:
    if case.state != State.IN_REVIEW:
        raise NotAllowed("This request is not in review now.")


def _refuse_unless_same(case: Case, shown: str, at: datetime) -> None:
    if case.plan is None:
        raise PlanNotShown("Look at the plan first.")
    _, now = planning.made(case, at=at)
    if shown != planning.digest(case.plan) or shown != now:
        raise PlanChanged("The plan has changed since. Make it anew and look again.")


def _not_their_own(case: Case, by: Person) -> None:
    if by.pk == case.person_id:
        raise SamePerson("Nobody decides about their own request.")


def _second_person(case: Case, by: Person) -> None:
    _not_their_own(case, by)
    if case.kind != Kind.ERASE:
        return
    if case.reviewed_by_id is None:
        raise SamePerson("Somebody has to agree to this plan before you.")
    if case.reviewed_by_id == by.pk:
        raise SamePerson("A second person has to approve what you agreed to.")


def _unblocked(case: Case) -> None:
    blocked = (case.plan or {}).get("blocked") or []
    if blocked:
        raise NotAllowed(" ".join(blocked))


def _start(case: Case, at: datetime) -> None:
    """Let an erasure cool off; anything else is queued at once."""
    if case.kind != Kind.ERASE:
        moving.move(case, State.QUEUED, what="queued", at=at)
        return
    wait = timedelta(hours=settings.COOLING_OFF_HOURS)
    end = min(at + wait, _latest_end(case, at))
    moving.move(
        case,
        State.COOLING_OFF,
        what="cooling",
        at=at,
        cooling_until=end,
        then=lambda now: letters.tell(case=now, letter="cooling", at=at),
    )


def _latest_end(case: Case, at: datetime) -> datetime:
    """When cooling off has to be over, so that the law's day is kept."""
    days = (case.due_on - at.date()) - MARGIN
    return at + max(days, timedelta())
