"""What staff may do with a case now: read from its state, the next sensible first."""

from __future__ import annotations

from dataclasses import dataclass

from privacy.cases import clock
from privacy.cases.case import Case
from privacy.cases.states import Kind, State
from privacy.people import Person


@dataclass(frozen=True)
class Act:
    """Something that staff may do now: its name, words, and who may do it."""

    name: str
    words: str
    needs_second: bool = False


def acts(case: Case, by: Person) -> list[Act]:
    """Return what this member of staff may do now, the next sensible first."""
    found: list[Act] = []
    if case.state == State.IN_REVIEW:
        found += _in_review_acts(case, by)
    if case.state == State.NEEDS_INFO:
        found.append(Act("resume", "They answered: go on"))
    if case.state == State.NEEDS_MANUAL:
        found.append(Act("retry", "Try again"))
        if case.kind == Kind.CORRECT:
            # Nothing of it was done. What was begun to be erased can't be refused.
            found.append(Act("refuse", "Refuse"))
    if case.may_become(State.DUPLICATE) and case.duplicate_of_id:
        found.append(Act("duplicate", "Close as the same request"))
    if not case.is_closed and not case.extended_at and clock.later(case):
        found.append(Act("extend", "Extend the deadline"))
    return found


def _in_review_acts(case: Case, by: Person) -> list[Act]:
    if case.kind == Kind.QUESTION:
        turn, close = Act("turn", "Treat as a demand"), Act("close", "Close unanswered")
        return [Act("answer", "Answer"), turn, close]
    if case.kind == Kind.OBJECT:
        ask = Act("ask", "Ask the customer")
        return [Act("answer", "Answer"), Act("refuse", "Refuse"), ask]
    decide = [Act("refuse", "Refuse"), Act("ask", "Ask the customer")]
    if case.plan is None:
        return [Act("plan", "Show the plan"), *decide]
    again = Act("plan", "Make the plan anew")
    if case.kind != Kind.ERASE:
        return [Act("approve", "Approve this plan"), again, *decide]
    if case.reviewed_by_id is None:
        return [Act("review", "Agree to this plan", needs_second=True), again, *decide]
    if case.reviewed_by_id == by.pk:
        return [again, *decide]
    return [Act("approve", "Approve as second person"), again, *decide]
