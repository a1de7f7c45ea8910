"""Retention: a value goes on the day that its declaration gives, not before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy import retention
from privacy.declarations import Retention
from privacy.people import Person
from tests.diary.models import Page

A_YEAR_LATER = timedelta(days=365)
A_DAY = timedelta(days=1)


def test_a_row_stays_until_its_day_and_goes_on_it(page, at):
    assert retention.sweep(at=at + A_YEAR_LATER - A_DAY) == {}
    due = {
        "diary.Page": 1,
        "diary.Page.title": 1,
        "diary.Page.reader": 1,
    }
    assert retention.overdue(at=at + A_YEAR_LATER) == due
    assert retention.sweep(at=at + A_YEAR_LATER) == {"diary.Page": 1}
    assert not Page.objects.exists()
    assert retention.sweep(at=at + A_YEAR_LATER) == {}


def test_people_go_after_two_years_and_staff_stay(alice, staff, at):
    Person.objects.update(needed_until=at)
    retention.sweep(at=at + 3 * A_YEAR_LATER)
    assert list(Person.objects.all()) == [staff]
    staff.refresh_from_db()
    assert staff.email_index is not None


@given(
    st.dates(date(2020, 1, 1), date(2040, 12, 31)),
    st.integers(0, 120),
    st.integers(0, 40),
)
def test_the_last_start_is_the_inverse_of_the_end(end, months, days):
    rule = Retention(after="x", words="…", months=months, days=days)
    last = rule.last_start(end)
    assert rule.ends_on(last) <= end
    assert rule.ends_on(last + A_DAY) > end


@pytest.mark.parametrize(
    ("end", "start"),
    [(date(2026, 2, 28), date(2026, 1, 31)), (date(2026, 3, 30), date(2026, 2, 28))],
)
def test_short_months_leave_nobody_out(end, start):
    rule = Retention(after="x", words="…", months=1)
    assert rule.last_start(end) == start
