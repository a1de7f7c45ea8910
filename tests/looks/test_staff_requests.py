"""The staff's queue and the page of a request, looked at in Chromium."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from privacy.cases import deciding, filing, moving, planning, taking_up
from privacy.cases.case import Case, Demand
from privacy.cases.states import Kind, State
from privacy.people import Person

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
QUEUE = "/staff/privacy/case/"
SIZES = [(1280, "light"), (390, "dark"), (320, "light")]
NAMES = ["wide and light", "phone and dark", "narrow and light"]


def _filed(kind, email, *, days, person=None, **demand):
    at = timezone.now() - timedelta(days=days)
    case = filing.file(
        kind=kind, email=email, demand=Demand(**demand), country="GB", at=at
    )
    taking_up.take_up(case=case, at=at)
    if person is not None:
        Case.objects.filter(pk=case.pk).update(person=person, identity_proven_at=at)
        moving.move(case, State.VERIFIED, what="identity_proved", at=at)
        moving.move(case, State.IN_REVIEW, what="to_review", at=at)
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def erasure(stocked):
    """A queue with something late, and an erasure that waits for a second person."""
    alice = Person.objects.create_user("alice@example.net", name="Alice Ashdown")
    first = Person.objects.create_superuser("first@example.net", "a long secret")
    _filed(Kind.QUESTION, "bob@example.net", days=40, words="When do you close?")
    _filed(Kind.COPY, "bob@example.net", days=3)
    case = _filed(
        Kind.ERASE, "alice@example.net", days=26, person=alice, words="All of it. " * 20
    )
    at = timezone.now()
    deciding.show_plan(case=case, by=first, at=at)
    digest = planning.digest(case.plan)
    deciding.review(case=case, shown=digest, by=first, at=at)
    return case


@pytest.fixture
def desk(erasure, page, live_server):
    """The page of a browser in which the second person is signed in."""
    second = Person.objects.create_superuser("second@example.net", "a long secret")
    client = Client()
    client.force_login(second)
    cookie = {"name": "session", "value": client.cookies["session"].value}
    page.context.add_cookies([cookie | {"url": live_server.url}])
    return page


def address(case):
    return reverse("admin:privacy_case_change", args=[case.pk])


@pytest.mark.parametrize("page", SIZES, indirect=True, ids=NAMES)
def test_axe_finds_nothing_and_nothing_sticks_out(desk, erasure):
    for path in ("/staff/", QUEUE, QUEUE + "?tab=second", address(erasure)):
        desk.goto(path)
        for act in desk.locator("details.case-act > summary").all():
            act.click()
        found = Axe().run(desk, options=RULES).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], path
        wide = desk.evaluate("document.documentElement.scrollWidth")
        assert wide <= desk.viewport_size["width"], path


def test_the_second_person_approves_with_the_keyboard_alone(desk, erasure):
    desk.goto(QUEUE)
    desk.get_by_role("link", name=erasure.reference).first.focus()
    desk.keyboard.press("Enter")
    act = desk.locator("#approve > summary")
    act.focus()
    desk.keyboard.press("Enter")
    desk.keyboard.press("Tab")
    desk.keyboard.type("R-WRONG")
    desk.keyboard.press("Enter")
    desk.get_by_role("alert").get_by_text("That is not the reference").wait_for()
    field = desk.get_by_label("Type the reference of this request")
    assert field.input_value() == "R-WRONG"
    assert field.get_attribute("aria-invalid") == "true"
    assert desk.locator("#approve").get_attribute("open") is not None
    field.fill(erasure.reference)
    desk.keyboard.press("Enter")
    desk.get_by_text("Approved. The program carries it out.").wait_for()
    assert Case.objects.get(pk=erasure.pk).state == State.COOLING_OFF


def test_opening_one_choice_closes_the_other(desk, erasure):
    desk.goto(address(erasure))
    assert desk.locator("details[open]").count() == 0
    for name in ("approve", "refuse"):
        desk.locator(f"#{name} > summary").click()
    assert desk.locator("details[open]").count() == 1
