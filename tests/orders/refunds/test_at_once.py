"""Two at once: never more than was paid, one refund for a key, sent once."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db.models import Sum

from orders import fulfilment, placing
from orders.event import Event, Verb
from orders.order import Order
from orders.payment import Payment
from orders.refunds import giving, refunding
from orders.refunds.refund import Reason, Refund
from orders.refunds.sums import Asked
from orders.states import WrongState
from privacy.models import Letter, Person
from tests.orders.conftest import MONDAY
from tests.orders.refunds.conftest import UK
from tests.orders.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
def clerks(transactional_db):
    return [
        Person.objects.create_user(f"clerk{n}@example.net", is_staff=True)
        for n in (1, 2, 3)
    ]


@pytest.fixture
def bought(clerks, wish):
    order = placing.place(**wish)
    fulfilment.mark_paid(order=order, at=MONDAY, by=clerks[0])
    return order


def opening(order, asked, by, key=None):
    told = {"reason": Reason.PRICE, "key": key or uuid4(), "at": MONDAY, "by": by}

    def deed():
        again = Order.objects.get(pk=order.pk)
        return refunding.open_refund(order=again, asked=asked, **told)

    return deed


def test_twenty_parts_at_once_never_come_to_more_than_was_paid(bought, clerks):
    line = bought.lines.get(sku="PEN-1")
    part = Asked(amounts={line.pk: Decimal(500)})
    given = at_once(*(opening(bought, part, clerks[n % 2]) for n in range(20)))
    kinds = [type(each) for each in given]
    # Seven times £5.00 fit into £38.00.
    assert (kinds.count(Refund), kinds.count(WrongState)) == (7, 13)
    payment = Payment.objects.get(order=bought)
    told = Refund.objects.aggregate(a=Sum("amount"), t=Sum("tax"))
    assert told["a"] == payment.refunded == 3500
    assert Letter.objects.filter(template="orders/refund_opened").count() == 7


def test_one_key_is_one_refund_however_often_it_is_asked_for(bought, clerks):
    key = uuid4()
    given = at_once(
        *(opening(bought, Asked(rest=True), clerks[n % 2], key) for n in range(6))
    )
    assert len({each.pk for each in given}) == Refund.objects.count() == 1
    assert Event.objects.filter(verb=Verb.REFUND_OPENED).count() == 1


def test_two_of_the_shop_send_it_once_and_the_customer_types_meanwhile(bought, clerks):
    refund = opening(bought, Asked(rest=True), clerks[0])()
    giving.give(refund=refund, account=UK, at=MONDAY)

    def send(by):
        again = Refund.objects.get(pk=refund.pk)
        return lambda: refunding.sent(refund=again, at=MONDAY, by=by)

    def retype():
        again = Refund.objects.get(pk=refund.pk)
        giving.give(refund=again, account=UK, at=MONDAY)

    given = at_once(send(clerks[1]), send(clerks[2]), retype)
    assert [type(each) for each in given[:2]].count(WrongState) == 1
    after = Refund.objects.get()
    assert after.is_sent
    assert not after.has_account_at(MONDAY)
    assert Letter.objects.filter(template="orders/refunded").count() == 1
