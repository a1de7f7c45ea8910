"""A guest buys, with and without script, on a small and on a large screen."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.browser
WAYS = [
    (390, True, "Test payment"),
    (390, False, "Bank transfer"),
    (1280, True, "Bank transfer"),
    (1280, False, "Test payment"),
]


@pytest.mark.parametrize(("width", "script", "payment"), WAYS)
def test_a_guest_buys_and_pays(visit, width, script, payment):
    guest = visit(width, script=script)
    guest.buys(f"guest{width}{script}@example.net", payment=payment)
    if payment == "Bank transfer":
        guest.sees("GB33 BUKB")
        return
    guest.link(re.compile("^Pay £")).click()
    guest.button("Decline it").click()
    guest.sees("The bank said no")
    guest.button("Approve the payment").click()
    guest.stands_at("/orders/[^/]+/")
    guest.sees("is paid")


def test_no_cookie_comes_before_the_first_thing_is_in_the_basket(visit):
    guest = visit()
    for path in (
        *("/", "/departments/envelopes/", "/search/?q=wax", "/basket/", "/contact/"),
        *("/privacy/", "/accounts/sign-in/", "/accounts/reset/", "/nothing-here/"),
    ):
        guest.page.goto(path)
    assert guest.page.context.cookies() == []
    visit.said.clear()  # Chromium itself remarks on the 404
    guest.fills_basket()
    guest.page.goto("/basket/")
    names = {each["name"] for each in guest.page.context.cookies()}
    assert "basket" in names
    assert names <= {"basket", "csrf"}


def test_a_carrier_needs_the_box_and_the_page_says_what_remains(visit):
    guest = visit()
    guest.fills_basket()
    guest.goes_to_checkout()
    guest.tells_details("carried@example.net")
    carrier = guest.page.get_by_role("radio", name="Northbound Parcels")
    box = guest.page.get_by_role("checkbox")
    assert not box.is_checked()
    carrier.check()
    guest.page.get_by_label("Bank transfer").check()
    guest.button("Continue to check").click()
    guest.sees("There is a problem")
    guest.sees("You can choose")
    assert carrier.is_checked()
    box.check()
    guest.button("Continue to check").click()
    guest.sees("You agreed")
    guest.orders()


def test_mistakes_are_told_and_nothing_typed_is_lost(visit):
    guest = visit(390)
    guest.fills_basket()
    guest.goes_to_checkout()
    guest.field("Email address").fill("maya.example.net")
    guest.field("Full name").fill("Maya Okafor")
    guest.button("Continue to delivery").click()
    guest.sees("There is a problem")
    focused = "document.activeElement.className"
    assert guest.page.evaluate(focused) == "errors"
    assert guest.field("Email address").input_value() == "maya.example.net"
    assert guest.field("Full name").input_value() == "Maya Okafor"
    guest.link("Enter an email address that includes an @").click()
    assert guest.page.evaluate("document.activeElement.id") == "id_email"
