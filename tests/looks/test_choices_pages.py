"""The page of choices: it reads well, fits, works by keyboard and without script."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from orders import agreement, fulfilment
from orders.models import Order
from privacy import purposes
from privacy.models import Consent
from privacy.people import Person
from privacy.purposes import Purpose
from shop.catalogue.models import Variant
from tests.looks.looking import look
from tests.shop.customer import Customer

pytestmark = pytest.mark.browser


def bought():
    """Buy something by the carrier, and return its order."""
    buyer = Customer()
    buyer.add(Variant.objects.filter(stock__gt=2).first().sku)
    buyer.fill(delivery="carrier", consent="on")
    buyer.order()
    return Order.objects.latest("placed_at")


@pytest.fixture
def orders(stocked):
    """One that waits, one that was taken back, and one that has left."""
    cache.clear()
    staff = Person.objects.create_superuser("staff@example.net", name="Sam")
    waits, back, left = (bought() for _ in range(3))
    agreement.take_back(order=back, at=timezone.now())
    for verb in (fulfilment.mark_paid, fulfilment.pack, fulfilment.hand_over):
        verb(order=left, at=timezone.now(), by=staff)
    return {"waits": waits, "back": back, "left": left}


@pytest.fixture
def signed_in(page, orders, live_server):
    """The page of a browser in which the buyer is signed in."""
    maya = orders["waits"].person
    Person.objects.filter(pk=maya.pk).update(
        email_proven_at=timezone.now() - timedelta(days=90)
    )
    client = Client()
    client.force_login(Person.objects.get(pk=maya.pk))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
    )
    return page


def path_of(order):
    """Return the path of the choices behind the link of an order."""
    with purposes.using(Purpose.OWN_REQUEST):
        return f"/choices/{order.link}/"


def test_axe_finds_nothing_and_all_fits(signed_in, orders):
    page = signed_in
    page.goto("/choices/")
    look(page, "choices")
    page.get_by_role("button", name="Take this back").last.click()
    look(page, "choices-taken-back")
    for name, order in orders.items():
        page.goto(path_of(order))
        look(page, f"choices-of-order-{name}")
    page.goto(path_of(orders["back"]).replace("/choices/", "/orders/"))
    look(page, "order-taken-back")
    page.context.clear_cookies()
    page.goto("/choices/")
    look(page, "choices-door")


def test_by_keyboard_it_is_taken_back_and_given_again(page, orders):
    page.goto(path_of(orders["waits"]))
    for name, said in (("Take this back", "Taken back."), ("I agree", "Agreed.")):
        press(page, name)
        page.get_by_role("status").get_by_text(said).wait_for()
    assert Consent.objects.standing().count() == 2


def press(page, name):
    """Go to a button with the Tab key alone, and press Enter there."""
    page.locator("#main").focus()
    wanted = page.get_by_role("button", name=name)
    for _ in range(12):
        page.keyboard.press("Tab")
        if wanted.evaluate("each => each === document.activeElement"):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab does not reach {name}")


def test_without_script_and_cookies_one_press_takes_it_back(
    chromium, orders, live_server
):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto(path_of(orders["waits"]))
    page.get_by_role("button", name="Take this back").click()
    page.get_by_text("It counts from this moment.").wait_for()
    assert page.get_by_role("button", name="Take this back").count() == 0
    page.get_by_role("button", name="I agree").click()
    page.get_by_text("Agreed. A receipt is on its way").wait_for()
    assert context.cookies() == []
    context.close()
