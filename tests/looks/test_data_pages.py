"""The pages about one's own data: they read well, fit, print, and need no script."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from privacy import purposes
from privacy.cases import deciding, filing, identity, moving
from privacy.cases.case import Demand
from privacy.cases.states import Kind, State
from privacy.models import Case
from privacy.people import Person
from privacy.purposes import Purpose
from shop.catalogue.models import Variant
from shop.contact.subjects import SUBJECTS
from tests.looks.looking import look
from tests.shop.customer import Customer

pytestmark = pytest.mark.browser
SECRET = "a long enough secret"
NARROW, WIDE = 390, 1280


@pytest.fixture
def maya(stocked):
    """A customer with an account, an order and a request, long signed in."""
    cache.clear()
    buyer = Customer()
    buyer.add(Variant.objects.filter(stock__gt=2).first().sku)
    buyer.fill()
    buyer.order()
    maya, at = Person.objects.get(email="maya@example.net"), timezone.now()
    maya.set_password(SECRET)
    maya.email_proven_at = at - timedelta(days=90)
    maya.save()
    return maya


@pytest.fixture
def signed_in(page, maya, live_server):
    """The same page, with Maya's session."""
    client = Client()
    client.force_login(maya)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
    )
    return page


@pytest.fixture
def cases(maya):
    """Requests at every turn of the way; the paths of their pages by name."""
    at, found = timezone.now(), {}
    for name, kind in (("code", Kind.ERASE), ("facts", Kind.ERASE), ("see", Kind.SEE)):
        found[name] = filing.file(
            kind=kind, email="maya@example.net", demand=Demand(), country="GB", at=at
        )
        moving.move(found[name], State.AWAITING_IDENTITY, what="acknowledged", at=at)
        identity.send_code(case=found[name], at=at)
    found["facts"].challenges.update(passed_at=at)
    found["facts"].challenges.create(
        rung="facts", made_at=at, expires_at=at + timedelta(days=1)
    )
    found |= _decided(maya, at)
    with purposes.using(Purpose.OWN_REQUEST):
        return {name: case.path_for_customer() for name, case in found.items()}


def _decided(maya, at):
    staff = Person.objects.create_superuser("staff@example.net", SECRET, name="Sam")
    made = {}
    for name in ("review", "refused", "asked"):
        made[name] = filing.file(
            kind=Kind.CLEAR,
            email="maya@example.net",
            demand=Demand(before="2026-12-31", seen=True),
            country="GB",
            at=at,
            person=maya,
        )
        moving.move(made[name], State.AWAITING_IDENTITY, what="acknowledged", at=at)
        identity.begin(case=made[name], at=at)
        deciding.show_plan(case=made[name], by=staff, at=at)
    deciding.refuse(
        case=made["refused"],
        reason="excessive",
        ground="GDPR Art. 12(5)(b)",
        sentence="It is the tenth this week.",
        by=staff,
        at=at,
    )
    deciding.ask(case=made["asked"], sentence="Which one?", by=staff, at=at)
    done = Case.objects.get(pk=made["review"].pk)
    done.certificate = {"reference": done.reference}
    done.save(update_fields=["certificate"])
    return made


def look_at_all(page, cases):
    for kind in ("", *SUBJECTS):
        page.goto(f"/contact/{kind}/".replace("//", "/"))
        look(page, f"contact-{kind or 'choice'}")
    for name, path in cases.items():
        page.goto(path)
        look(page, f"case-{name}")
    for name in ("", "correct/name/", "correct/email/", "correct/address/", "copy/"):
        page.goto(f"/your-data/{name}")
        look(page, f"your-data-{name.replace('/', '-')}")
    look_at_clearing(page)
    page.goto("/your-data/erase/")
    look(page, "your-data-erase")


def look_at_clearing(page):
    page.goto("/your-data/clear/")
    look(page, "your-data-clear")
    page.locator("input[name=rows]").first.check()
    page.get_by_role("button", name="Show what would happen").click()
    look(page, "your-data-clear-preview")


def test_axe_finds_nothing_and_all_fits(signed_in, cases):
    look_at_all(signed_in, cases)


def test_all_is_well_while_something_is_wrong(signed_in, cases):
    page = signed_in
    page.goto("/your-data/")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    look(page, "your-data-open")
    page.goto("/contact/correct/")
    page.get_by_role("button", name="Ask for the correction").click()
    look(page, "contact-correct-wrong")
    page.goto(cases["code"])
    page.get_by_role("button", name="Check the code").click()
    look(page, "case-code-wrong")


def test_before_and_after_somebody_is_let_in(page, maya):
    page.goto("/your-data/")
    look(page, "knock")
    page.goto("/your-data/never-was-one/")
    page.goto("/accounts/sign-in/?next=/your-data/")
    page.get_by_label("Email address").fill("maya@example.net")
    page.get_by_label("Password").fill(SECRET)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Your data").wait_for()
    assert "maya@example.net" in page.content()


def test_on_paper_the_page_of_a_case_has_no_buttons(page, cases):
    page.goto(cases["code"])
    page.emulate_media(media="print")
    for name in ("Withdraw this request", "Check the code"):
        assert not page.get_by_role("button", name=name).is_visible()
    assert page.get_by_role("heading", name="Progress").is_visible()


def test_without_script_a_request_is_filed_and_followed(
    chromium, stocked, live_server, monkeypatch
):
    monkeypatch.setattr("shop.contact.stamp.SOONEST", timedelta())
    cache.clear()
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto("/contact/")
    page.get_by_label("Erase everything").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Email address").fill("guest@example.net")
    page.get_by_role("button", name="Ask us to erase everything").click()
    page.get_by_role("button", name="Withdraw this request").click()
    assert "You took the request back" in page.content()
    assert context.cookies() == []
    context.close()
