"""The staff pages of exports in Chromium: they fit, and read well, at every step."""

from __future__ import annotations

import os
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from orders import placing
from privacy.access import Reason
from privacy.exports import asking, building, deciding, preview
from privacy.exports.asking import Wish
from privacy.exports.export import Export
from privacy.people import Person
from privacy.purposes import Purpose
from tests import axe
from tests.orders.conftest import BOOK, HOME, PEN

pytestmark = pytest.mark.browser
LIST = "/staff/privacy/export/"
FORM = f"{LIST}ask/?sheet=orders&for=after_sales"
KEY = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
# What has the most kinds of things on it.
BOTH = ("wrong", "decide")
SIZES = ((390, "dark"), (1280, "light"))


def staff(email, role, right):
    """Return somebody of a role, and the cookie of their browser."""
    person = Person.objects.create_user(email, name="Sam Sands", is_staff=True)
    group, _ = Group.objects.get_or_create(name=role)
    group.permissions.add(Permission.objects.get(codename=right))
    person.groups.add(group)
    client = Client()
    client.force_login(person)
    return person, client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def asked(stocked):
    """An export of an order of last week that waits for a second person."""
    at = timezone.now()
    placing.place(
        checkout_id=uuid.uuid4(),
        email="maya@example.net",
        name="Maya Okafor",
        address=HOME,
        items=[PEN, BOOK],
        delivery="own",
        payment="transfer",
        consent_sentence=None,
        at=at - timedelta(days=3),
    )
    by, cookie = staff("asks@example.net", "privacy_officer", "ask_export")
    today = timezone.localdate(at)
    wish = Wish(
        sheet="orders",
        purpose=Purpose.AFTER_SALES,
        columns=("orders.Order.contact_name", "orders.Order.total"),
        since=today - timedelta(days=9),
        until=today - timedelta(days=1),
        reason=Reason.PROBLEM,
        words="A batch of ink leaks, and whoever bought it has to know",
        public_key=KEY,
    )
    export, _ = asking.ask(wish=wish, by=by, once=uuid.uuid4(), at=at)
    return export, cookie


def look(page, name):
    """Fail on what sticks out, or what axe finds: of most pages in the dark."""
    for width, scheme in SIZES:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        if scheme == "dark" or name in BOTH:
            found = axe.violations(page)
            said = [(each["id"], each["nodes"][0]["html"]) for each in found]
            assert said == [], (name, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        kept = os.environ.get("SHOTS")
        if kept:
            path = Path(kept) / f"{name}-{width}-{scheme}.png"
            page.screenshot(path=str(path), full_page=True)


@pytest.fixture
def open_as(page, live_server):
    """Give a function that opens a page with somebody's cookie."""

    def opened(cookie, path):
        told = {"name": settings.SESSION_COOKIE_NAME, "value": cookie}
        page.context.add_cookies([told | {"url": live_server.url}])
        page.goto(path)

    return opened


def ask_for_another(page):
    """Send the form empty, and then as it should be."""
    page.get_by_role("button", name="Ask for this export").click()
    look(page, "wrong")
    page.get_by_label("Total", exact=True).check()
    page.get_by_label("Why it is needed").select_option("law")
    page.get_by_label("In your own words").fill("An authority asks for the totals")
    page.get_by_role("button", name="Ask for this export").click()
    look(page, "passphrase")


def agree(export, by):
    """Agree to it, as the second person does on the page."""
    shown = preview.of(export, most=export.rows).digest
    deciding.approve(export=export, shown=shown, by=by, at=timezone.now())


def test_every_page_of_exports_fits_and_reads_well(page, asked, open_as):
    export, cookie = asked
    second, other = staff("agrees@example.net", "privacy_approver", "approve_export")
    there = reverse("admin:privacy_export_change", args=[export.pk])
    open_as(cookie, f"{LIST}ask/")
    look(page, "offers")
    page.goto(FORM)
    ask_for_another(page)
    page.goto(LIST)
    look(page, "list")
    open_as(other, there)
    page.locator("summary").first.click()
    look(page, "decide")
    found = Export.objects.get(pk=export.pk)
    agree(found, second)
    open_as(cookie, there)
    look(page, "progress")
    building.build(found, at=timezone.now())
    page.goto(there)
    look(page, "built")
    with page.expect_download() as got:
        page.get_by_role("button", name="Fetch it, this once").click()
    assert got.value.suggested_filename == f"{export.reference}.zip.age"
    page.goto(there)
    look(page, "fetched")
