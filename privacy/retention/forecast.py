"""What the next sweeps will do: what is due soon, due now, late, and held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from privacy.erasure import holding_back
from privacy.retention import words
from privacy.retention.report import SweepReport
from privacy.retention.rules import Rule, rules

WITHIN = 30
"""Days ahead that are warned of."""
GRACE = 2
"""Days past its date after which something is late: a sweep may be missed once."""
SHOWN = 14


@dataclass(frozen=True)
class Entry:
    """How many rows of one kind are due, and when.

    Arguments:
        label: the model, `fields` the columns that are cleared, none for whole rows.
        soon: rows whose date comes within the days asked for.
        due: rows whose date has come, the late ones among them.
        late: those that should have gone more than the days of grace ago.
        held: rows past their date that a legal hold keeps.
    """

    label: str
    fields: tuple[str, ...]
    title: str
    what: str
    soon: int
    due: int
    late: int
    held: int

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON takes it."""
        told = {name: getattr(self, name) for name in _NUMBERS}
        return {"label": self.label, "fields": list(self.fields), **told}

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to say."""
        return not any(getattr(self, name) for name in _NUMBERS)


_NUMBERS = ("soon", "due", "late", "held")


def entries(*, at: datetime, within: int = WITHIN, grace: int = GRACE) -> list[Entry]:
    """Return what is to be said of each kind of rows that has something due."""
    found: dict[tuple[str, tuple[str, ...]], Entry] = {}
    for rule in rules():
        now = _entry(rule, at, within, grace)
        key = (now.label, now.fields)
        found[key] = _sum(found[key], now) if key in found else now
    return [entry for entry in found.values() if not entry.is_nothing]


def by_week(*, at: datetime, within: int = WITHIN) -> list[tuple[date, int]]:
    """Return how many rows come due in each week from today on, by its first day."""
    today = timezone.localdate(at)
    weeks = []
    for start in range(0, within, 7):
        end = min(start + 7, within)
        number = sum(_between(rule, at, start, end) for rule in rules())
        weeks.append((today + timedelta(days=start + 1), number))
    return weeks


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
    today = timezone.localdate(at)
    due = rule.due(at=at).count()
    ahead = rule.due(at=at + timedelta(days=within)).count()
    late = rule.due(at=at - timedelta(days=grace), on=today).count()
    said = tuple(name for name in rule.fields if not name.endswith("_index"))
    return Entry(
        label=rule.label,
        fields=said,
        title=words.heading(rule.model),
        what=words.columns(rule.model, said),
        soon=max(ahead - due, 0),
        due=due,
        late=late,
        held=holding_back.back(rule.past(at=at), on=today).count(),
    )


def _between(rule: Rule, at: datetime, start: int, end: int) -> int:
    first, last = (rule.due(at=at + timedelta(days=n)).count() for n in (start, end))
    return max(last - first, 0)


def _sum(one: Entry, other: Entry) -> Entry:
    told = {name: getattr(one, name) + getattr(other, name) for name in _NUMBERS}
    return Entry(one.label, one.fields, one.title, one.what, **told)


def _report_as_json(report: SweepReport) -> dict[str, Any]:
    ended = report.finished_at
    return {
        "started_at": report.started_at.isoformat(),
        "finished_at": ended.isoformat() if ended else None,
        "counts": report.counts,
        "failed": report.failed,
    }
