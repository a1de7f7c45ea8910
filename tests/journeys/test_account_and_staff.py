"""After the sale: a password by mail, the order in the account, and what staff do."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser
PASSWORD = "seven quiet herons"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_guest_chooses_a_password_proves_the_address_and_sees_the_order(visit):
    guest, email = visit(), "later@example.net"
    number = guest.buys(email)
    guest.field("Password").fill(PASSWORD)
    guest.button("Choose this password").click()
    guest.sees("We sent a letter")
    guest.page.goto(guest.letter_link(email, r"/accounts/password/[\w-]+/"))
    guest.field("Password").fill(PASSWORD)
    guest.button("Turn it on and sign in").click()
    guest.stands_at("/accounts/")
    guest.sees(number)
    guest.button("Sign out").click()
    guest.sees("You are signed out")
    guest.field("Email address").fill(email)
    guest.field("Password").fill(PASSWORD)
    guest.button("Sign in").click()
    guest.link(number).click()
    guest.sees(f"Order {number}")


def test_staff_sign_in_with_a_passkey(visit, keeper, shop):
    staff = visit()
    here = f"http://localhost:{shop.port}/staff/"  # a number can have no passkey
    browser = staff.page.context.new_cdp_session(staff.page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    staff.page.goto(here)
    staff.signs_in_as_staff(*keeper)
    staff.page.goto(f"{here}factors/passkey/")
    staff.button("Make a passkey").click()
    staff.stands_at("/staff/factors/")
    staff.sees("Passkey")
    staff.button("Sign out").click()
    staff.page.goto(here)
    staff.types_password(*keeper)
    staff.button("Use your passkey").click()
    staff.stands_at("/staff/")
    staff.page.goto(f"{here}factors/")
    staff.page.locator("li", has_text="Passkey").get_by_role("button").click()
    # Its sessions end with it.
    staff.sees("Your password is right")
    assert visit.hosts == {f"localhost:{shop.port}"}
    visit.hosts.clear()
    staff.page.goto("/")  # by its number again, as on every other journey


def test_staff_mark_an_order_paid_packed_and_handed_over(visit, keeper):
    guest = visit()
    number = guest.buys("shipped@example.net")
    link = guest.page.url
    staff = visit()
    staff.page.goto("/staff/")
    staff.signs_in_as_staff(*keeper)
    staff.page.goto("/staff/orders/order/")
    row = staff.page.locator("tr", has_text=number)
    assert "shipped@example.net" not in row.inner_text()
    assert "Maya Okafor" not in row.inner_text()
    row.get_by_role("link", name=number).click()
    for verb in ("Mark as paid", "Mark as packed", "Mark as handed over"):
        staff.button(verb).click()
        assert staff.button(verb).count() == 0
    staff.sees("is on its way")
    guest.page.goto(link)
    guest.sees("is on its way")
    guest.got_letters("shipped@example.net", 4)  # placed, paid, packed, handed over
