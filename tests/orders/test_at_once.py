"""Two at once: the form sent twice, two members of staff, a customer and staff."""

from __future__ import annotations

import threading
from uuid import uuid4

import pytest
from django.db import connections, transaction

from orders import fulfilment, payments, placing
from orders.models import Event, Line, Order, Payment
from privacy import access
from privacy.models import Access, Letter, Person
from privacy.people import welcome
from privacy.showing import values
from tests.orders.conftest import MONDAY

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


def at_once(*deeds):
    """Do everything at the same moment; return what each gave or raised."""
    ready, given = threading.Barrier(len(deeds)), [None] * len(deeds)

    def do(place, deed):
        try:
            ready.wait(timeout=10)
            given[place] = deed()
        except Exception as raised:
            given[place] = raised
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return given


@pytest.fixture
def clerks(transactional_db):
    return [
        Person.objects.create_user(f"clerk{n}@example.net", is_staff=True)
        for n in (1, 2)
    ]


@pytest.fixture
def one_order(transactional_db, wish):
    return placing.place(**wish)


def same(order):
    """The order as another request has it."""
    return Order.objects.get(pk=order.pk)


def test_a_form_that_is_sent_twice_makes_one_order(transactional_db, wish):
    def place():
        with transaction.atomic():
            return placing.place(**wish)

    orders = at_once(*[place] * 4)
    assert len({order.pk for order in orders}) == 1
    assert [order.newly_placed for order in orders].count(True) == 1
    counts = [model.objects.count() for model in (Order, Line, Payment, Event, Letter)]
    assert counts == [1, 2, 1, 1, 1]
    assert Person.objects.count() == 1


def test_two_orders_of_one_new_guest_make_one_person(transactional_db, wish):
    def place():
        return placing.place(**(wish | {"checkout_id": uuid4()}))

    first, second = at_once(place, place)
    assert first.pk != second.pk
    assert first.person_id == second.person_id


def test_two_members_of_staff_pack_an_order_once(one_order, clerks):
    fulfilment.mark_paid(order=one_order, at=MONDAY, by=clerks[0])

    def pack(clerk):
        return lambda: fulfilment.pack(order=same(one_order), at=MONDAY, by=clerk)

    given = at_once(*map(pack, clerks))
    assert sorted(map(type, given), key=str) == sorted(
        [type(None), fulfilment.WrongState], key=str
    )
    assert Event.objects.filter(verb="packed").count() == 1
    assert Letter.objects.filter(template="orders/packed").count() == 1


def test_an_order_is_either_paid_or_cancelled_first(one_order, clerks):
    at_once(
        lambda: fulfilment.mark_paid(order=same(one_order), at=MONDAY, by=clerks[0]),
        lambda: fulfilment.cancel(order=same(one_order), at=MONDAY, by=clerks[1]),
    )
    order = same(one_order)
    paid = Event.objects.filter(verb="paid").exists()
    assert order.state == "cancelled"
    assert order.payment.state == ("paid" if paid else "cancelled")


def test_a_payment_is_approved_or_declined_and_never_both_at_once(
    transactional_db, wish
):
    order = placing.place(**(wish | {"payment": "test"}))
    given = at_once(
        lambda: fulfilment.mark_paid(order=same(order), at=MONDAY, by=None),
        lambda: payments.decline(order=same(order), at=MONDAY),
    )
    assert given[0] is None
    assert given[1] is None or isinstance(given[1], payments.AlreadySettled)
    assert same(order).payment.state == "paid"


def test_that_two_at_once_really_are(transactional_db):
    meet = threading.Barrier(2)
    assert at_once(*[lambda: meet.wait(timeout=10) is not None] * 2) == [True, True]
    assert isinstance(at_once(lambda: 1 / 0)[0], ZeroDivisionError)
    assert welcome(email="maya@example.net", name="Maya", at=MONDAY)


def test_of_two_looks_at_once_one_is_past_the_limit(one_order, clerks, monkeypatch):
    monkeypatch.setattr(access, "MOST_AN_HOUR", 1)

    def looks(name):
        return lambda: values.look(
            row=same(one_order),
            name=name,
            reason=access.Reason.PROBLEM,
            words="They rang about it",
            by=Person.objects.get(pk=clerks[0].pk),
            at=MONDAY,
        )

    Person.objects.filter(pk=clerks[0].pk).update(is_superuser=True)
    given = at_once(looks("contact_name"), looks("contact_email"))
    assert {type(each) for each in given} == {type(None), access.TooManyLooks}
    assert Access.objects.count() == 1
