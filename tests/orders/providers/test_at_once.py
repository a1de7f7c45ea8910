"""Two at once: one notice twice, a notice and the worker, a notice and a cancel."""

from __future__ import annotations

import pytest

from orders import fulfilment, placing
from orders.models import Event, Order, Payment, ProviderNotice, Refund
from orders.providers import agreeing, asking, hearing, opening
from orders.providers.stripe import Stripe
from orders.states import WrongState
from privacy.letters.models import Letter
from tests.orders.conftest import MONDAY
from tests.orders.providers import recorded
from tests.orders.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
LATER = MONDAY.replace(hour=12)


@pytest.fixture
def waiting(transactional_db, stripe, wish):
    """An order whose page is open at Stripe."""
    order = placing.place(**wish | {"payment": "stripe"})
    agreeing.agree(order=order, words=agreeing.sentence("stripe"), at=MONDAY)
    order = Order.objects.get(pk=order.pk)
    opening.open_page(order=order, at=MONDAY)
    return order


def notice(stripe, name):
    body = recorded.event(stripe.pays(), "checkout.session.completed", name)
    heard = hearing.read(body)
    return lambda: hearing.take(heard=heard, at=LATER)


def test_the_same_notice_twice_at_once_acts_once(waiting, stripe):
    assert at_once(notice(stripe, "evt_1"), notice(stripe, "evt_1")) == ["done"] * 2
    assert ProviderNotice.objects.count() == 1
    assert Event.objects.filter(verb="paid").count() == 1


def test_two_notices_and_the_worker_at_once_pay_once(waiting, stripe):
    first, second = notice(stripe, "evt_1"), notice(stripe, "evt_2")
    number = str(Payment.objects.get().pk)
    given = at_once(first, second, lambda: asking.ask(payment_id=number, at=LATER))
    assert {each for each in given if each} <= {"done", "known"}
    assert Event.objects.filter(verb="paid").count() == 1
    assert Letter.objects.filter(template="orders/paid").count() == 1
    assert Payment.objects.get().doubted_at is None


def test_a_payment_and_a_cancel_at_once_lose_no_money(waiting, stripe):
    """Either it was paid first and goes back as a paid one, or it came too late."""

    def cancel():
        order = Order.objects.get(pk=waiting.pk)
        return fulfilment.cancel(order=order, at=LATER, by=None)

    said = at_once(notice(stripe, "evt_1"), cancel)
    assert said[0] in {"done", "refunded"}
    assert said[1] is None or isinstance(said[1], WrongState)
    order = Order.objects.select_related("payment").get()
    assert order.payment.is_paid
    owed = Refund.objects.filter(order=order)
    assert sum(each.amount for each in owed) == (
        order.payment.amount if order.state == "cancelled" else 0
    )


def test_two_who_ask_for_a_page_at_once_get_the_same(waiting, stripe):
    payment = Payment.objects.get()
    payment.verification, payment.attempt = Stripe().prepared(), 1
    payment.save()
    deeds = [lambda: opening.open_page(order=waiting, at=LATER)] * 2
    assert at_once(*deeds) == [None, None]
    assert list(stripe.sessions) == ["cs_test_1", "cs_test_2"]
