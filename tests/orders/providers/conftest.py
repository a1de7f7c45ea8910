"""A shop with Stripe's page, and a Stripe of our own behind it."""

from __future__ import annotations

import pytest

from orders.models import Order, Payment
from orders.providers import agreeing, calling, hearing, opening
from orders.providers.stripe import opened
from privacy import guarding
from tests.orders.providers import recorded

STRIPE = {
    "name": "Stripe",
    "address": "",
    "contact": "https://stripe.com/privacy",
    "fields": ("number", "amount"),
    "purposes": ("order_confirmation", "after_sales"),
    "what_for": "to take your payment by card, and to send money back to it",
    "basis": "consent",
    "hosts": (("api.stripe.com", 443),),
}


@pytest.fixture
def with_stripe(settings):
    """Let the shop be set up with Stripe's page."""
    settings.STRIPE_KEY = recorded.KEY
    settings.STRIPE_WEBHOOK_SECRETS = [recorded.SECRET]
    settings.RECIPIENTS = settings.RECIPIENTS | {"stripe": STRIPE}


@pytest.fixture
def stripe(with_stripe, monkeypatch):
    """Stripe, in memory; it is asked through the open door alone."""
    ours = recorded.Stripe()

    def answer(*told):
        assert ("api.stripe.com", 443) in guarding.is_open()
        return ours.answer(*told)

    monkeypatch.setattr(calling, "_answer", answer)
    return ours


@pytest.fixture
def order(place, stripe):
    """An order that is to be paid on Stripe's page, which was agreed to."""
    placed = place(payment="stripe")
    words = agreeing.sentence("stripe")
    assert agreeing.agree(order=placed, words=words, at=placed.placed_at)
    return Order.objects.select_related("payment").get(pk=placed.pk)


@pytest.fixture
def opened_order(order):
    """The same, with its page open at Stripe."""
    opening.open_page(order=order, at=order.placed_at)
    return Order.objects.select_related("payment").get(pk=order.pk)


@pytest.fixture
def record():
    """What is kept of the payment, opened."""

    def of(order):
        return opened(Payment.objects.get(order=order))

    return of


@pytest.fixture
def hear():
    """Have a notice heard whose signature was right."""

    def heard(about, at, kind="checkout.session.completed", name="evt_1"):
        body = recorded.event(about, kind, name)
        return hearing.take(heard=hearing.read(body), at=at)

    return heard


@pytest.fixture
def page(opened_order, stripe):
    """The session of the opened page, as a notice tells of it."""

    def told(**different):
        return stripe.sessions["cs_test_1"] | different

    return told
