"""What the customer reads on Your data of a value's date, and of what is held."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string

from orders.models import Order
from privacy.copies import gathering, jsons
from privacy.retention import dates, holding
from privacy.retention.hold import LegalHold
from privacy.retention.holding import Target
from tests.privacy.erasure.maya import THEN

DAY = timedelta(days=1)


@pytest.fixture
def told(maya):
    """Give a function that returns the text about the name in Maya's first order."""

    def read(at):
        groups = {each.label: each for each in gathering.held(maya, at)}
        row = groups["orders.Order"].rows[0]
        values = [each for each in row.values if each.name == "contact_name"]
        return render_to_string("shop/your_data/values.html", {"values": values})

    return read


def test_a_value_is_shown_with_the_day_on_which_it_goes(told, at):
    html = told(at)
    assert "2 November 2028" in html
    assert "Held longer" not in html


def test_a_value_that_is_held_is_shown_with_the_longer_day(told, maya, staff):
    late = THEN + 720 * DAY
    holding.hold(
        what=Target(maya.pk),
        reason=LegalHold.Reason.COURT,
        words="A letter of the court.",
        until=date(2029, 1, 31),
        by=staff,
        at=late,
    )
    html = told(late)
    assert "2 November 2028" in html
    assert "Held longer, until" in html
    assert "31 January 2029" in html
    assert 'href="#privacy-legalhold"' in html


def test_a_hold_that_ends_before_the_value_goes_is_no_news(told, maya, staff, at):
    holding.hold(
        what=Target(maya.pk),
        reason=LegalHold.Reason.COURT,
        words="A letter of the court.",
        until=date(2027, 1, 31),
        by=staff,
        at=at,
    )
    assert "Held longer" not in told(at)


def test_of_a_row_and_its_value_the_earlier_end_counts(case_of, bob, at):
    closed = {"state": "fulfilled", "closed_at": at}
    question = case_of(bob, kind="question", **closed)
    other = case_of(bob, kind="see", **closed)
    assert dates.ends_on(question, "demand") == date(2027, 11, 22)
    assert dates.ends_on(other, "demand") == date(2028, 11, 22)


def test_what_is_open_and_those_who_work_here_have_no_date(buys, staff):
    assert dates.ends_on(buys(open_=True), "contact_name") is None
    assert dates.ends_on(staff, "email") is None
    assert dates.ends_on(Order.objects.get().person, "email") == date(2028, 11, 2)


def test_the_copy_for_machines_has_both_days(maya, at):
    groups = gathering.held(maya, at)
    (order,) = (each for each in groups if each.label == "orders.Order")
    told = jsons._value(order.rows[0].values[0])
    assert (told["until"], told["held_until"]) == ("2028-11-02", None)
