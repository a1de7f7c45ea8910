"""What the staff's page shows of the firewall: each rule with its numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from shop.firewall.chart import Chart, draw
from shop.firewall.refusal import KEPT, Refusal
from shop.firewall.rules import RULES, Rule

HOURS = 48
_AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Line:
    """One rule: what it turned away in a day, in a week, in all that is kept."""

    rule: Rule
    day: int
    week: int
    kept: int
    chart: Chart


@dataclass(frozen=True)
class Hour:
    """One hour in which something was turned away."""

    begins: datetime
    rules: tuple[tuple[Rule, int], ...]
    total: int


@dataclass(frozen=True)
class Report:
    """All of the page; `hours` are the newest first, without those of nothing."""

    lines: tuple[Line, ...]
    hours: tuple[Hour, ...]
    chart: Chart
    day: int
    week: int


def report(*, at: datetime) -> Report:
    """Return what was turned away until now, in one query."""
    rows = Refusal.objects.since(at - KEPT).values_list("rule", "hour", "count")
    counts = Counter({(rule, hour): count for rule, hour, count in rows})
    lines = tuple(_line(rule, counts, at) for rule in RULES)
    marks = _last_hours(at)
    totals = [sum(counts[rule.key, hour] for rule in RULES) for hour in marks]
    return Report(
        lines=lines,
        hours=tuple(_hours(reversed(marks), counts)),
        chart=draw(totals),
        day=sum(line.day for line in lines),
        week=sum(line.week for line in lines),
    )


def _line(rule: Rule, counts: Counter[tuple[str, datetime]], at: datetime) -> Line:
    of_rule = {hour: count for (key, hour), count in counts.items() if key == rule.key}

    def since(days: int) -> int:
        begin = at - timedelta(days=days) - _AN_HOUR
        return sum(count for hour, count in of_rule.items() if hour > begin)

    numbers = [of_rule.get(hour, 0) for hour in _last_hours(at)]
    return Line(rule, since(1), since(7), sum(of_rule.values()), draw(numbers))


def _last_hours(at: datetime) -> list[datetime]:
    newest = at.replace(minute=0, second=0, microsecond=0)
    return [newest - _AN_HOUR * back for back in reversed(range(HOURS))]


def _hours(
    marks: Iterable[datetime], counts: Counter[tuple[str, datetime]]
) -> Iterable[Hour]:
    for hour in marks:
        found = tuple(
            (rule, counts[rule.key, hour]) for rule in RULES if counts[rule.key, hour]
        )
        if found:
            yield Hour(hour, found, sum(count for _rule, count in found))
