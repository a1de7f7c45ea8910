"""Questions about an order, and every letter, on a phone, at a desk, in a mailbox."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from orders import placing
from orders.conversation import asking
from orders.conversation.message import Message
from privacy import letters, purposes
from privacy.letters import previews
from privacy.people import Person
from privacy.purposes import Purpose
from shop import roles
from tests import axe
from tests.orders.conftest import BOOK, HOME, PEN

pytestmark = pytest.mark.browser
WIDE = "document.documentElement.scrollWidth"
ASKED, ANSWERED = "Is the pen blue?\n\nIt is a present.", "It is navy."
LIST = "/staff/orders/message/"
PREVIEWS = "/staff/privacy/letter/previews/"
# What is too small to read, or not there at all.
READABLE = """() => [...document.querySelectorAll("p, td, th, h1, a, li")]
  .filter((each) => each.textContent.trim())
  .map((each) => getComputedStyle(each))
  .filter((style) => parseFloat(style.fontSize) < 14 || style.display === "none")
  .length"""


@pytest.fixture
def order(stocked):
    return placing.place(
        checkout_id=uuid4(),
        email="maya@example.net",
        name="Maya Okafor",
        address=HOME,
        items=[PEN, BOOK],
        delivery="own",
        payment="transfer",
        consent_sentence=None,
        at=timezone.now(),
    )


@pytest.fixture
def at_desk(page, live_server, db):
    """Sign somebody of the after-sales in."""
    roles.sync()
    clerk = Person.objects.create_user("cleo@example.net", is_staff=True, name="Cleo")
    clerk.groups.add(Group.objects.get(name="after_sales"))
    client = Client()
    client.force_login(clerk)
    page.context.add_cookies(
        [
            {"name": key, "value": morsel.value, "url": live_server.url}
            for key, morsel in client.cookies.items()
        ]
    )
    return page


@pytest.mark.parametrize("page", [(390, "dark")], indirect=True)
def test_a_question_is_asked_on_a_phone_and_what_is_wrong_is_said(page, order):
    with purposes.using(Purpose.ORDER_CONFIRMATION):
        path = order.path_for_customer()
    page.goto(path)
    assert axe.violations(page) == []
    page.get_by_role("link", name="Ask a question").click()
    page.get_by_label("Your question").fill("My card is 4111 1111 1111 1111")
    page.get_by_role("button", name="Send the question").click()
    assert "4111 1111" in page.get_by_label("Your question").input_value()
    assert axe.violations(page) == []
    page.get_by_role("alert").get_by_role("link").click()
    page.get_by_label("Your question").fill(ASKED)
    page.get_by_role("button", name="Send the question").click()
    page.get_by_text("Your question is with us").wait_for()
    assert axe.violations(page) == []
    assert page.evaluate(WIDE) == 390
    page.goto(path)
    assert axe.violations(page) == []
    assert page.evaluate(WIDE) == 390
    assert Message.objects.count() == 1


def test_staff_read_and_answer_without_a_mail_program(at_desk, order):
    page = at_desk
    asking.ask(order=order, words=ASKED, form=uuid4(), at=timezone.now())
    page.goto("/staff/")
    page.get_by_role("link", name="Questions").first.click()
    assert axe.violations(page) == []
    page.get_by_role("link", name=order.number).click()
    assert "Is the pen blue?" not in page.content()
    assert axe.violations(page) == []
    page.get_by_role("button", name="Read and answer").click()
    page.get_by_text("Is the pen blue?").wait_for()
    page.set_viewport_size({"width": 390, "height": 900})
    assert page.evaluate(WIDE) == 390
    assert axe.violations(page) == []
    page.get_by_label("Your answer").fill(ANSWERED)
    page.get_by_role("button", name="Send the answer").click()
    page.get_by_text("No question waits").wait_for()
    assert axe.violations(page) == []
    page.goto(f"/staff/orders/order/{order.pk}/change/")
    with purposes.using(Purpose.ORDER_CONFIRMATION):
        page.goto(order.path_for_customer())
    page.set_viewport_size({"width": 1280, "height": 900})
    assert ANSWERED in page.content()


def test_a_letter_is_shown_in_a_frame_that_can_do_nothing(at_desk):
    page = at_desk
    page.goto(PREVIEWS)
    assert axe.violations(page) == []
    page.get_by_role("link", name="we have answered you").click()
    inside = page.frame_locator("iframe").get_by_role("heading")
    inside.wait_for()
    assert inside.inner_text() == "We have answered you"
    assert page.frames[1].evaluate("origin") == "null"
    assert page.frames[1].evaluate("getComputedStyle(document.body).fontSize") == "16px"
    assert axe.violations(page) == []
    page.set_viewport_size({"width": 390, "height": 900})
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(WIDE) == 390
    assert axe.violations(page) == []


def test_every_letter_reads_on_a_phone_and_a_desk_in_light_and_in_dark(chromium):
    """Mail programs that follow the colours of the system find nothing in their way."""
    context = chromium.new_context(viewport={"width": 390, "height": 900})
    page = context.new_page()
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    for name in letters.registered():
        for preview in previews.of(name):
            page.set_content(preview.letter().html)
            assert page.evaluate(WIDE) == 390, name
            assert page.evaluate(READABLE) == 0, name
            for scheme, light in (("light", True), ("dark", False)):
                page.emulate_media(color_scheme=scheme)
                drawn = page.evaluate("getComputedStyle(document.body).color")
                assert (drawn == "rgb(0, 0, 0)") is light, (name, drawn)
    assert fetched == []
    context.close()
