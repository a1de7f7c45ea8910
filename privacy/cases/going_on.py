"""Going on by itself: a look, a copy, consent taken back and small corrections.

They need a proof of identity and no decision of anybody.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from privacy import purposes
from privacy.cases import correcting, moving, planning, waking
from privacy.cases.case import Case
from privacy.cases.states import Kind, State
from privacy.purposes import Purpose

BY_ITSELF = frozenset({Kind.SEE, Kind.COPY, Kind.OBJECT})


def go_on(*, case: Case, at: datetime) -> None:
    """Approve what needs no decision, and wake the worker; leave the rest to staff."""
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
