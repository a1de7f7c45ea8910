"""The staff page, looked at in Chromium: wide and narrow, light and dark."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from orders import fulfilment, placing
from orders.addresses import Address
from orders.models import Order
from orders.placing import Item
from privacy import retention
from privacy.people import Person
from privacy.retention import holding
from privacy.retention.hold import LegalHold
from privacy.retention.holding import Target
from privacy.retention.report import SweepReport
from tests.looks.conftest import chromium, page, stocked
from tests.looks.test_staff_pages import looked_at

__all__ = ["chromium", "page", "stocked"]
pytestmark = pytest.mark.browser
PAGE = "/staff/privacy/legalhold/"
DAY = timedelta(days=1)
HOME = Address("GB", "7 Hawthorn Bank", "", "Edinburgh", "", "EH6 6QZ")


def bought(days, email):
    """Return an order that was cancelled some days ago."""
    at = timezone.now() - days * DAY
    order = placing.place(
        checkout_id=uuid4(),
        email=email,
        name="Ann Archer",
        address=HOME,
        items=[Item("PEN-1", "Pen", "Navy", Decimal(3800), 1, Decimal(20))],
        delivery="own",
        payment="transfer",
        consent_sentence=None,
        at=at,
    )
    fulfilment.cancel(order=order, by=None, at=at)
    return order


@pytest.fixture
def desk(page, live_server):
    """The page of a browser in which staff are signed in; something is due and held."""
    staff = Person.objects.create_superuser("staff@example.net", "a long secret")
    now = timezone.now()
    bought(2200, "a@example.net")
    retention.sweep(at=now - 2 * DAY)
    for days in (733, 731, 725, 720, 718, 710, 709):
        bought(days, f"n{days}@example.net")
    bought(5, "b@example.net")
    told = {"words": "A parcel burned.", "by": staff, "at": now}
    order = Order.objects.first()
    for what in (Target(order.person_id, "orders.Order", order.pk), Target(staff.pk)):
        until = timezone.localdate() + 90 * DAY
        holding.hold(what=what, reason=LegalHold.Reason.CLAIM, until=until, **told)
    SweepReport.objects.create(started_at=now - 9 * DAY, failed=["orders.Line"])
    client = Client()
    client.force_login(staff)
    cookie = {"name": "session", "value": client.cookies["session"].value}
    page.context.add_cookies([cookie | {"url": live_server.url}])
    return page


def test_axe_finds_nothing_and_nothing_sticks_out(desk):
    desk.goto(PAGE)
    for act in desk.locator("#content-main details > summary").all():
        act.click()
    assert looked_at(desk, "retention") == []


def test_the_bars_are_as_long_as_their_numbers_say(desk):
    desk.goto(PAGE)
    rows = desk.locator(".due-chart tbody tr")
    numbers = [int(text) for text in rows.locator("td.r").all_inner_texts()]
    assert max(numbers) > 0
    longest = rows.nth(numbers.index(max(numbers)))
    lane, bar = (longest.locator(f"rect.{c}").bounding_box() for c in ("lane", "bar"))
    assert abs(lane["width"] - bar["width"]) < 1
