"""Corrections in orders: those that have not left follow, the others stay as sent."""

from __future__ import annotations

import dataclasses

import pytest

from orders.correcting import ADDRESS, OpenOrders, read, written
from orders.order import Order
from privacy import purposes
from privacy.cases import correcting
from privacy.cases.case import NotAllowed
from privacy.purposes import Purpose
from tests.orders.conftest import HOME, MONDAY

MOVED = dataclasses.replace(HOME, line1="9 Quayside Row", postcode="EH6 6RA")
SENT = ("mark-paid", "pack", "hand-over")
follower = OpenOrders()


def held(order):
    """Return name, e-mail and address as the database has them now."""
    with purposes.using(Purpose.OWN_REQUEST):
        now = Order.objects.get(pk=order.pk)
        return now.contact_name, now.contact_email, now.delivery_address


def test_orders_that_have_not_left_follow_and_one_that_was_sent_does_not(
    order, place, advance
):
    person = order.person
    sent = advance(place(), *SENT)
    rows = correcting.apply_now(
        person=person, label=ADDRESS, value=written(MOVED), at=MONDAY
    )
    assert rows == 1
    assert held(order) == ("Maya Okafor", "maya@example.net", MOVED)
    assert held(sent) == ("Maya Okafor", "maya@example.net", HOME)


def test_why_an_order_that_has_left_stays_is_said_and_only_where_there_is_one(
    order, advance
):
    assert follower.staying(order.person_id, ADDRESS) == []
    advance(order, *SENT)
    ((what, why),) = follower.staying(order.person_id, ADDRESS)
    assert (what, why.split()[-2:]) == ("Orders that have left", ["really", "went."])
    assert follower.following(order.person_id, ADDRESS) == 0


def test_an_order_that_is_collected_has_no_address_to_follow(place):
    collected = place(delivery="pickup", address=None)
    assert follower.following(collected.person_id, ADDRESS) == 0
    assert follower.following(collected.person_id, correcting.NAME) == 1


def test_what_others_keep_touches_no_order(order, advance, place):
    advance(place(), *SENT)
    before = held(order)
    told = (order.person_id, "diary.Page.title")
    assert follower.following(*told) == 0
    assert follower.staying(*told) == []
    assert follower.follow(*told, "Tuesday") == 0
    assert held(order) == before


def test_an_address_comes_back_as_it_was_written():
    assert read(written(MOVED)) == MOVED


@pytest.mark.parametrize("told", ["", "9 Quayside Row", "{}", "[]", '{"street": "x"}'])
def test_half_an_address_is_refused_and_the_order_keeps_its_own(order, told):
    with pytest.raises(NotAllowed, match="whole address"):
        correcting.apply_now(person=order.person, label=ADDRESS, value=told, at=MONDAY)
    assert held(order)[2] == HOME
