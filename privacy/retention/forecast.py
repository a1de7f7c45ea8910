"""What the next sweeps will do: what is due soon, due now, late, and held."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Count
from django.utils import timezone

from privacy.erasure import holding_back
from privacy.retention import words
from privacy.retention.hold import LegalHold
from privacy.retention.report import SweepReport
from privacy.retention.rules import Rule, begun_early, rules

WITHIN = 30
"""Days ahead that are warned of."""
GRACE = 2
"""Days past its date after which something is late: a sweep may be missed once."""
SHOWN = 14
WEEK = 7


@dataclass(frozen=True)
class Entry:
    """How many rows of one kind are due, and when.

    Arguments:
        label: the model, `fields` the columns that are cleared, none for whole rows.
        late: rows that should have gone more than the days of grace ago.
        due: rows whose date has come, the late ones among them.
        soon: rows whose date comes within the days asked for.
        held: rows past their date that a legal hold keeps.
        weeks: what `soon` is made of, week by week.
    """

    label: str
    fields: tuple[str, ...]
    title: str
    what: str
    late: int
    due: int
    soon: int
    held: int
    weeks: tuple[int, ...]

    def __add__(self, other: Entry) -> Entry:
        """Return both as one: rows of a kind may have more than one date."""
        weeks = tuple(a + b for a, b in zip(self.weeks, other.weeks, strict=True))
        numbers = {n: getattr(self, n) + getattr(other, n) for n in _NUMBERS}
        return Entry(
            self.label, self.fields, self.title, self.what, **numbers, weeks=weeks
        )

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON takes it."""
        numbers = {name: getattr(self, name) for name in _NUMBERS}
        return {"label": self.label, "fields": list(self.fields), **numbers}

    @property
    def now(self) -> int:
        """Return how many are due and not late."""
        return self.due - self.late

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to say."""
        return not any(getattr(self, name) for name in _NUMBERS)


_NUMBERS = ("late", "due", "soon", "held")


def entries(*, at: datetime, within: int = WITHIN, grace: int = GRACE) -> list[Entry]:
    """Return what is to be said of each kind of rows that has something due.

    One query for each rule, whose cost grows with what is due; for kinds of rows that
    there are none of, one that asks that alone.
    """
    found: dict[tuple[str, tuple[str, ...]], Entry] = {}
    for rule in rules():
        entry = _entry(rule, at, within, grace)
        key = (entry.label, entry.fields)
        found[key] = found[key] + entry if key in found else entry
    return [entry for entry in found.values() if not entry.is_nothing]


def weeks(*, at: datetime, within: int = WITHIN) -> list[date]:
    """Return the first day of each week ahead; the last one may be shorter."""
    today = timezone.localdate(at)
    return [today + timedelta(days=start + 1) for start in range(0, within, WEEK)]


def done(*, shown: int = SHOWN) -> list[SweepReport]:
    """Return the last sweeps, the newest first; dry ones have done nothing."""
    rows = SweepReport.objects.filter(is_dry=False).order_by("-started_at")
    return list(rows[:shown])


def as_json(*, at: datetime, within: int, grace: int) -> dict[str, Any]:
    """Return all of it for machines."""
    return {
        "at": at.isoformat(),
        "within_days": within,
        "grace_days": grace,
        "entries": [e.as_json() for e in entries(at=at, within=within, grace=grace)],
        "sweeps": [_report_as_json(report) for report in done()],
    }


def _entry(rule: Rule, at: datetime, within: int, grace: int) -> Entry:
    ends = [at + timedelta(days=n) for n in (*range(0, within, WEEK), within)]
    late, *counted = _counted(rule, [at - timedelta(days=grace), *ends], at)
    said = tuple(name for name in rule.fields if not name.endswith("_index"))
    return Entry(
        label=rule.label,
        fields=said,
        title=words.heading(rule.model),
        what=words.columns(rule.model, said),
        late=late,
        due=counted[0],
        soon=counted[-1] - counted[0],
        held=_held(rule, at),
        weeks=tuple(b - a for a, b in pairwise(counted)),
    )


def _counted(rule: Rule, moments: Iterable[datetime], at: datetime) -> list[int]:
    """Return how many rows are due by each of some moments, the last of them last."""
    if not rule.applies():
        return [0 for _ in moments]
    asked = {
        f"n{number}": Count("pk", filter=begun_early(rule.model, rule.retention, at=m))
        for number, m in enumerate(moments)
    }
    last = max(moments)
    rows = rule.due(at=last, on=timezone.localdate(at)).order_by()
    return list(rows.aggregate(**asked).values())


def _held(rule: Rule, at: datetime) -> int:
    today = timezone.localdate(at)
    if not LegalHold.objects.standing(on=today).exists():
        return 0
    return holding_back.back(rule.past(at=at), on=today).count()


def _report_as_json(report: SweepReport) -> dict[str, Any]:
    ended = report.finished_at
    return {
        "started_at": report.started_at.isoformat(),
        "finished_at": ended.isoformat() if ended else None,
        "counts": report.counts,
        "failed": report.failed,
    }
