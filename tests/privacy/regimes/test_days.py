"""Days are counted as laws do, for any day and any number of them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.regimes import days
from privacy.regimes.days import Period, Unit

DAY = timedelta(days=1)
dates = st.dates(date(1990, 1, 1), date(2150, 12, 31))
counts = st.integers(0, 60)
holidays = st.frozensets(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=60
).map(frozenset)
near = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def between(first, last):
    """Every day after `first` up to `last`."""
    return [first + n * DAY for n in range(1, (last - first).days + 1)]


@given(dates, counts)
def test_months_end_on_the_same_day_or_on_the_last_of_a_shorter_month(day, count):
    last = days.add_months(day, count)

    assert (last.year - day.year) * 12 + last.month - day.month == count
    assert last.day == min(day.day, monthrange(last.year, last.month)[1])


@given(dates, dates, counts)
def test_who_asks_later_is_never_due_earlier(one, other, count):
    first, second = sorted((one, other))

    for unit in Unit:
        period = Period(count, unit, rolls=True)
        assert days.due(first, period) <= days.due(second, period)


@given(dates, counts)
def test_months_count_alike_in_one_go_and_from_the_first_of_a_month(day, count):
    first = day.replace(day=1)

    one_by_one = first
    for _ in range(count):
        one_by_one = days.add_months(one_by_one, 1)

    assert one_by_one == days.add_months(first, count)


@given(near, counts, holidays)
def test_business_days_hold_exactly_so_many_working_days(day, count, off):
    last = days.add_business_days(day, count, off)

    worked = [each for each in between(day, last) if days.is_working_day(each, off)]
    assert len(worked) == count
    assert count == 0 or worked[-1] == last


@given(near, counts, holidays)
def test_holidays_never_make_a_last_day_earlier(day, count, off):
    assert days.add_business_days(day, count, off) >= days.add_business_days(day, count)


@given(dates, st.integers(0, 30))
def test_the_end_of_the_year_is_followed_by_the_first_of_january(day, years):
    last = days.end_of_year(day, years)

    assert last + DAY == date(day.year + years + 1, 1, 1)
    assert last >= day


@given(near, holidays)
def test_the_nearest_working_days_have_none_between_them_and_the_day(day, off):
    after, before = days.next_working_day(day, off), days.last_working_day(day, off)

    assert before <= day <= after
    assert days.is_working_day(before, off)
    assert days.is_working_day(after, off)
    assert not any(days.is_working_day(d, off) for d in between(before, after - DAY))


@given(near, counts, st.sampled_from(Unit), holidays)
def test_a_last_day_moves_only_where_the_law_says_so(day, count, unit, off):
    stays = days.due(day, Period(count, unit, holidays=off))
    moves = days.due(day, Period(count, unit, rolls=True, holidays=off))

    assert moves == days.next_working_day(stays, off)


@given(near, counts, counts, st.sampled_from(Unit))
def test_periods_of_one_unit_are_counted_as_one(day, one, other, unit):
    (both,) = Period(one, unit).and_then(Period(other, unit))

    assert days.due(day, both) == days.due(day, Period(one + other, unit))


@pytest.mark.parametrize(
    ("received", "period", "last"),
    [
        (date(2026, 8, 23), Period(1, Unit.MONTHS), date(2026, 9, 23)),
        (date(2027, 1, 31), Period(1, Unit.MONTHS), date(2027, 2, 28)),
        (date(2028, 1, 31), Period(1, Unit.MONTHS), date(2028, 2, 29)),
        (date(2026, 12, 31), Period(2, Unit.MONTHS), date(2027, 2, 28)),
        # 22 November 2026 is a Sunday.
        (date(2026, 10, 22), Period(1, Unit.MONTHS, rolls=True), date(2026, 11, 23)),
        (date(2026, 10, 22), Period(1, Unit.MONTHS), date(2026, 11, 22)),
        (date(2026, 11, 22), Period(45, Unit.DAYS), date(2027, 1, 6)),
        (date(2026, 11, 22), Period(10, Unit.BUSINESS_DAYS), date(2026, 12, 4)),
        (date(2026, 11, 20), Period(1, Unit.BUSINESS_DAYS), date(2026, 11, 23)),
    ],
)
def test_last_days_that_anyone_can_find_in_a_calendar(received, period, last):
    assert days.due(received, period) == last


def test_a_month_that_ends_on_a_holiday_moves_past_the_holiday_and_the_weekend():
    christmas = frozenset({date(2026, 12, 25), date(2026, 12, 28)})
    month = Period(1, Unit.MONTHS, rolls=True, holidays=christmas)

    assert days.due(date(2026, 11, 25), month) == date(2026, 12, 29)


def test_an_extension_of_another_unit_begins_on_the_unmoved_last_day():
    first, second = Period(1, Unit.MONTHS, rolls=True).and_then(Period(10, Unit.DAYS))

    assert (first.rolls, second) == (False, Period(10, Unit.DAYS))


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period(1, Unit.MONTHS), "1 month"),
        (Period(45, Unit.DAYS), "45 days"),
        (Period(10, Unit.BUSINESS_DAYS), "10 working days"),
        (Period(1, Unit.BUSINESS_DAYS), "1 working day"),
    ],
)
def test_a_period_says_itself_in_words(period, words):
    assert str(period) == words
