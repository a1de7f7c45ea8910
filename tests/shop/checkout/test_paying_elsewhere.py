"""Paying on another company's page: an empty box, its words, and no way without it."""

from __future__ import annotations

import pytest

from orders.models import Order, Payment
from orders.providers import agreeing
from privacy import purposes
from privacy.consent import Consent
from privacy.purposes import Purpose
from shop.checkout.models import Draft
from tests.orders.providers import recorded
from tests.orders.providers.conftest import STRIPE
from tests.shop.customer import text_of


@pytest.fixture
def client(client, pen, settings):
    settings.STRIPE_KEY = recorded.KEY
    settings.STRIPE_WEBHOOK_SECRETS = [recorded.SECRET]
    settings.RECIPIENTS = settings.RECIPIENTS | {"stripe": STRIPE}
    client.add("pen")
    client.details()
    return client


def typed():
    with purposes.using(Purpose.ORDER_CONFIRMATION):
        return Draft.objects.get().typed


def test_the_box_has_the_exact_words_and_is_not_ticked(client):
    page = text_of(client.get("/checkout/delivery/"))
    assert agreeing.sentence("stripe") in page
    assert 'type="checkbox" name="pay_consent" id="id_pay_consent">' in page
    assert " checked" not in page


def test_without_the_box_that_way_is_closed_and_the_others_are_named(client):
    page = client.delivery(payment="stripe")
    assert "<title>Error: Step 2 of 3" in text_of(page)
    [told] = page.context["form"].errors["pay_consent"]
    assert "Stripe" in told
    assert "Bank transfer or Test payment" in told
    assert typed().payment == ""


def test_a_box_ticked_for_nobody_is_no_consent(client):
    client.delivery(payment="transfer", pay_consent="on")
    assert typed().pay_consent is None


def test_with_the_box_the_words_go_into_a_record_of_the_order(client):
    client.delivery(payment="stripe", pay_consent="on")
    page = text_of(client.get("/checkout/check/"))
    assert f"You agreed: {agreeing.sentence('stripe')}" in page
    assert "Place order and pay" in page
    client.order()
    payment = Payment.objects.get()
    assert payment.method == "stripe"
    assert payment.consent == Consent.objects.get()
    assert payment.consent.sentence == agreeing.sentence("stripe")
    assert Order.objects.get().consent is None


def test_words_that_changed_since_are_asked_for_again(client, settings):
    client.delivery(payment="stripe", pay_consent="on")
    other = STRIPE | {"name": "Another company"}
    settings.RECIPIENTS = settings.RECIPIENTS | {"stripe": other}
    answer = client.get("/checkout/check/")
    assert answer["Location"] == "/checkout/delivery/"
    assert not Order.objects.exists()


def test_a_way_that_is_gone_meanwhile_is_chosen_again(client, settings):
    client.delivery(payment="stripe", pay_consent="on")
    settings.STRIPE_KEY = ""
    assert client.get("/checkout/check/")["Location"] == "/checkout/delivery/"


def test_without_stripe_the_page_is_as_it_was(client, settings):
    settings.STRIPE_KEY = ""
    page = text_of(client.get("/checkout/delivery/"))
    assert "Stripe" not in page
    assert "pay_consent" not in page
