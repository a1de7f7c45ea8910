"""The clock of a case: the law's last day, the day that staff see, and its stops."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from privacy.cases.case import Case
from privacy.regimes import regimes


@dataclass(frozen=True)
class Deadline:
    """Which law sets it, its last day, and the day that staff aim at."""

    regime: str
    due_on: date
    target_on: date


def deadline(*, country: str, at: datetime) -> Deadline:
    """Return the deadline of a case that arrives at `at` from `country`.

    A demand from nowhere known is answered by the law of the shop's own country.
    """
    day = timezone.localdate(at)
    law = regimes.of(country or settings.SHOP_COUNTRY, day)
    due = law.due(day)
    return Deadline(law.key, due, regimes.target(day, due))


def later(case: Case) -> date | None:
    """Return the last day if the case were extended, None where no law allows it."""
    until = _law(case).extended(timezone.localdate(case.received_at))
    return until + timedelta(days=case.paused_days) if until else None


def may_pause(case: Case, why: str) -> bool:
    """Tell whether the law stops the clock for "identity" or "clarification"."""
    return why in _law(case).pause


def paused_for(case: Case, *, at: datetime) -> timedelta:
    """Return how long the clock has stood still since it was last stopped."""
    return at - case.paused_at if case.paused_at else timedelta()


def _law(case: Case) -> regimes.Regime:
    country = case.country or settings.SHOP_COUNTRY
    return regimes.of(country, timezone.localdate(case.received_at))
