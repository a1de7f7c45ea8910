"""The plan of a case, whatever it asks for, as JSON without a value in it."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from privacy import purposes
from privacy.cases import correcting
from privacy.cases.case import Case, Demand, NotAllowed
from privacy.cases.states import Kind
from privacy.erasure import plans
from privacy.purposes import Purpose


def made(case: Case, *, at: datetime) -> tuple[dict[str, Any], str]:
    """Return what would be done now, and its digest."""
    if case.person_id is None:
        raise NotAllowed("Nobody has shown whose data this is about.")
    with purposes.using(Purpose.OWN_REQUEST):
        demand: Demand = case.demand
    if case.kind == Kind.CORRECT:
        plan = correcting.plan(person_id=case.person_id, demand=demand)
    else:
        part = scope(demand, case.kind)
        whole = plans.made(case.person_id, scope=part, case=case.pk, at=at)
        plan = whole.as_json()
    return plan, digest(plan)


def scope(demand: Demand, kind: str) -> plans.Scope | None:
    """Return which part is to be cleared; None stands for everything."""
    if kind == Kind.ERASE:
        return None
    rows: dict[str, list[UUID]] = {}
    for chosen in demand.rows:
        label, _, number = chosen.partition(":")
        rows.setdefault(label, []).append(UUID(number))
    before = date.fromisoformat(demand.before) if demand.before else None
    return plans.Scope({k: tuple(v) for k, v in rows.items()}, before)


def digest(plan: dict[str, Any] | None) -> str:
    """Return the SHA-256 of a plan in its one canonical form; "" without a plan."""
    if plan is None:
        return ""
    text = json.dumps(plan, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
