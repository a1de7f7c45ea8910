"""A parcel that was lost or came back is sent again, or refunded; never both."""

from __future__ import annotations

import pytest

from orders import fulfilment, telling
from orders.goods import SoldOut
from orders.models import Order, Parcel, Payment, Refund
from orders.parcels import making_good
from orders.parcels.parcel import Kind
from orders.states import WrongState
from privacy import purposes
from privacy.models import Letter
from privacy.purposes import Purpose
from tests.orders.conftest import MONDAY

LATER = MONDAY.replace(day=30)


@pytest.fixture
def failed(paid, pack, move):
    """The one parcel of an order, lost or back."""
    return lambda how: move(pack(paid), "hand-over", how)


@pytest.mark.parametrize(
    ("how", "state"), [("lose", "lost"), ("come-back", "came_back")]
)
def test_an_order_whose_parcel_failed_is_closed_and_the_customer_hears(
    failed, how, state
):
    parcel = failed(how)
    order = Order.objects.get()
    assert (order.state, order.closed_at, parcel.state) == (state, MONDAY, state)
    assert parcel.waits_for_a_decision
    assert fulfilment.allowed(order) == {}
    letter = Letter.objects.get(template=f"orders/{state}")
    with purposes.using(Purpose(letter.purpose)):
        text = letter.content.text
    assert "We send it again, or send your money back" in text


def test_one_that_arrived_makes_the_order_delivered_whatever_failed(paid, pack, move):
    first, second = pack(paid, 1, 0), pack(paid)
    move(first, "hand-over", "lose")
    assert Order.objects.get().state == "packed"
    move(second, "hand-over", "deliver")
    assert Order.objects.get().state == "delivered"


def test_what_is_sent_again_opens_the_order_until_it_has_arrived(
    failed, staff, move, shelf
):
    parcel = failed("lose")
    again = making_good.send_again(parcel=parcel, at=LATER, by=staff)
    order = Order.objects.get()
    assert (order.state, order.closed_at) == ("packed", None)
    assert Payment.objects.get().closed_at is None
    assert order.earliest_on.isoformat() == "2026-12-01"
    assert (again.kind, again.number, again.instead_of) == ("again", 2, parcel.pk)
    assert [line.quantity for line in again.lines.all()] == [1, 2]
    assert shelf[0] == [("wanted", {"PEN-1": 1, "BOOK-1": 2})]
    letter = Letter.objects.filter(template="orders/packed").latest("queued_at")
    with purposes.using(Purpose(letter.purpose)):
        assert "The parcel that we send again is packed" in letter.content.text
    move(again, "hand-over", "deliver")
    assert Order.objects.get().state == "delivered"
    with pytest.raises(WrongState):
        fulfilment.cancel(order=order, at=LATER, by=staff)


def test_what_came_back_is_at_hand_and_takes_nothing_from_the_shelf(
    failed, staff, shelf
):
    making_good.send_again(parcel=failed("come-back"), at=LATER, by=staff)
    assert shelf[0] == []


def test_what_is_sold_out_is_not_sent_again_and_nothing_is_packed(failed, staff, shelf):
    parcel = failed("lose")
    shelf[1].append(SoldOut("PEN-1", 0))
    with pytest.raises(WrongState, match="Only 0 of PEN-1 are left"):
        making_good.send_again(parcel=parcel, at=LATER, by=staff)
    assert Parcel.objects.count() == 1
    assert Parcel.objects.get().made_good_at is None
    assert Order.objects.get().state == "lost"


@pytest.mark.parametrize(
    ("how", "reason"), [("lose", "lost"), ("come-back", "came_back")]
)
def test_a_refunded_parcel_gives_back_everything_with_its_delivery(
    failed, staff, shelf, how, reason
):
    parcel = failed(how)
    waits = telling.next_steps(Order.objects.get())
    assert waits == ["We write to you about what we do now."]
    refund = making_good.refund(parcel=parcel, at=LATER, by=staff)
    order = Order.objects.get()
    assert telling.next_steps(order) == ["What you paid goes back to you."]
    assert (refund.amount, refund.tax) == (order.total, order.tax_total)
    assert (refund.key, refund.reason, refund.opened_by) == (parcel.pk, reason, staff)
    back = [("came_back", {"PEN-1": 1, "BOOK-1": 2})] if how == "come-back" else []
    assert shelf[0] == back
    assert order.state == reason
    assert not Parcel.objects.get().waits_for_a_decision


@pytest.mark.parametrize("first", ["send_again", "refund"])
@pytest.mark.parametrize("second", ["send_again", "refund"])
def test_a_parcel_is_made_good_once(failed, staff, first, second):
    parcel = failed("come-back")
    getattr(making_good, first)(parcel=parcel, at=LATER, by=staff)
    counts = Parcel.objects.count(), Refund.objects.count()
    with pytest.raises(WrongState, match="was sent again or refunded already"):
        getattr(making_good, second)(parcel=parcel, at=LATER, by=staff)
    assert (Parcel.objects.count(), Refund.objects.count()) == counts


def test_a_parcel_that_never_failed_is_not_made_good(paid, pack, staff):
    for verb in (making_good.send_again, making_good.refund):
        with pytest.raises(WrongState, match="or never failed"):
            verb(
                parcel=pack(paid) if not paid.parcels.exists() else paid.parcels.get(),
                at=LATER,
                by=staff,
            )
    assert Refund.objects.count() == 0


def test_a_part_that_is_lost_is_refunded_without_the_delivery(
    place, advance, pack, move, staff
):
    from orders.placing import Item
    from tests.orders.conftest import PEN

    book = Item("BOOK-1", "Poems", "", PEN.unit_price // 4, 1, PEN.tax_rate * 0)
    order = advance(place(items=[book, book]), "mark-paid")
    assert order.delivery_total
    first, second = pack(order, 1, 0), pack(order)
    move(first, "hand-over", "lose")
    refund = making_good.refund(parcel=first, at=LATER, by=staff)
    assert (refund.amount, refund.delivery) == (book.unit_price, 0)
    move(second, "hand-over", "lose")
    last = making_good.refund(parcel=second, at=LATER, by=staff)
    assert last.delivery == order.delivery_total
    assert refund.amount + last.amount == order.total


def test_an_exchange_that_is_lost_goes_out_once_more_as_it_was(
    paid, advance, pack, move, staff
):
    advance(paid, "pack", "hand-over", "deliver")
    exchange = move(pack(paid, 1, kind=Kind.EXCHANGE), "hand-over", "lose")
    assert Order.objects.get().state == "delivered"
    again = making_good.send_again(parcel=exchange, at=LATER, by=staff)
    assert (again.kind, again.instead_of) == ("exchange", exchange.pk)
    assert Order.objects.get().state == "delivered"


def test_an_order_that_closed_again_says_when(failed, staff, move):
    again = making_good.send_again(parcel=failed("come-back"), at=LATER, by=staff)
    move(again, "hand-over", "come-back")
    order = Order.objects.get()
    assert (order.state, order.closed_at) == ("came_back", MONDAY)
    assert order.payment.closed_at == MONDAY
