"""Customers cancel before packing; afterwards the page says what to do instead."""

from __future__ import annotations

import pytest
from django.test import Client

from orders import fulfilment
from orders.changes import cancelling
from orders.models import Order, Parcel, Refund
from orders.parcels import moving, packing
from orders.states import WrongState
from privacy.models import Letter
from tests.orders.conftest import MONDAY
from tests.orders.desk import text_of

WAYS = {
    "placed": [],
    "paid": ["mark-paid"],
    "packed": ["mark-paid", "pack"],
    "handed_over": ["mark-paid", "pack", "hand-over"],
    "delivered": ["mark-paid", "pack", "hand-over", "deliver"],
    "cancelled": ["cancel"],
}


@pytest.fixture
def there(link_of):
    return lambda order: f"{link_of(order)}cancel/"


@pytest.mark.parametrize("state", ["placed", "paid"])
def test_the_order_is_cancelled_in_two_steps(
    order, advance, client, post, there, link_of, state
):
    advance(order, *WAYS[state])
    home = link_of(order)
    assert there(order) in client.get(home).content.decode()
    shown = text_of(client.get(there(order)))
    back = "We send £57.00 back to you" if state == "paid" else "You owe nothing."
    assert back in shown
    assert Order.objects.get().state == state
    answer = post(there(order))
    assert (answer.status_code, answer["Location"]) == (303, home)
    assert Order.objects.get().state == "cancelled"
    assert order.events.get(verb="cancelled").by is None
    assert "Nothing will be sent." in text_of(client.get(home))
    assert there(order) not in client.get(home).content.decode()


def test_what_was_paid_goes_back_in_the_same_transaction(order, advance, post, there):
    advance(order, "mark-paid")
    post(there(order))
    refund = Refund.objects.get()
    assert (refund.key, refund.amount, refund.reason) == (order.pk, 5700, "cancelled")
    assert (refund.tax, refund.opened_by) == (order.tax_total, None)


def test_nothing_goes_back_that_was_never_paid(order, post, there):
    post(there(order))
    assert not Refund.objects.exists()


@pytest.mark.parametrize(
    ("state", "instead"),
    [
        ("packed", "We have packed the order"),
        ("handed_over", "The order has left us"),
        ("delivered", "you can send it back"),
        ("cancelled", "The order is cancelled already."),
    ],
)
def test_afterwards_the_verb_is_refused_with_what_to_do_instead(
    order, advance, client, post, there, link_of, state, instead
):
    advance(order, *WAYS[state])
    letters = Letter.objects.count()
    assert there(order) not in client.get(link_of(order)).content.decode()
    page = client.get(there(order))
    assert (page.status_code, instead in text_of(page)) == (200, True)
    assert "<button" not in page.content.decode().split("<main")[1].split("</main")[0]
    late = post(there(order))
    assert (late.status_code, instead in text_of(late)) == (409, True)
    assert Order.objects.get().state == state
    assert Letter.objects.count() == letters


def test_what_waits_in_the_shop_need_not_be_collected(place, advance, client, there):
    order = advance(place(delivery="pickup"), "mark-paid", "pack")
    assert "You need not collect it" in text_of(client.get(there(order)))


def test_a_part_that_is_packed_stops_it_too(order, advance, staff, client, there):
    advance(order, "mark-paid")
    packing.pack(
        order=order, quantities={order.lines.first().pk: 1}, at=MONDAY, by=staff
    )
    assert order.state == "paid"
    with pytest.raises(WrongState, match="We have packed"):
        cancelling.cancel(order=order, at=MONDAY)
    fulfilment.cancel(order=order, at=MONDAY, by=staff)
    assert Parcel.objects.get().state == "cancelled"


def test_of_what_left_in_part_the_rest_goes_too(
    order, advance, staff, client, there, link_of
):
    advance(order, "mark-paid")
    line = order.lines.first()
    told = {"at": MONDAY, "by": staff}
    parcel = packing.pack(order=order, quantities={line.pk: 1}, **told)
    moving.hand_over(parcel=parcel, **told)
    assert "A part of the order has left us" in text_of(client.get(there(order)))
    address = text_of(client.get(f"{link_of(order)}address/"))
    assert "The order has left us, so it goes to the address below." in address


def test_the_page_is_private_and_its_button_needs_its_token(order, client, post, there):
    page = client.get(there(order))
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]
    strict = Client(enforce_csrf_checks=True)
    assert post(there(order), by=strict).status_code == 403
    assert client.get("/orders/aaaaaaaaaaaaaaaaaaaaaaaaaa/cancel/").status_code == 404
    assert Order.objects.get().state == "placed"
