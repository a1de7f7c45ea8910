"""The staff pages in Chromium: each that links lead to, and the desk of a request."""

from __future__ import annotations

import re
from collections import deque
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from orders import fulfilment, placing
from privacy.cases import deciding, filing, moving, planning, taking_up
from privacy.cases.case import Case, Demand
from privacy.cases.states import Kind, State
from privacy.people import Person
from privacy.regimes.change import RuleChange
from privacy.retention import holding
from privacy.retention.hold import LegalHold
from shop import roles
from tests import axe
from tests.house import code
from tests.orders.conftest import BOOK, HOME, PEN
from tests.shop.today.conftest import export

pytestmark = pytest.mark.browser
# Another width and other colours change no name, role or order.
SEEN = ("color-contrast", "target-size", "scrollable-region-focusable")
# The others are built alike.
FEW_ROWS = {"exclude": ["#result_list tbody tr:nth-child(n + 4)"]}
QUEUE = "/staff/privacy/case/"
SLIP = "admin:orders_order_slip"
LINKS = "[...document.links].map((link) => link.pathname)"
WIDE = "document.documentElement.scrollWidth"
STORED = "localStorage.length + sessionStorage.length"
ASK = "/staff/privacy/export/ask/?sheet=orders&for=delivery"
ALSO = (QUEUE + "?tab=late", ASK, "/staff/shop/", "/staff/nothing/")
ALIKE = re.compile(r"^.*_(history|delete)$|^admin:shop_department_.*$")
# One of each kind: what waits, a list, a form, a table, a desk.
BY_KEYBOARD = (
    *("admin:index", "admin:orders_order_changelist", "admin:privacy_rulechange_add"),
    *("admin:privacy_trailentry_changelist", "admin:orders_order_change"),
)
DESKS = ("admin:privacy_case_change", "admin:privacy_export_change")
STOPS = """() => [...document.querySelectorAll(
  "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
)].filter((each) => each.checkVisibility() && !each.disabled).length"""
FOCUSED = """() => {
  const it = document.activeElement;
  const drawn = [null, "::after"].map((part) => getComputedStyle(it, part));
  const box = it.getBoundingClientRect();
  return {
    done: it === document.body,
    what: it.outerHTML.slice(0, 90),
    seen: drawn.some((style) => style.outlineStyle !== "none")
      && box.width > 0 && box.right > 0 && box.left < innerWidth,
  };
}"""


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


@pytest.fixture
def busy(erasure):
    """Add what other pages show: an order, a hold, a changed rule, an export, roles."""
    at, by = timezone.now(), Person.objects.get_by_natural_key("first@example.net")
    order = placing.place(
        checkout_id=uuid4(),
        email="maya@example.net",
        name="Maya Okafor",
        address=HOME,
        items=[PEN, BOOK],
        delivery="own",
        payment="transfer",
        consent_sentence=None,
        at=at,
    )
    fulfilment.mark_paid(order=order, at=at, by=by)  # now it has a slip and a label
    until = timezone.localdate() + timedelta(days=30)
    told = {"words": "A court asked for it.", "until": until, "by": by, "at": at}
    reason = LegalHold.Reason(LegalHold.Reason.values[0])
    holding.hold(what=holding.target(order.number), reason=reason, **told)
    rule = {"regime": "uk", "rule": "deadline_count", "value": 1}
    RuleChange.objects.create(**rule, effective_from=until, by=by)
    export(by, at)
    roles.sync()
    Person.objects.get_by_natural_key("second@example.net").groups.set(
        Group.objects.all()
    )


def kind_of(path):
    """Return the view that answers; Django's own pages are alike for all models."""
    return ALIKE.sub(r"any \1", resolve(path).view_name)


def walked(page, first=("/staff/", *ALSO)):
    """Follow links from page to page; one of each kind, by the view that answers.

    Nothing is pressed. What stands folded is opened before somebody looks.
    """
    waiting, kinds = deque(first), set()
    while waiting:
        path = waiting.popleft()
        kind = path if path in ALSO else kind_of(path)
        if kind not in kinds:
            kinds.add(kind)
            html = page.goto(path).text()
            waiting += [to for to in page.evaluate(LINKS) if to.startswith("/staff/")]
            for folded in page.locator("main details:not([open]) > summary").all():
                if folded.is_visible():
                    folded.click()
            yield kind, html


def looked_at(page, kind):
    """Return what is wrong with the page on a phone in the dark, and wide in light."""
    wrong = []
    for width, scheme, rules in ((390, "dark", axe.RULES), (1280, "light", SEEN)):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        if rules is axe.RULES or kind in (*BY_KEYBOARD, *DESKS, *ALSO):
            found = axe.violations(page, rules=rules, where=FEW_ROWS)
            wrong += [(kind, scheme, e["id"], e["nodes"][0]["html"]) for e in found]
        sideways = page.evaluate(WIDE)
        wrong += [(kind, f"{sideways} wide")] if sideways > width else []
    return wrong + ([(kind, "stored something")] if page.evaluate(STORED) else [])


def once_around(page, most):
    """Press Tab from the end of the page to its end; return what had the focus."""
    rounds = [[]]
    for _ in range(most):
        page.keyboard.press("Tab")
        told = page.evaluate(FOCUSED)
        if not told["done"]:
            rounds[-1].append(told)
        elif len(rounds) == 2:
            break
        else:
            rounds.append([])
    return rounds[-1]


def typed_through(page, kind):
    """Return what Tab does not come to, or comes to unseen."""
    stops = page.evaluate(STOPS)
    met = once_around(page, most=2 * stops + 2)
    unseen = [(kind, "unseen", each["what"]) for each in met if not each["seen"]]
    return unseen + ([(kind, f"{len(met)} of {stops}")] if len(met) < stops else [])


def test_every_page_that_links_lead_to_is_clean_on_a_phone_and_wide(desk, busy):
    kinds, wrong = [], []
    for kind, html in walked(desk):
        kinds.append(kind)
        wrong += code.inline({kind: html}) + looked_at(desk, kind)
        if kind in BY_KEYBOARD:
            wrong += typed_through(desk, kind)
    assert wrong == []
    assert {*BY_KEYBOARD, "admin:privacy_case_change", SLIP, *ALSO} <= set(kinds)


def test_the_look_at_a_page_finds_what_is_wrong(desk):
    desk.goto("/staff/")
    desk.evaluate(
        "document.querySelector('main').append(new Image());"
        "document.querySelector('h1').style.width = '2000px'"
    )
    wrong = looked_at(desk, "bad")
    assert ("bad", "dark", "image-alt", "<img>") in wrong
    assert any(each[1].endswith(" wide") for each in wrong)


def test_the_first_tab_leads_past_the_head_and_the_sections(desk):
    desk.goto("/staff/")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.activeElement.id") == "content-start"


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
