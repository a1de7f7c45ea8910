"""Every kind of page, light and dark: axe finds nothing, and 320 pixels are enough."""

from __future__ import annotations

import re
import time

import pytest

from tests.journeys.inspector import Inspector, remembered

pytestmark = pytest.mark.browser
PASSWORD = "seven quiet herons"
EMAIL = "looker@example.net"
OPEN_TO_ALL = (
    *("/", "/departments/envelopes/", "/departments/everything/?c=green&min=x"),
    *("/products/night-post-envelopes/", "/search/?q=wax", "/search/?q=zeppelin"),
    *("/basket/", "/contact/", "/privacy/", "/demo/mailbox/"),
    *("/privacy/versions/", "/privacy/versions/1/", "/privacy/versions/1/changes/"),
    *("/accounts/sign-in/", "/accounts/reset/"),
)
REFUSED = ("/nothing-here/", "/accounts/reset/never-was-one/", "/products/dot-journal/")
STAFF = (
    *("/staff/", "/staff/orders/order/", "/staff/shop/product/"),
    *("/staff/shop/product/add/", "/staff/shop/department/"),
    *("/staff/factors/", "/staff/factors/staff/", "/staff/factors/passkey/"),
)


def test_pages_that_anybody_may_open(visit):
    guest = visit()
    inspector = Inspector(guest, visit.said)
    for path in (*OPEN_TO_ALL, *REFUSED):
        guest.page.goto(path)
        inspector.look()
    # Of a refusal Chromium itself speaks on the console.
    assert len(visit.said) == len(REFUSED)
    visit.said.clear()
    assert inspector.found == []


def test_pages_of_basket_checkout_order_and_account(visit):
    guest = visit()
    inspector = Inspector(guest, visit.said)
    checkout(guest, inspector)
    order = guest.page.url
    guest.link(re.compile("^Pay £")).click()
    inspector.look("payment")
    guest.button("Decline it").click()
    guest.sees("The bank said no")
    inspector.look("payment declined")
    guest.page.goto(order)
    account(guest, inspector)
    assert len(inspector.seen) == 14
    assert inspector.found == []


def checkout(guest, inspector):
    """Order something, and look at each page on the way."""
    guest.fills_basket()
    guest.page.goto("/basket/")
    inspector.look("basket")
    guest.goes_to_checkout()
    inspector.look("details")
    guest.button("Continue to delivery").click()
    guest.sees("There is a problem")
    inspector.look("details with errors")
    guest.tells_details(EMAIL)
    inspector.look("delivery")
    guest.chooses("Our own van", "Test payment")
    inspector.look("check")
    guest.orders()
    inspector.look("order")


def account(guest, inspector):
    """Turn a password on, and look at each page on the way."""
    guest.field("Password").fill(PASSWORD)
    guest.button("Choose this password").click()
    guest.sees("We sent a letter")
    inspector.look("order, password asked for")
    guest.page.goto(guest.letter_link(EMAIL, r"/accounts/password/[\w-]+/"))
    inspector.look("password to prove")
    guest.field("Password").fill(PASSWORD)
    guest.button("Turn it on and sign in").click()
    guest.stands_at("/accounts/")
    inspector.look("account")
    guest.link("Change your password").click()
    inspector.look("password to change")
    guest.page.goto("/demo/mailbox/")
    inspector.look("mailbox")
    guest.page.goto("/demo/mailbox/1/")
    inspector.look("letter")


def test_staff_pages(visit, keeper):
    staff = visit()
    inspector = Inspector(staff, visit.said)
    staff.buys("seen.by.staff@example.net")
    staff.page.goto("/staff/")
    inspector.look("staff sign-in")
    staff.look = inspector.look
    staff.signs_in_as_staff(*keeper)
    for path in STAFF:
        staff.page.goto(path)
        inspector.look()
    staff.page.goto("/staff/orders/order/")
    staff.page.locator("#result_list a").first.click()
    inspector.look("an order")
    assert inspector.found == []


def test_the_inspector_sees_what_a_browser_should_not_remember(visit):
    guest = visit()
    guest.page.goto("/")
    assert remembered(guest.page) == []
    guest.page.evaluate(
        "localStorage.setItem('seen', '1');"
        "document.cookie = 'visitor=1'; document.cookie = 'csrf=1; max-age=90000'"
    )
    assert remembered(guest.page) == [
        "something in the browser's storage",
        "cookie visitor is not declared",
        "cookie csrf is open to scripts or to other sites",
    ]
    late = time.time() + 2 * 24 * 60 * 60
    long = {"name": "session", "value": "x", "url": guest.page.url, "expires": late}
    guest.page.context.add_cookies([{**long, "httpOnly": True, "sameSite": "Lax"}])
    assert "cookie session stays longer than it says" in remembered(guest.page)


def test_the_inspector_sees_what_is_wrong(visit):
    guest = visit()
    guest.page.set_content(
        "<html><body><img src='data:,'><p id='x'>x</p></body></html>"
    )
    guest.page.evaluate("document.getElementById('x').style.width = '900px'")
    inspector = Inspector(guest, visit.said)
    inspector.look("a bad page")
    guest.page.goto("/")
    names = {each[2] for each in inspector.found if len(each) == 4}
    assert {"image-alt", "html-has-lang"} <= names
    assert ("a bad page", "908 px wide at 320") in inspector.found
    visit.said.clear()
    visit.hosts.discard("")
