"""The plan of a case line by line: how many records, what becomes of them, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.utils.dateformat import format as date_format

from privacy.cases import planning
from privacy.cases.case import Case
from privacy.cases.states import CHANGES_DATA, State
from privacy.erasure.plans import DELETE, KEEP, Plan, Planned

FRESH = timedelta(hours=1)
"""A plan older than this should be made anew before anybody decides."""


@dataclass(frozen=True)
class Line:
    """One line: which records, how many, what becomes of which values, and why."""

    about: str
    rows: int
    will_be: str
    tone: str
    words: str
    because: str


@dataclass(frozen=True)
class Trial:
    """A plan as the page shows it, with the digest that a decision names."""

    lines: tuple[Line, ...]
    blocked: tuple[str, ...]
    stays: tuple[tuple[str, str], ...]
    digest: str
    made_at: datetime | None
    is_old: bool


def shown(case: Case, *, at: datetime) -> Trial | None:
    """Return the plan that was made last; None before the first, or without one."""
    if case.plan is None or case.kind not in CHANGES_DATA:
        return None
    corrects = case.plan.get("kind") == "correct"
    made = case.plan_shown_at
    return Trial(
        lines=tuple(_corrected(case.plan) if corrects else _erased(case.plan)),
        blocked=tuple(case.plan["blocked"]),
        stays=tuple(_stays(case.plan)),
        digest=planning.digest(case.plan),
        made_at=made,
        is_old=case.state == State.IN_REVIEW and (not made or at - made > FRESH),
    )


def heading(label: str) -> str:
    """Return what the rows of a model are called: "orders.Order" becomes "Orders"."""
    name = str(apps.get_model(label)._meta.verbose_name_plural)
    return name[:1].upper() + name[1:]


def _erased(plan: Mapping[str, Any]) -> Iterator[Line]:
    for step in Plan.from_json(plan).shown:
        will_be, tone = _becomes(step)
        because = step.ground if step.action == KEEP else "Asked for"
        yield Line(heading(step.label), step.rows, will_be, tone, step.words, because)


def _becomes(step: Planned) -> tuple[str, str]:
    if step.action == KEEP:
        if step.until is None:
            return "Kept", "warn"
        return f"Kept until {date_format(step.until, 'j M Y')}", "warn"
    return ("Deleted" if step.action == DELETE else "Erased"), "bad"


def _corrected(plan: Mapping[str, Any]) -> Iterator[Line]:
    for step in plan["steps"]:
        model = step["label"].rpartition(".")[0]
        words = f"We correct: {step['words']}."
        yield Line(
            heading(model), step["rows"], "Corrected", "info", words, "Asked for"
        )


def _stays(plan: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for step in plan["steps"]:
        yield from map(tuple, step.get("stays", ()))
