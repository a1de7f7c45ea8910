"""Sending things back in Chromium: one of two refunded, all withdrawn, an exchange."""

from __future__ import annotations

import os
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import Count
from django.test import Client
from django.utils import timezone

from orders import fulfilment, placing
from orders.addresses import Address
from orders.parcels.parcel import Kind, Parcel
from orders.placing import Item
from orders.refunds.refund import Refund
from orders.returns.coming_back import Return
from orders.returns.words import ReturnState
from privacy import consent, purposes, recipients
from privacy.models import Letter
from privacy.people import Person
from privacy.purposes import Purpose
from shop.catalogue.models import Product
from tests import axe
from tests.looks.looking import WIDE, look

pytestmark = pytest.mark.browser
BERLIN = Address("DE", "Lindenstr. 7", "", "Berlin", "", "10969")
STEPS = ("mark-paid", "pack", "hand-over", "deliver")


@pytest.fixture
def two_kinds(stocked):
    """Two variants of one product at one price."""
    several = Product.objects.annotate(kinds=Count("variants")).filter(kinds__gte=2)
    first, second = several.first().variants.order_by("sku")[:2]
    type(first).objects.filter(pk__in=(first.pk, second.pk)).update(
        price=first.price, stock=5
    )
    return first, second


@pytest.fixture
def delivered(two_kinds):
    """An order for two pieces that reached Berlin yesterday."""
    first, _ = two_kinds
    at = timezone.now() - timedelta(days=1)
    staff = Person.objects.create_user("packer@example.net", is_staff=True)
    product = first.product
    told = (first.sku, product.name, first.label, first.price, 2, product.tax_rate)
    order = placing.place(
        checkout_id=uuid4(),
        email="maya@example.net",
        name="Maya Okafor",
        address=BERLIN,
        items=[Item(*told)],
        delivery="carrier",
        payment="transfer",
        consent_sentence=consent.sentence(recipients.get("carrier")),
        at=at,
    )
    for step in STEPS:
        fulfilment.VERBS[step](order=order, at=at, by=staff)
    return order


@pytest.fixture
def link(delivered):
    with purposes.using(Purpose.ORDER_CONFIRMATION):
        return delivered.path_for_customer()


@pytest.fixture
def desk(page, live_server, staff):
    """Sign the staff in, in the same browser."""
    client = Client()
    client.force_login(staff)
    page.context.add_cookies(
        [
            {"name": key, "value": morsel.value, "url": live_server.url}
            for key, morsel in client.cookies.items()
        ]
    )
    return page


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def look_at_desk(page, name):
    """Fail on what axe finds wide, or on what sticks out of a phone."""
    assert axe.violations(page) == [], name
    kept = os.environ.get("SHOTS")
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(WIDE) <= width, name
        if kept:
            page.screenshot(path=f"{kept}/{name}-{width}.png", full_page=True)


def open_return(page):
    page.goto("/staff/orders/return/")
    page.get_by_role("link", name="FW-").click()


def test_a_guest_returns_one_of_two_and_is_refunded(desk, delivered, link):
    page = desk
    page.goto(link)
    page.get_by_role("link", name="Send something back").click()
    look(page, "return-form")
    press(page, "Send it back")
    page.get_by_role("alert").wait_for()
    look(page, "return-form-wrong")
    page.get_by_label("It arrived damaged").check()
    page.get_by_label("My money back").check()
    page.get_by_role("textbox").fill("1")
    page.keyboard.press("Enter")
    page.get_by_text("We wait for it.").wait_for()
    look(page, "return-announced")
    open_return(page)
    look_at_desk(page, "staff-return")
    press(page, "Mark as received")
    look_at_desk(page, "staff-return-received")
    press(page, "Note what is taken back")
    press(page, "Agree to the refund")
    page.get_by_text("will be refunded").wait_for()
    refund = Refund.objects.get()
    assert refund.amount == delivered.lines.get().unit_price
    page.goto(link)
    page.get_by_text("We send your money back.").wait_for()


@pytest.mark.parametrize("script", [False])
def test_a_customer_withdraws_within_the_period_without_script(
    chromium, live_server, link, script
):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=script)
    page = context.new_page()
    page.goto(link)
    page.get_by_role("link", name="Withdraw from the contract here").press("Enter")
    page.get_by_role("button", name="Read the statement").press("Enter")
    page.get_by_role("button", name="Confirm the withdrawal").press("Enter")
    page.get_by_text("We wait for it.").wait_for()
    context.close()
    assert Return.objects.get().is_withdrawal
    assert Letter.objects.filter(template="orders/withdrawn").count() == 1


def test_staff_exchange_an_item(desk, two_kinds, delivered, link):
    page, (first, second) = desk, two_kinds
    page.goto(f"{link}withdraw/")
    look(page, "withdraw-statement")
    press(page, "Read the statement")
    look(page, "withdraw-confirm")
    page.goto(f"{link}return/")
    page.get_by_label("It looks different from what I expected").check()
    page.get_by_label("Another one").check()
    page.get_by_role("textbox").fill("1")
    page.get_by_label("In exchange").select_option(second.sku)
    press(page, "Send it back")
    open_return(page)
    for verb in ("Mark as received", "Note what is taken back", "Pack the exchange"):
        press(page, verb)
    page.get_by_text("is exchanged").wait_for()
    look_at_desk(page, "staff-return-exchanged")
    parcel = Parcel.objects.get(kind=Kind.EXCHANGE)
    assert parcel.lines.get().sku == second.sku
    assert Return.objects.get().state == ReturnState.EXCHANGED
    stock = [each.stock for each in type(first).objects.filter(pk=second.pk)]
    assert stock == [4]
    page.goto("/staff/orders/return/")
    look_at_desk(page, "staff-returns")


def test_staff_call_off_what_they_agreed_to_by_mistake(desk, delivered, link):
    page = desk
    page.goto(f"/staff/orders/order/{delivered.pk}/change/")
    page.get_by_role("link", name="Open a refund").click()
    page.get_by_label("Why it goes back").select_option("price")
    page.get_by_role("spinbutton").fill("1")
    page.locator("#content").get_by_role("button").first.click()
    page.get_by_text("will be sent back").wait_for()
    page.goto(link)
    page.get_by_role("link", name="Say where the money should go").click()
    page.get_by_label("Account holder").fill("Maya Okafor")
    page.get_by_label("Sort code").fill("20-20-15")
    page.get_by_label("Account number").fill("31926819")
    press(page, "Send the money to this account")
    page.get_by_text("account ending").wait_for()
    refund = Refund.objects.get()
    page.goto(f"/staff/orders/refund/{refund.pk}/change/")
    look_at_desk(page, "staff-refund-own")
    press(page, "Call it off")
    page.get_by_text("is called off").wait_for()
    look_at_desk(page, "staff-refund-called-off")
    page.goto(link)
    page.get_by_text("we had agreed to it by mistake").wait_for()
    look(page, "refund-called-off")
