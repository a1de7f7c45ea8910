"""Two at once: the customer calls off while staff receive; two of the staff inspect."""

from __future__ import annotations

from uuid import uuid4

import pytest

from orders import fulfilment, placing
from orders.event import Event, Verb
from orders.order import Order
from orders.refunds.refund import Refund
from orders.returns import asking, handling
from orders.returns.asking import Asked
from orders.returns.coming_back import Return
from orders.returns.handling import Found
from orders.returns.words import ReturnState, Why
from orders.states import State, WrongState
from privacy.models import Letter, Person
from tests.orders.conftest import MONDAY
from tests.orders.returns.conftest import ALL_STEPS, LATER
from tests.orders.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
def clerks(transactional_db):
    return [
        Person.objects.create_user(f"clerk{n}@example.net", is_staff=True)
        for n in (1, 2)
    ]


@pytest.fixture
def row(clerks, wish):
    """A return of one book that the customer has announced."""
    order = placing.place(**wish)
    for key in ALL_STEPS:
        fulfilment.VERBS[key](order=order, at=MONDAY, by=clerks[0])
    book = order.lines.get(sku="BOOK-1")
    asked = Asked(lines={book.pk: 1}, reason=Why.FAULTY)
    return asking.announce(order=order, asked=asked, form_id=uuid4(), at=LATER)


def same(row):
    """The return as another request has it."""
    return Return.objects.get(pk=row.pk)


def test_it_is_called_off_or_received_and_never_both(row, clerks):
    given = at_once(
        lambda: asking.call_off(coming_back=same(row), at=LATER),
        lambda: handling.receive(coming_back=same(row), at=LATER, by=clerks[0]),
    )
    assert [type(each) for each in given].count(WrongState) == 1
    happened = {Verb.RETURN_CALLED_OFF, Verb.RETURN_RECEIVED}
    assert Event.objects.filter(part=row.pk, verb__in=happened).count() == 1
    assert same(row).state in {ReturnState.CALLED_OFF, ReturnState.RECEIVED}


def test_two_members_of_staff_inspect_and_refund_it_once(row, clerks):
    handling.receive(coming_back=same(row), at=LATER, by=clerks[0])
    found = {line.pk: Found(1, 0) for line in row.lines.all()}

    def inspect(clerk):
        told = {"found": found, "at": LATER, "by": clerk}
        return lambda: handling.inspect(coming_back=same(row), **told)

    def refund(clerk):
        return lambda: handling.refund(coming_back=same(row), at=LATER, by=clerk)

    for verb in (inspect, refund):
        given = at_once(*map(verb, clerks))
        assert {type(each) for each in given} == {type(None), WrongState}
    assert Refund.objects.get().amount == 950
    letters = Letter.objects.filter(template="orders/return_inspected")
    assert letters.count() == 1


def test_a_statement_confirmed_twice_at_once_cancels_once(clerks, wish):
    order = placing.place(**wish)
    lines, form_id = dict(order.lines.values_list("pk", "quantity")), uuid4()

    def withdraw():
        fresh = Order.objects.get(pk=order.pk)
        told = {"lines": lines, "form_id": form_id, "at": LATER}
        return asking.withdraw(order=fresh, **told)

    first, second = at_once(withdraw, withdraw)
    assert first.pk == second.pk
    order.refresh_from_db()
    assert order.state == State.CANCELLED


def test_withdrawing_and_packing_at_once_leave_one_story(clerks, wish):
    order = placing.place(**wish)
    fulfilment.mark_paid(order=order, at=MONDAY, by=clerks[0])
    lines = dict(order.lines.values_list("pk", "quantity"))

    def fresh():
        return Order.objects.get(pk=order.pk)

    told = {"lines": lines, "form_id": uuid4(), "at": LATER}
    withdrawn, _ = at_once(
        lambda: asking.withdraw(order=fresh(), **told),
        lambda: fulfilment.pack(order=fresh(), at=LATER, by=clerks[0]),
    )
    packed = fresh().state == State.PACKED
    state = ReturnState.ANNOUNCED if packed else ReturnState.CANCELLED
    assert withdrawn.state == state
    assert packed or fresh().state == State.CANCELLED
