"""Delivery: which ways are open, what they cost, and when things arrive."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders import delivery

SUNDAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
FRIDAY_NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
FRIDAY_EVENING = datetime(2026, 11, 20, 18, tzinfo=UTC)
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))
holidays = st.frozensets(st.dates(date(2020, 1, 1), date(2021, 1, 1)), max_size=20)


def keys(country, total=1000):
    found = delivery.methods(country, Decimal(total), at=SUNDAY)
    return [method.key for method in found]


def test_the_cheapest_way_comes_first():
    assert keys("GB") == ["pickup", "carrier", "own"]
    assert keys("FR") == ["pickup", "carrier"]


def test_our_van_is_free_from_a_value_on():
    def price(total):
        found = delivery.methods("GB", Decimal(total), at=SUNDAY)
        return next(m.price for m in found if m.key == "own")

    assert price(4999) == 450
    assert price(5000) == 0


def test_each_country_has_its_price():
    def price(country):
        found = delivery.methods(country, Decimal(1000), at=SUNDAY)
        return next(m.price for m in found if m.key == "carrier")

    assert (price("GB"), price("IE"), price("JP")) == (340, 790, 1450)


def test_only_the_carrier_is_a_third_party():
    found = {m.key: m for m in delivery.methods("GB", Decimal(1), at=SUNDAY)}
    assert found["carrier"].recipient.key == "carrier"
    assert found["carrier"].name == "Northbound Parcels"
    assert [key for key, m in found.items() if m.needs_consent] == ["carrier"]
    assert [key for key, m in found.items() if not m.needs_address] == ["pickup"]


def test_a_carrier_that_is_not_on_the_list_of_recipients_is_not_offered(settings):
    settings.RECIPIENTS = {}
    assert keys("GB") == ["pickup", "own"]


def test_the_shop_may_deliver_to_some_countries_only(settings):
    settings.SHOP_DELIVERS_TO = ["GB", "IE"]
    assert keys("FR") == []
    assert keys("IE") == ["pickup", "carrier"]
    assert not delivery.delivers_to("FR")


def test_a_country_that_does_not_exist_gets_nothing():
    assert keys("QQ") == []


def test_the_carrier_needs_the_box_and_the_page_says_what_else_there_is():
    with pytest.raises(delivery.CannotDeliver) as refused:
        delivery.chosen("carrier", "GB", Decimal(1000), consented=False, at=SUNDAY)
    assert str(refused.value) == (
        "Northbound Parcels can’t bring your order unless you tick the box that lets "
        "us give them your name and address. You can choose Collect it from our shop "
        "(free) or Our own van (£4.50)."
    )


def test_with_the_box_ticked_the_carrier_can_be_chosen():
    method = delivery.chosen("carrier", "GB", Decimal(1000), consented=True, at=SUNDAY)
    assert method.key == "carrier"


def test_our_own_van_needs_no_box():
    method = delivery.chosen("own", "GB", Decimal(1000), consented=False, at=SUNDAY)
    assert method.key == "own"


def test_a_way_that_is_not_offered_can_not_be_chosen(settings):
    with pytest.raises(delivery.CannotDeliver, match=r"^Choose how we should deliver"):
        delivery.chosen("drone", "GB", Decimal(1), consented=True, at=SUNDAY)
    settings.SHOP_DELIVERS_TO = ["GB"]
    with pytest.raises(delivery.CannotDeliver, match="no other way to deliver"):
        delivery.chosen("own", "FR", Decimal(1), consented=True, at=SUNDAY)


def test_an_order_before_the_cut_off_leaves_the_same_day():
    assert delivery.dates("own", at=FRIDAY_NOON) == (
        date(2026, 11, 23),
        date(2026, 11, 24),
    )


def test_an_order_in_the_evening_leaves_on_the_next_working_day():
    first, last = delivery.dates("own", at=FRIDAY_EVENING)
    assert (first, last) == (date(2026, 11, 24), date(2026, 11, 25))


def test_nothing_leaves_on_a_holiday(settings):
    settings.SHOP_HOLIDAYS = ["2026-11-23"]
    assert delivery.dates("own", at=SUNDAY)[0] == date(2026, 11, 25)


def test_the_cut_off_is_in_the_time_of_the_shop(settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    assert delivery.dates("own", at=FRIDAY_NOON)[0] == date(2026, 11, 24)


@given(days, st.integers(1, 40), holidays)
def test_working_days_are_counted_one_by_one(start, number, free):
    end = delivery.after_working_days(start, number, free)
    between = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    assert sum(delivery.is_working_day(day, free) for day in between) == number
    assert delivery.is_working_day(end, free)


@given(days, holidays)
def test_no_working_days_is_the_same_day(start, free):
    assert delivery.after_working_days(start, 0, free) == start


@given(days, st.integers(0, 23), st.integers(0, 23), holidays)
def test_things_leave_on_a_working_day_not_before_the_order(day, hour, cut_off, free):
    ordered = datetime(day.year, day.month, day.day, hour)  # noqa: DTZ001 - local time
    leaves = delivery.leaves_on(ordered, cut_off, free)
    assert delivery.is_working_day(leaves, free)
    assert leaves > day or (leaves == day and hour < cut_off)
