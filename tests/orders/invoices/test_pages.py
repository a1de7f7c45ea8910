"""The customer's page, the PDF behind the same link, and the letter about both."""

from __future__ import annotations

import pytest
from django.urls import reverse

from orders.invoices import drawing, reading
from orders.models import Order
from privacy import purposes
from privacy.models import Letter
from privacy.purposes import Purpose
from tests.orders.desk import text_of
from tests.orders.invoices.conftest import invoice_of


def address(invoice, name="invoice"):
    with purposes.using(Purpose.AFTER_SALES):
        return reverse(f"orders:{name}", args=[invoice.order.link, invoice.number])


def test_the_order_page_links_both_and_says_until_when_they_are_kept(
    client, invoice, link_of
):
    shown = client.get(link_of(invoice.order))
    assert address(invoice) in shown.content.decode()
    assert address(invoice, "invoice_pdf") in shown.content.decode()
    said = text_of(shown)
    assert "Invoice INV-2026-00001 , 23 November 2026" in said
    assert "until 23 November 2032" in said


def test_an_unpaid_order_says_nothing_of_it_and_asks_nothing(
    client, order, link_of, django_assert_max_num_queries
):
    path = link_of(order)
    with django_assert_max_num_queries(50) as asked:
        shown = client.get(path)
    assert "Invoices" not in text_of(shown)
    assert not any("orders_invoice" in each["sql"] for each in asked)


def test_the_page_says_all_that_the_document_says(client, invoice):
    shown = client.get(address(invoice))
    said = text_of(shown)
    for each in ("Maya Okafor", "EH6 6QZ", "£57.00", "£6.33", "GB 123 4567 82"):
        assert each in said
    assert shown["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in shown["Cache-Control"]


def test_the_file_is_the_same_document_under_its_number(client, invoice):
    file = client.get(address(invoice, "invoice_pdf"))
    with purposes.using(Purpose.OWN_REQUEST):
        assert file.content == drawing.pdf(reading.sheet(invoice))
    assert file["Content-Type"] == "application/pdf"
    named = 'attachment; filename="INV-2026-00001.pdf"'
    assert file["Content-Disposition"] == named
    assert "no-store" in file["Cache-Control"]
    assert file["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("name", ["invoice", "invoice_pdf"])
def test_another_orders_link_opens_none_of_it(client, invoice, place, name, post):
    with purposes.using(Purpose.AFTER_SALES):
        other = place().link
    for secret, number in ((other, invoice.number), ("x" * 26, invoice.number)):
        path = reverse(f"orders:{name}", args=[secret, number])
        assert client.get(path).status_code == 404
    assert post(address(invoice, name)).status_code == 405


def test_a_credit_note_stands_beside_its_invoice(client, paid, given_back, link_of):
    order = paid()
    note = given_back(order)
    said = text_of(client.get(link_of(order)))
    assert said.index("INV-2026-00001") < said.index("CN-2026-00001")
    shown = text_of(client.get(address(note)))
    assert "Credit to" in shown
    assert "INV-2026-00001 of 23 November 2026" in shown


@pytest.mark.parametrize("verb", ["invoiced", "credited"])
def test_the_letter_has_the_link_and_no_attachment(paid, given_back, verb):
    order = paid()
    note = given_back(order)
    made = invoice_of(order) if verb == "invoiced" else note
    letter = Letter.objects.get(template=f"orders/{verb}")
    with purposes.using(Purpose.AFTER_SALES):
        said = letter.content
    assert made.number in said.subject
    for each in (said.text, said.html):
        assert address(made) in each
        assert "23 November 2032" in each
    assert not hasattr(said, "attachments")


def test_two_years_later_the_link_is_gone_and_the_document_stays(client, invoice):
    path = address(invoice)
    Order.objects.update(link=None, link_index=None)
    assert client.get(path).status_code == 404
    invoice.refresh_from_db()
    with purposes.using(Purpose.ACCOUNTING):
        assert reading.sheet(invoice).buyer[0] == "Maya Okafor"
