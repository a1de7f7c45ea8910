"""An invoice on a phone, on paper, and at the desk of the accounting."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from orders import fulfilment, placing
from orders.invoices.invoice import Invoice
from privacy import purposes
from privacy.people import Person
from privacy.purposes import Purpose
from shop import roles
from tests import axe
from tests.orders.conftest import BOOK, HOME, PEN

pytestmark = pytest.mark.browser
WIDE = "document.documentElement.scrollWidth"


@pytest.fixture
def order(stocked):
    bought = placing.place(
        checkout_id=uuid4(),
        email="maya@example.net",
        name="Maya Okafor",
        address=HOME,
        items=[PEN, BOOK],
        delivery="own",
        payment="test",
        consent_sentence=None,
        at=timezone.now(),
    )
    fulfilment.mark_paid(order=bought, at=timezone.now(), by=None)
    return bought


@pytest.mark.parametrize("page", [(320, "dark")], indirect=True)
def test_it_reads_on_a_phone_and_on_paper_and_comes_as_a_file(page, order):
    with purposes.using(Purpose.ORDER_CONFIRMATION):
        page.goto(order.path_for_customer())
    page.get_by_role("link", name="Read it").click()
    assert page.locator("h1").inner_text() == "Invoice INV-2026-00001"
    assert page.evaluate(WIDE) == 320
    assert axe.violations(page) == []
    page.emulate_media(media="print")
    assert not page.get_by_text("Download it as a PDF").is_visible()
    assert page.get_by_text("£57.00").first.is_visible()
    page.emulate_media(media="screen")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download it as a PDF").click()
    assert waiting.value.suggested_filename == "INV-2026-00001.pdf"


def test_the_accounting_downloads_it_for_a_reason(page, order, live_server):
    roles.sync()
    clerk = Person.objects.create_user("cleo@example.net", is_staff=True, name="Cleo")
    clerk.groups.add(Group.objects.get(name="accounting"))
    client = Client()
    client.force_login(clerk)
    page.context.add_cookies(
        [
            {"name": key, "value": morsel.value, "url": live_server.url}
            for key, morsel in client.cookies.items()
        ]
    )
    invoice = Invoice.objects.get(order=order)
    page.goto(reverse("admin:orders_invoice_changelist"))
    page.get_by_role("link", name="INV-2026-00001").click()
    assert page.url.endswith(f"/{invoice.pk}/change/")
    assert axe.violations(page) == []
    page.get_by_text("Download the PDF").first.click()
    page.get_by_label("Why you look").last.select_option("law")
    page.get_by_label("In your own words").last.fill("The tax office asks for it")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download the PDF").click()
    assert waiting.value.suggested_filename == "INV-2026-00001.pdf"
