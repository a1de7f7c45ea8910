"""A guest proves who asks, one of the staff agrees, and another one approves."""

from __future__ import annotations

import re

import pytest

from tests.journeys.requests import waits_as_people_do

pytestmark = pytest.mark.browser
OWNER = "maya.decides@example.net"
SECOND = "second@example.net"


def asks_for_erasure(guest):
    """File the demand on the Contact page and open its status page by the letter."""
    guest.page.goto("/contact/erase/")
    guest.field("Email address").fill(OWNER)
    waits_as_people_do(guest.page)
    guest.button("Ask us to erase everything").click()
    guest.page.goto(guest.letter_link(OWNER, r"/cases/[\w-]+/"))


def proves_it(guest, number):
    """Enter the code of the letter, then a fact of the order."""
    code = guest.letter_link(OWNER, r"Your code is \d{6}")[-6:]
    guest.field("Code").fill(code)
    guest.button("Check the code").click()
    guest.field("Order number").fill(number)
    guest.field("Its total, its postcode, or one thing in it").fill("EH6 6QZ")
    guest.button("Send this").click()
    guest.sees("A person is looking at it")


def cancels_the_order(staff, number):
    """An open order would stand in the way."""
    staff.page.goto("/staff/orders/order/")
    staff.link(number).click()
    staff.button("Cancel the order").click()


def opens_request(staff):
    staff.page.goto("/staff/privacy/case/?kind=erase")
    row = staff.page.locator("#content-main tbody tr").first
    assert OWNER not in row.inner_text()
    row.get_by_role("link").first.click()


def does(staff, act, button):
    staff.page.locator(f"#{act} > summary").click()
    staff.button(button).click()


def agrees(first):
    opens_request(first)
    first.sees("No plan has been made.")
    does(first, "plan", "Make the plan")
    first.sees("Nothing stands in the way.")
    does(first, "review", "Agree to this plan")
    first.sees("You agreed to this plan, so you can’t approve it.")
    assert first.page.locator("#approve").count() == 0


def approves(second):
    opens_request(second)
    reference = second.page.locator("h1 small").inner_text()
    second.page.locator("#approve > summary").click()
    second.field("Type the reference of this request").fill(reference)
    second.button("Approve and carry out").click()
    second.sees("Approved. The program carries it out.")
    second.sees("Cooling off")


@pytest.fixture
def another(shop):
    """Address and password of a second staff login, who may approve and no more."""
    may = ("--role", "privacy_approver")
    told = shop.inside.run("manage.py", "create_staff", "--email", SECOND, *may)
    return SECOND, re.search(r"(?:[0-9a-f]{6}-){3}[0-9a-f]{6}", told)[0]


def test_staff_verify_and_a_second_person_approves(visit, keeper, another):
    guest, first, second = visit(), visit(), visit(390, script=False)
    for staff, login in ((first, keeper), (second, another)):
        staff.page.goto("/staff/")
        staff.signs_in_as_staff(*login)
    number = guest.buys(OWNER)
    cancels_the_order(first, number)
    asks_for_erasure(guest)
    proves_it(guest, number)
    agrees(first)
    approves(second)
    guest.page.reload()
    guest.sees("You can still take it back")
