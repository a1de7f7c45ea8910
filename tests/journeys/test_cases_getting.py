"""A customer corrects name and address; a guest gets a copy, once."""

from __future__ import annotations

import json
import zipfile

import pytest

from tests.journeys.requests import Asker

pytestmark = pytest.mark.browser
PASSWORD = "seven quiet herons"
NEW_NAME = "Maya Okafor-Lind"
NEW_STREET = "31 Larch Terrace"


def with_account(visit, email):
    """Buy, choose a password, and prove the address; return window and order's page."""
    customer = visit(390, script=False)
    customer.buys(email)
    order = customer.page.url
    customer.field("Password").fill(PASSWORD)
    customer.button("Choose this password").click()
    customer.sees("We sent a letter")
    customer.page.goto(customer.letter_link(email, r"/accounts/password/[\w-]+/"))
    customer.field("Password").fill(PASSWORD)
    customer.button("Turn it on and sign in").click()
    customer.stands_at("/accounts/")
    return customer, order


def corrects_the_name(customer, look):
    customer.page.goto("/your-data/")
    look(customer)
    customer.link("Correct your name").click()
    look(customer)
    customer.field("Full name").fill(NEW_NAME)
    customer.button("Change my name").click()
    customer.sees("Your name is changed, in every open order too.")
    customer.sees(NEW_NAME)


def asks_for_another_address(asker):
    """Fill in the new address on the Contact page; the sign-in proves who asks."""
    asker.chooses("Correct my details")
    asker.customer.field("Street address").fill(NEW_STREET)
    asker.page.get_by_label("Town or city").fill("Edinburgh")
    asker.customer.field("Postcode").fill("EH7 4AA")
    asker.sends("Ask for the correction")
    asker.opens_the_letter()


def test_a_customer_corrects_name_and_address(visit, look, desks):
    email = "corrects@example.net"
    customer, order = with_account(visit, email)
    corrects_the_name(customer, look)
    asker = Asker(customer, email, look)
    asks_for_another_address(asker)
    asker.comes_to_see("A person is looking at it")
    decides(desks(390, script=False)[0], asker.reference)
    asker.comes_to_see("Done")
    look(customer)
    customer.page.goto(order)
    customer.sees(NEW_STREET)
    customer.sees(NEW_NAME)
    assert look.found == []


def decides(desk, reference):
    """One person is enough for a correction; old values stay masked."""
    desk.opens(reference)
    assert "7 Hawthorn Bank" not in desk.page.content()
    desk.makes_the_plan()
    desk.approves(reference)


def test_a_guest_gets_a_copy_once(visit, look, tmp_path):
    email = "copied@example.net"
    number = visit(390, script=False).buys(email)
    asker = Asker(visit(390, script=False), email, look)
    asker.chooses("A copy of my data")
    asker.sends("Ask for the copy")
    asker.opens_the_letter()
    asker.types_the_code()
    assert asker.cookies() == {"session"}
    asker.tells_facts(number)
    asker.comes_to_see("It can be fetched once")
    look(asker.customer)
    asker = opens_elsewhere(visit(1280), asker, number, look)
    with asker.page.expect_download() as fetched:
        asker.customer.button("Fetch the file").click()
    fetched.value.save_as(tmp_path / "copy.zip")
    holds_everything(tmp_path / "copy.zip", email, number)
    asker.customer.button("Fetch the file").click()
    asker.customer.sees("fetched")
    assert asker.customer.button("Fetch the file").count() == 0
    look(asker.customer)
    assert look.found == []


def opens_elsewhere(customer, asker, number, look):
    """With the link alone nothing opens; a fresh code and facts open it here too."""
    customer.page.goto(asker.page.url)
    customer.sees("Open it here with a new code")
    assert customer.button("Fetch the file").count() == 0
    look(customer)
    customer.button("Send me a code").click()
    other = Asker(customer, asker.email, look)
    assert other.cookies() == set()
    customer.shop.waits_for(lambda: codes_sent(customer, asker.email) == 2)
    other.types_the_code()
    other.tells_facts(number)
    customer.sees("It can be fetched once")
    look(customer)
    return other


def codes_sent(customer, email):
    letters = [raw for raw in customer.shop.letters() if email.encode() in raw]
    return sum(b"Your code is" in raw for raw in letters)


def holds_everything(path, email, number):
    """The zip has the formats, the order and the address, and no code."""
    with zipfile.ZipFile(path) as copy:
        names = set(copy.namelist())
        assert {"data.html", "data.json", "data.jsonld"} <= names
        told = copy.read("data.json").decode()
    json.loads(told)
    assert email in told
    assert number in told
