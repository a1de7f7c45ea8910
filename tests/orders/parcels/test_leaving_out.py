"""What can't be packed is left out once the rest has gone, so that orders end."""

from __future__ import annotations

import pytest

from orders import fulfilment, goods
from orders.fulfilment import WrongState
from orders.models import Event, Order, Parcel, Refund
from orders.parcels import delivered_quantities, leaving_out, packing
from orders.refunds import refunding
from orders.refunds.refund import Reason
from orders.refunds.sums import Asked
from privacy.models import Letter
from tests.orders.conftest import MONDAY
from tests.orders.desk import page_of, text_of


@pytest.fixture
def shelved():
    """What went back on the shelf."""
    heard = []

    def listen(*, items, **told):
        heard.append(items)

    goods.came_back.connect(listen)
    yield heard
    goods.came_back.disconnect(listen)


@pytest.fixture
def in_part(order, advance, staff):
    """An order of a pen and two books of which the pen has left."""
    advance(order, "mark-paid")
    pen = order.lines.get(sku="PEN-1")
    packing.pack(order=order, quantities={pen.pk: 1}, at=MONDAY, by=staff)
    order.refresh_from_db()
    return order


def left_out(order, staff):
    leaving_out.leave_out(order=order, at=MONDAY, by=staff)
    order.refresh_from_db()


def sent(order, staff):
    """Send off the one parcel that there is."""
    (parcel,) = Parcel.objects.filter(order=order, state="packed")
    fulfilment.moving.hand_over(parcel=parcel, at=MONDAY, by=staff)
    order.refresh_from_db()
    return parcel


def test_the_rest_is_refunded_and_the_order_ends_with_what_left(
    in_part, staff, shelved
):
    parcel = sent(in_part, staff)
    assert "leave-out" in fulfilment.allowed(in_part)
    left_out(in_part, staff)
    assert in_part.state == "handed_over"
    assert shelved == [{"BOOK-1": 2}]
    refund = Refund.objects.get()
    assert (refund.amount, refund.reason, refund.delivery) == (1900, "left_out", 0)
    fulfilment.moving.deliver(parcel=parcel, at=MONDAY, by=staff)
    order = Order.objects.get()
    assert (order.state, order.closed_at) == ("delivered", MONDAY)
    assert list(delivered_quantities(order).values()) == [1]


def test_it_is_told_in_one_letter_and_in_the_story(in_part, staff, desk):
    sent(in_part, staff)
    left_out(in_part, staff)
    assert Letter.objects.filter(template="orders/left_out").count() == 1
    told = Event.objects.get(verb="left_out")
    assert told.part == Parcel.objects.get(state="left_out").pk
    assert "The rest is not sent" in text_of(desk.get(page_of(in_part)))
    assert "Not sent 2 × Poems of the Firth" in text_of(desk.get(page_of(in_part)))


def test_what_was_refunded_before_is_not_refunded_again(in_part, staff):
    sent(in_part, staff)
    book = in_part.lines.get(sku="BOOK-1")
    refunding.open_refund(
        order=in_part,
        asked=Asked({book.pk: 2}),
        reason=Reason.MISSING,
        key=book.pk,
        at=MONDAY,
        by=staff,
    )
    left_out(in_part, staff)
    assert in_part.state == "handed_over"
    assert Refund.objects.count() == 1


def test_before_anything_has_left_it_does_not_fit(in_part, staff):
    assert "leave-out" not in fulfilment.allowed(in_part)
    with pytest.raises(WrongState, match="does not fit"):
        left_out(in_part, staff)


def test_twice_or_with_nothing_left_it_does_not_fit(in_part, staff):
    sent(in_part, staff)
    left_out(in_part, staff)
    assert "leave-out" not in fulfilment.allowed(in_part)
    with pytest.raises(WrongState, match="does not fit"):
        left_out(in_part, staff)
