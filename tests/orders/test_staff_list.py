"""The staff's list of orders: masked, filtered, and searched for exact values."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from orders.parcels import making_good, moving
from privacy.encryption import keys
from tests.orders.conftest import MONDAY
from tests.orders.desk import LIST, PERSONAL, page_of, text_of


def test_orders_are_listed_masked(order, desk):
    shown = text_of(desk.get(LIST))
    assert order.number in shown
    assert "Placed, not paid £57.00 M••• O••• m•••@example.net" in shown
    assert not any(value in shown for value in PERSONAL)


def test_the_list_takes_the_same_queries_for_one_and_for_many(
    place, desk, django_assert_num_queries
):
    def queries():
        keys.forget_held()
        with CaptureQueriesContext(connections["default"]) as seen:
            desk.get(LIST)
        return len(seen)

    place()
    one = queries()
    for number in range(12):
        place(email=f"guest{number}@example.net")
    assert queries() == one


def test_the_keys_of_a_page_are_fetched_at_once(place, desk):
    for number in range(12):
        place(email=f"guest{number}@example.net")
    keys.forget_held()
    with CaptureQueriesContext(connections["vault"]) as seen:
        desk.get(LIST)
    assert len(seen) == 1


def test_orders_are_filtered_by_state_and_payment(place, advance, desk):
    waiting, paid = place(), advance(place(), "mark-paid")
    for query in ("?state__exact=paid", "?payment=paid"):
        shown = text_of(desk.get(LIST + query))
        assert paid.number in shown
        assert waiting.number not in shown


def test_orders_are_filtered_by_a_parcel_that_waits_for_a_decision(
    place, advance, desk, staff
):
    waits, goes, other = (
        advance(place(), "mark-paid", "pack", "hand-over") for _ in range(3)
    )
    for order in (waits, other):
        moving.VERBS["lose"](parcel=order.parcels.get(), at=MONDAY, by=staff)
    making_good.refund(parcel=other.parcels.get(), at=MONDAY, by=staff)
    shown = text_of(desk.get(f"{LIST}?parcels=undecided"))
    assert waits.number in shown
    assert goes.number not in shown
    assert other.number not in shown
    assert goes.number in text_of(desk.get(f"{LIST}?parcels=whatever"))


@pytest.mark.parametrize("typed", ["number", "email", "code", "lower"])
def test_an_order_is_found_by_exactly_what_somebody_knows(
    place, desk, post, code_of, typed
):
    order = place()
    place(email="noor@example.net")
    wanted = {
        "number": order.number,
        "lower": f" {order.number.lower()} ",
        "email": "Maya@Example.net",
        "code": code_of(order).lower(),
    }[typed]
    response = post(LIST + "find/", q=wanted)
    assert (response.status_code, response["Location"]) == (303, page_of(order))


def test_several_orders_of_one_address_are_listed_without_it(place, desk, post):
    first, second = place(), place()
    other = place(email="noor@example.net")
    response = post(LIST + "find/", q="maya@example.net")
    assert "maya" not in response["Location"]
    shown = text_of(desk.get(response["Location"]))
    assert first.number in shown
    assert second.number in shown
    assert other.number not in shown


@pytest.mark.parametrize("typed", ["", "FW-", "maya@", "FWAAAAAB", "\0", "☃" * 300])
def test_a_part_of_something_finds_nothing_and_says_so(order, desk, post, typed):
    response = post(LIST + "find/", q=typed)
    assert response["Location"] == LIST
    assert "Nothing is exactly that." in text_of(desk.get(LIST))


def test_searching_is_never_a_get(order, desk):
    response = desk.get(LIST + "find/", {"q": order.number})
    assert response["Location"] == LIST
