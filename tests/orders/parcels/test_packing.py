"""An order leaves in one parcel or in several, and stands where they stand."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from orders import fulfilment, parcels
from orders.goods import Ware
from orders.models import Event, Order, Parcel, ParcelLine
from orders.parcels import quantities
from orders.parcels.parcel import Kind
from orders.states import WrongState
from privacy import purposes
from privacy.models import Disclosure, Letter
from privacy.purposes import Purpose
from tests.orders.conftest import MONDAY


def state(order):
    return Order.objects.get(pk=order.pk).state


def said(template):
    letter = Letter.objects.filter(template=f"orders/{template}").latest("id")
    with purposes.using(Purpose(letter.purpose)):
        return letter.content


def test_the_usual_case_is_one_parcel_with_everything(paid, advance):
    advance(paid, "pack")
    parcel = Parcel.objects.get()
    assert (parcel.number, parcel.kind, parcel.state) == (1, "order", "packed")
    there = [(line.sku, line.quantity) for line in parcel.lines.all()]
    assert there == [("PEN-1", 1), ("BOOK-1", 2)]
    assert Event.objects.get(verb="packed").part == parcel.pk
    assert quantities.left(paid) == {}
    letter = said("packed")
    assert "Your order is packed and leaves us next." in letter.text
    assert "In this parcel" not in letter.text + letter.html


def test_an_order_in_two_parcels_is_as_far_as_the_slower_one(paid, pack, move):
    first = pack(paid, 1, 0)
    assert (paid.state, quantities.left(paid)) == (
        "paid",
        {paid.lines.last().pk: 2},
    )
    move(first, "hand-over")
    assert state(paid) == "paid"
    second = pack(paid)
    assert (second.number, state(paid)) == (2, "packed")
    move(first, "deliver")
    assert state(paid) == "packed"
    move(second, "hand-over")
    assert state(paid) == "handed_over"
    assert Order.objects.get().closed_at is None
    move(second, "deliver")
    assert state(paid) == "delivered"
    assert Order.objects.get().closed_at == MONDAY


def test_the_letters_name_what_is_in_each_of_several_parcels(paid, pack, move):
    first = pack(paid, 1, 1)
    letter = said("packed")
    assert letter.subject == f"Order {paid.number}: part of your order is packed"
    assert (
        "In this parcel\n\n  1 × Shore fountain pen, Navy\n  1 × Poems" in letter.text
    )
    assert "1 × Poems of the Firth" in letter.html
    assert "The rest follows in another" in letter.text
    move(first, "hand-over", tracking="RA123456785GB")
    assert "Tracking number: RA123456785GB" in said("handed_over").text
    assert "<b>RA123456785GB</b>" in said("handed_over").html
    move(first, "deliver")
    assert "Part of your order is delivered." in said("delivered").text
    pack(paid)
    assert "The rest follows" not in said("packed").text


@pytest.mark.parametrize("many", [(2, 0), (0, 3), (-1, 1)])
def test_nobody_packs_more_than_is_left(paid, pack, many):
    with pytest.raises(WrongState, match="not left to pack"):
        pack(paid, *many)
    assert not Parcel.objects.exists()


def test_a_parcel_of_nothing_is_refused(paid, pack):
    with pytest.raises(WrongState, match="Nothing is in the parcel"):
        pack(paid, 0, 0)


def test_each_parcel_has_its_own_steps_where_several_are_under_way(paid, pack, staff):
    pack(paid, 1, 0)
    assert list(fulfilment.allowed(paid)) == ["pack", "cancel"]
    pack(paid)
    assert list(fulfilment.allowed(paid)) == ["cancel"]
    with pytest.raises(WrongState):
        fulfilment.hand_over(order=paid, at=MONDAY, by=staff)


def test_an_order_of_which_something_has_left_is_not_cancelled(paid, pack, move, staff):
    move(pack(paid, 1, 0), "hand-over")
    assert list(fulfilment.allowed(paid)) == ["pack", "leave-out"]
    with pytest.raises(WrongState):
        fulfilment.cancel(order=paid, at=MONDAY, by=staff)


def test_cancelling_a_packed_order_ends_its_parcels(paid, pack, advance):
    pack(paid)
    advance(paid, "cancel")
    parcel = Parcel.objects.get()
    assert (parcel.state, parcel.closed_at) == ("cancelled", MONDAY)
    assert not parcel.has_left


def test_an_exchange_never_moves_the_order(paid, advance, pack, move):
    advance(paid, "pack", "hand-over", "deliver")
    line = paid.lines.get(sku="PEN-1")
    ware = Ware("PEN-2", "Shore fountain pen", "Red", Decimal(1), Decimal(20), 3)
    parcel = pack(paid, 1, kind=Kind.EXCHANGE, wares={line.pk: ware})
    assert (state(paid), parcel.lines.get().sku) == ("delivered", "PEN-2")
    assert "What you get in exchange is packed" in said("packed").text
    assert "It arrives between 24 and 25 November 2026" in said("packed").text
    move(parcel, "hand-over", "deliver")
    assert state(paid) == "delivered"
    assert parcels.delivered_quantities(paid)[line.pk] == 2
    assert fulfilment.allowed(paid) == {}


def test_what_was_delivered_and_when_is_known_by_line(paid, pack, move, staff):
    assert parcels.last_delivered_at(paid) is None
    first, second = pack(paid, 1, 1), pack(paid)
    move(first, "hand-over", "deliver")
    pen, book = paid.lines.all()
    assert parcels.delivered_quantities(paid) == {pen.pk: 1, book.pk: 1}
    move(second, "hand-over")
    later = MONDAY + timedelta(days=2)
    parcels.parcel.Parcel.objects.filter(pk=second.pk).update(
        state="delivered", closed_at=later
    )
    assert parcels.delivered_quantities(paid) == {pen.pk: 1, book.pk: 2}
    assert parcels.last_delivered_at(paid) == later


def test_each_parcel_of_a_carrier_goes_through_the_door(
    carrier_order, advance, pack, move
):
    advance(carrier_order, "mark-paid")
    for parcel in (pack(carrier_order, 1, 0), pack(carrier_order)):
        move(parcel, "hand-over")
    assert Disclosure.objects.count() == 2


def test_a_verb_of_a_parcel_from_a_wrong_state_changes_nothing(paid, pack, move):
    parcel = move(pack(paid), "hand-over", "deliver")
    before = Event.objects.count(), Letter.objects.count()
    for key in ("hand-over", "deliver", "lose", "come-back"):
        with pytest.raises(WrongState, match=r"Parcel 1 of FW-\w+ is delivered"):
            move(parcel, key)
    assert (Event.objects.count(), Letter.objects.count()) == before


def test_what_waits_to_be_collected_is_never_lost(place, advance, pack, move):
    parcel = pack(advance(place(delivery="pickup"), "mark-paid"))
    for key in ("hand-over", "lose", "come-back"):
        with pytest.raises(WrongState):
            move(parcel, key)
    assert move(parcel, "deliver").state == "delivered"


@pytest.mark.parametrize(
    "change",
    [
        {"state": "melted"},
        {"kind": "free"},
        {"state": "delivered"},
        {"closed_at": MONDAY},
        {"made_good_at": MONDAY},
    ],
)
def test_the_database_refuses_a_parcel_that_makes_no_sense(paid, pack, change):
    pack(paid)
    with pytest.raises(IntegrityError), transaction.atomic():
        Parcel.objects.update(**change)


def test_the_database_refuses_an_empty_line_and_a_number_given_twice(paid, pack):
    pack(paid, 1, 0)
    pack(paid)
    with pytest.raises(IntegrityError), transaction.atomic():
        ParcelLine.objects.update(quantity=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Parcel.objects.filter(number=2).update(number=1)


def test_parcels_name_themselves_without_anybody(paid, pack):
    parcel = pack(paid)
    assert str(parcel) == f"parcel 1 of order {paid.pk}"
    assert str(parcel.lines.first()) == f"line 1 of parcel {parcel.pk}"
