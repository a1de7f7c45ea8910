"""Going on by itself: a look, a copy, consent taken back and small corrections.

They need a proof of identity and no decision of anybody.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from privacy import purposes
from privacy.cases import correcting, moving, objecting, planning, waking
from privacy.cases.case import Case
from privacy.cases.states import Kind, State
from privacy.purposes import Purpose

BY_ITSELF = frozenset({Kind.SEE, Kind.COPY, Kind.OBJECT})


def go_on(*, case: Case, at: datetime) -> None:
    """Approve what needs no decision, and wake the worker; leave the rest to staff.

    Whoever objects in words of their own loses no time by that: consents go at once.
    """
    if objecting.wants_an_answer(case) and case.person is not None:
        objecting.withdraw_consents(person=case.person, at=at)
        moving.note(case, what="consents_withdrawn", at=at)
        return
    with purposes.using(Purpose.OWN_REQUEST):
        small = case.kind == Kind.CORRECT and correcting.is_small(case.demand)
    if case.kind not in BY_ITSELF and not small:
        return
    plan: dict[str, Any] = {"kind": str(case.kind), "steps": [], "blocked": []}
    if small:
        plan, _ = planning.made(case, at=at)
    moving.move(
        case,
        State.APPROVED,
        what="approved",
        at=at,
        plan=plan,
        plan_hash=planning.digest(plan),
        approved_at=at,
    )
    waking.carry_out(case)
