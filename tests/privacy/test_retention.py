"""Retention: a value goes on the day that its declaration gives, not before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from privacy import purposes, retention, tasks
from privacy.declarations import Retention
from privacy.people import Person
from privacy.purposes import Purpose
from tests.diary.models import Page

A_YEAR_LATER = timedelta(days=365)
A_DAY = timedelta(days=1)


def test_a_value_stays_until_its_day_and_goes_on_it(page, at):
    assert retention.sweep(at=at + A_YEAR_LATER - A_DAY) == {}
    assert retention.overdue(at=at + A_YEAR_LATER) == {
        "diary.Page.title": 1,
        "diary.Page.reader": 1,
    }
    assert retention.sweep(at=at + A_YEAR_LATER) == {
        "diary.Page.title": 1,
        "diary.Page.reader": 1,
    }
    found = Page.objects.get(pk=page.pk)
    assert found.title is None
    assert found.title_index is None
    assert retention.sweep(at=at + A_YEAR_LATER) == {}


def test_what_goes_as_a_row_is_left_alone(page, at):
    retention.sweep(at=at + 2 * A_YEAR_LATER)
    with purposes.using(Purpose.OWN_REQUEST):
        found = Page.objects.get(pk=page.pk)
        assert found.text == "It rained."
        assert found.place.town == "Leith"


def test_people_go_after_two_years_and_staff_stay(alice, staff, at):
    Person.objects.update(needed_until=at)
    retention.sweep(at=at + 3 * A_YEAR_LATER)
    alice.refresh_from_db()
    staff.refresh_from_db()
    assert alice.__dict__["email"] is None
    assert alice.__dict__["name"] is None
    assert alice.email_index is None
    assert staff.email_index is not None


def test_the_worker_keeps_the_dates(page, at):
    Page.objects.update(written_at=at - 2 * A_YEAR_LATER)
    tasks.keep_the_dates()
    assert Page.objects.get().title_index is None


def test_the_command_counts_first_and_clears_then(page, at, capsys):
    Page.objects.update(written_at=at - 2 * A_YEAR_LATER)
    call_command("sweep", "--dry-run")
    assert "1\tdiary.Page.title" in capsys.readouterr().out
    assert Page.objects.get().title_index is not None
    call_command("sweep")
    assert "1\tdiary.Page.title" in capsys.readouterr().out
    assert Page.objects.get().title_index is None


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
