"""Choosing: whoever wants a part cleared picks it, and sees what goes, before staff do.

On the Contact page nothing of anybody is shown. So the choice comes after the proof,
on the page of the case; in Your data it was made before the case was filed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from privacy import purposes
from privacy.cases import moving
from privacy.cases.case import Case, CaseQuerySet, Demand, NotAllowed
from privacy.cases.states import Kind, State
from privacy.purposes import Purpose

LONGEST = timedelta(days=7)
"""How long a case waits for the choice before a person reads the words alone."""
AT_ONCE = 200
_OPEN_IN = frozenset({State.VERIFIED, State.IN_REVIEW, State.NEEDS_INFO})


def is_open(case: Case) -> bool:
    """Tell whether it is still to be chosen what this case clears."""
    if case.kind != Kind.CLEAR or case.state not in _OPEN_IN or case.plan_hash:
        return False
    return not demanded(case).seen


def demanded(case: Case) -> Demand:
    """Return what was asked for so far, as the customer's own request."""
    with purposes.using(Purpose.OWN_REQUEST):
        demand: Demand | None = case.demand
    return demand or Demand()


def waiting_too_long(*, at: datetime) -> CaseQuerySet:
    """Return the cases of which nobody chose anything for days."""
    rows: CaseQuerySet = Case.objects.filter(state=State.VERIFIED, kind=Kind.CLEAR)
    return rows.filter(identity_proven_at__lt=at - LONGEST)


def pass_on_late(*, at: datetime) -> int:
    """Let a person read what nobody chose in time; return how many there were."""
    late = list(waiting_too_long(at=at)[:AT_ONCE])
    for case in late:
        try:
            moving.move(case, State.IN_REVIEW, what="to_review", at=at)
        except NotAllowed:
            continue  # It was chosen, or taken back, this very moment.
    return len(late)
