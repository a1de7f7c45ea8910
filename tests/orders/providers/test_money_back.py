"""Money goes back to the card it came from: once, with consent, or by staff."""

from __future__ import annotations

import pytest

from orders.models import Order
from orders.payments import Refused
from orders.providers import agreeing
from orders.providers import stripe as stripes
from privacy.disclosure import Disclosure
from tests.orders.conftest import MONDAY
from tests.orders.providers import recorded


@pytest.fixture
def paid_order(opened_order, page, hear):
    hear(page(**recorded.PAID), MONDAY)
    return Order.objects.select_related("payment").get(pk=opened_order.pk)


def test_money_goes_back_once_for_each_refund(paid_order, stripe):
    back, payment = stripes.Stripe().refund, paid_order.payment
    first = back(payment, payment.amount, paid_order.pk, MONDAY)
    assert back(payment, payment.amount, paid_order.pk, MONDAY) == first == "re_1"
    _, path, fields, headers = stripe.asked[-1]
    assert path == "/v1/refunds"
    assert fields == {"payment_intent": "pi_1", "amount": "5700"}
    assert headers == {"Idempotency-Key": str(paid_order.pk)}
    left = Disclosure.objects.get(about=paid_order.pk)
    assert (left.fields, left.purpose) == (["amount"], "after_sales")


def test_a_refund_that_cannot_go_is_for_staff(paid_order, stripe):
    payment, key = paid_order.payment, paid_order.pk
    for says in (
        (200, {"id": "re_1", "status": "failed"}),
        (400, recorded.ERROR[400]),
    ):
        stripe.says = says
        with pytest.raises(Refused):
            stripes.Stripe().refund(payment, payment.amount, key, MONDAY)
    stripe.says = 200, {"status": "succeeded"}
    with pytest.raises(stripes.Unreachable):
        stripes.Stripe().refund(payment, payment.amount, key, MONDAY)


def test_no_refund_without_consent_or_without_the_payments_name(paid_order, stripe):
    asked, payment = len(stripe.asked), paid_order.payment
    agreeing.take_back(order=paid_order, at=MONDAY)
    with pytest.raises(Refused, match="agree"):
        stripes.Stripe().refund(payment, payment.amount, paid_order.pk, MONDAY)
    payment.verification = stripes.Stripe().prepared()
    with pytest.raises(Refused, match="no longer know"):
        stripes.Stripe().refund(payment, payment.amount, paid_order.pk, MONDAY)
    assert len(stripe.asked) == asked
