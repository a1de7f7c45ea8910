"""Two of the shop at once, and a customer and the shop at once, about parcels."""

from __future__ import annotations

import pytest

from orders import fulfilment, placing
from orders.addresses import Address
from orders.changes import cancelling, redirecting
from orders.models import Event, Order, Parcel, ParcelLine, Refund
from orders.parcels import making_good, moving, packing, quantities
from orders.states import WrongState
from privacy import purposes
from privacy.models import Person
from privacy.purposes import Purpose
from tests.orders.conftest import MONDAY
from tests.orders.test_at_once import at_once, same

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
THERE = Address("GB", "3 Pier Place", "", "Stromness", "", "KW16 3AA")


@pytest.fixture
def clerks(transactional_db):
    return [
        Person.objects.create_user(f"clerk{n}@example.net", is_staff=True)
        for n in (1, 2)
    ]


@pytest.fixture
def paid(clerks, wish):
    order = placing.place(**wish)
    fulfilment.mark_paid(order=order, at=MONDAY, by=clerks[0])
    return order


def kinds(given):
    return sorted(type(each).__name__ for each in given)


def packing_all(order, by):
    return lambda: fulfilment.pack(order=same(order), at=MONDAY, by=by)


def test_two_of_the_shop_never_pack_more_than_was_ordered(paid, clerks):
    book = paid.lines.get(sku="BOOK-1")

    def pack(by):
        return lambda: packing.pack(
            order=same(paid), quantities={book.pk: 2}, at=MONDAY, by=by
        )

    given = at_once(*map(pack, clerks))
    assert kinds(given) == ["Parcel", "WrongState"]
    assert ParcelLine.objects.get().quantity == 2
    assert same(paid).state == "paid"
    assert list(quantities.left(paid).values()) == [1]


def test_a_customer_cancels_or_the_shop_packs_and_never_both(paid, clerks):
    given = at_once(
        lambda: cancelling.cancel(order=same(paid), at=MONDAY),
        packing_all(paid, clerks[0]),
    )
    assert kinds(given) == ["NoneType", "WrongState"]
    cancelled = given[0] is None
    assert same(paid).state == ("cancelled" if cancelled else "packed")
    assert Parcel.objects.count() == (0 if cancelled else 1)
    assert Refund.objects.count() == (1 if cancelled else 0)


def test_a_parcel_goes_to_the_address_that_stood_when_it_was_packed(paid, clerks):
    given = at_once(
        lambda: redirecting.redirect(order=same(paid), address=THERE, at=MONDAY),
        packing_all(paid, clerks[0]),
    )
    changed = given[0] is True
    assert changed or isinstance(given[0], WrongState)
    assert given[1] is None
    with purposes.using(Purpose.DELIVERY):
        assert (same(paid).delivery_address == THERE) == changed
    story = Event.objects.filter(order=paid).order_by("pk")
    verbs = [e.verb for e in story if e.verb in {"address_changed", "packed"}]
    assert verbs == (["address_changed", "packed"] if changed else ["packed"])


def test_a_customer_and_the_shop_cancel_an_order_once(paid, clerks):
    given = at_once(
        lambda: cancelling.cancel(order=same(paid), at=MONDAY),
        lambda: fulfilment.cancel(order=same(paid), at=MONDAY, by=clerks[0]),
    )
    assert kinds(given) == ["NoneType", "WrongState"]
    assert Refund.objects.get().amount == paid.total
    assert Event.objects.filter(verb="cancelled").count() == 1


def test_a_parcel_is_delivered_or_lost_and_sent_again_once(paid, clerks):
    packing_all(paid, clerks[0])()

    def parcel():
        return Parcel.objects.select_related("order").get(number=1)

    def verb(name, by):
        return lambda: name(parcel=parcel(), at=MONDAY, by=by)

    moving.hand_over(parcel=parcel(), at=MONDAY, by=clerks[0])
    given = at_once(verb(moving.deliver, clerks[0]), verb(moving.come_back, clerks[1]))
    assert kinds(given) == ["NoneType", "WrongState"]
    Parcel.objects.update(state="came_back")
    Order.objects.update(state="came_back")
    given = at_once(
        verb(making_good.send_again, clerks[0]), verb(making_good.refund, clerks[1])
    )
    assert "WrongState" in kinds(given)
    assert Parcel.objects.count() + Refund.objects.count() == 2
