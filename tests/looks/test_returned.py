"""The notice that letters come back: it reads well, fits, and leads to a correction."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from privacy import purposes
from privacy.cases import filing, taking_up
from privacy.cases.case import Demand
from privacy.cases.states import Kind
from privacy.letters import returned, sending
from privacy.models import Case, Letter
from privacy.people import Person
from privacy.purposes import Purpose
from tests import axe
from tests.looks.test_data_pages import NARROW, WIDE, look, maya, signed_in

__all__ = ["maya", "signed_in"]
pytestmark = pytest.mark.browser
TOLD = "Our letters do not reach you"


@pytest.fixture
def paths(maya):
    """A letter about an order and one about a request came back; the pages of both."""
    at = timezone.now()
    filing.file(
        kind=Kind.COPY,
        email="maya.typo@example.net",
        demand=Demand(),
        country="GB",
        at=at,
    )
    case = Case.objects.get()
    taking_up.take_up(case=case, at=at)
    first = Letter.objects.filter(template__in=("orders/placed", "cases/received"))
    for letter in list(first):
        sending.send(letter=letter, at=at)
        sent = Letter.objects.get(pk=letter.pk)
        returned.note(letter=sent, status="5.1.1", at=at)
    with purposes.using(Purpose.OWN_REQUEST):
        order = maya.orders.get().path_for_customer()
        return {"order": order, "case": case.path_for_customer()}


def shows(page, path, name):
    page.goto(path)
    page.get_by_role("heading", name=TOLD).wait_for()
    look(page, f"returned-{name}")


def test_it_fits_and_axe_finds_nothing(signed_in, paths):
    for name, path in paths.items():
        shows(signed_in, path, name)
    shows(signed_in, "/accounts/", "account")
    shows(signed_in, "/your-data/", "your-data")


@pytest.mark.parametrize("page", [(NARROW, "light")], indirect=True)
def test_a_guest_gets_to_a_form_by_the_keyboard(page, paths):
    shows(page, paths["order"], "order-guest")
    notice = page.locator("section.note", has=page.get_by_role("heading", name=TOLD))
    page.get_by_role("link", name="Skip to main content").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert notice.locator("a").first.evaluate("a => a === document.activeElement")
    page.keyboard.press("Enter")
    page.wait_for_url("**/contact/correct/")


@pytest.mark.parametrize("page", [(WIDE, "light"), (NARROW, "dark")], indirect=True)
def test_staff_read_what_waits(page, paths, live_server):
    keeper = Person.objects.create_superuser("sam@example.net", "a long secret")
    client = Client()
    client.force_login(keeper)
    cookie = {"name": "session", "value": client.cookies["session"].value}
    page.context.add_cookies([cookie | {"url": live_server.url}])
    page.goto("/staff/privacy/letter/")
    assert "m•••@example.net" in page.locator("#result_list").inner_text()
    assert "maya" not in page.content()
    found = axe.violations(page)
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if os.environ.get("SHOTS"):
        kept = Path(os.environ["SHOTS"]) / f"staff-letters-{width}.png"
        page.screenshot(path=str(kept), full_page=True)
