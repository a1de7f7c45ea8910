"""Counting days as laws do: months, working days, ends of years, last days that move.

Only arithmetic: which days are holidays comes with the period.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from privacy.declarations import months_later

_DAY = timedelta(days=1)
_SATURDAY = 5


class Unit(StrEnum):
    """What a law counts in."""

    DAYS = "days"
    BUSINESS_DAYS = "business_days"
    MONTHS = "months"


@dataclass(frozen=True)
class Period:
    """A time that a law gives.

    Arguments:
        count: how many.
        unit: of what.
        rolls: whether a last day that is a Saturday, a Sunday or a holiday moves to
            the next working day (Regulation (EEC, Euratom) 1182/71, article 3(4)).
        holidays: days beside weekends on which nobody works.
    """

    count: int
    unit: Unit
    rolls: bool = False
    holidays: frozenset[date] = frozenset()

    def __str__(self) -> str:
        """Say it in words, such as "1 month" or "10 working days"."""
        words = {Unit.BUSINESS_DAYS: "working days"}.get(self.unit, str(self.unit))
        return f"{self.count} {words if self.count != 1 else words[:-1]}"

    def and_then(self, other: Period) -> list[Period]:
        """Return the periods to count one after the other.

        Two of the same unit are counted as one: a month and two more are three months
        from the first day, and not two months from a last day that had moved.
        """
        if self.unit == other.unit:
            count = self.count + other.count
            return [Period(count, self.unit, self.rolls, self.holidays)]
        return [Period(self.count, self.unit, holidays=self.holidays), other]


def due(received: date, period: Period) -> date:
    """Return the last day of `period`; the day of receipt itself is not counted."""
    last = _unmoved(received, period)
    return next_working_day(last, period.holidays) if period.rolls else last


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later, or that month's last day if it is shorter."""
    return months_later(day, months)


def add_business_days(day: date, count: int, holidays: Set[date] = frozenset()) -> date:
    """Return the `count`-th working day after `day`; for 0 that is `day` itself."""
    for _ in range(count):
        day = next_working_day(day + _DAY, holidays)
    return day


def end_of_year(day: date, years: int = 0) -> date:
    """Return the last day of the year that is `years` after that of `day`."""
    return date(day.year + years, 12, 31)


def is_working_day(day: date, holidays: Set[date] = frozenset()) -> bool:
    """Tell whether `day` is neither Saturday, Sunday nor a holiday."""
    return day.weekday() < _SATURDAY and day not in holidays


def next_working_day(day: date, holidays: Set[date] = frozenset()) -> date:
    """Return `day` if it is a working day, or else the first one after it."""
    while not is_working_day(day, holidays):
        day += _DAY
    return day


def last_working_day(day: date, holidays: Set[date] = frozenset()) -> date:
    """Return `day` if it is a working day, or else the last one before it."""
    while not is_working_day(day, holidays):
        day -= _DAY
    return day


def _unmoved(received: date, period: Period) -> date:
    if period.unit == Unit.MONTHS:
        return add_months(received, period.count)
    if period.unit == Unit.BUSINESS_DAYS:
        return add_business_days(received, period.count, period.holidays)
    return received + period.count * _DAY
