"""Paying on Stripe's page: what stands before it reads well and fits everywhere."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache

from orders.models import Order
from orders.providers import calling
from privacy import purposes
from privacy.purposes import Purpose
from shop.catalogue.models import Variant
from tests.looks.looking import look
from tests.orders.providers import recorded
from tests.orders.providers.conftest import STRIPE
from tests.shop.customer import Customer

pytestmark = pytest.mark.browser


@pytest.fixture
def stripe(settings, monkeypatch):
    settings.STRIPE_KEY = recorded.KEY
    settings.STRIPE_WEBHOOK_SECRETS = [recorded.SECRET]
    settings.RECIPIENTS = settings.RECIPIENTS | {"stripe": STRIPE}
    ours = recorded.Stripe()
    monkeypatch.setattr(calling, "_answer", ours.answer)
    return ours


@pytest.fixture
def path(stocked, stripe):
    """The page of an order that is to be paid at Stripe, in its customer's browser."""
    cache.clear()
    buyer = Customer()
    buyer.add(Variant.objects.filter(stock__gt=2).first().sku)
    buyer.details()
    buyer.delivery(payment="stripe", pay_consent="on")
    buyer.order()
    with purposes.using(Purpose.ORDER_CONFIRMATION):
        return Order.objects.latest("placed_at").path_for_customer()


def test_the_way_to_stripes_page_is_plain(page, path, stripe):
    page.goto(path)
    page.get_by_role("link", name=re.compile("^Pay £")).click()
    page.get_by_role("button", name=re.compile("^Open Stripe")).click()
    there = page.get_by_role("link", name=re.compile("^Go to Stripe"))
    assert there.get_attribute("href").startswith("https://checkout.stripe.com/")
    look(page, "pay-elsewhere-link", bare=True)
    page.goto("/payments/back/")
    assert page.url.endswith(path)
    look(page, "order-back-from-paying")
    page.get_by_role("button", name="Take this back").first.click()
    look(page, "pay-elsewhere-not-agreed", bare=True)
    page.context.clear_cookies()
    page.goto("/payments/back/")
    look(page, "back-from-paying", bare=True)


def test_the_box_at_checkout_is_plain_also_when_it_is_missing(
    page, stocked, stripe, live_server
):
    cache.clear()
    sku = Variant.objects.filter(stock__gt=2).first().sku
    buyer = Customer()
    buyer.add(sku)
    buyer.details()
    for name, morsel in buyer.cookies.items():
        kept = {"name": name, "value": morsel.value, "url": live_server.url}
        page.context.add_cookies([kept])
    page.goto("/checkout/delivery/")
    look(page, "checkout-box-for-stripe", bare=True)
    page.get_by_label("Our own van").check()
    page.get_by_label("Card, on Stripe’s page").check()
    page.get_by_role("button", name="Continue to check").click()
    look(page, "checkout-without-the-box", bare=True)
