"""Staff see numbers and money; a name opens, and a file leaves, for a reason."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from privacy import access
from privacy.access import Reason
from privacy.models import Access, TrailEntry
from privacy.showing import values
from tests.orders.desk import PERSONAL, page_of, text_of

LIST = "/staff/orders/invoice/"
WHY = {"reason": "law", "words": "The tax office asks for this document"}


def page(invoice, name="change"):
    return reverse(f"admin:orders_invoice_{name}", args=[invoice.pk])


@pytest.fixture
def accountant(sign_in_with):
    return sign_in_with("view_order", "view_invoice")


def test_the_list_has_numbers_and_money_and_nobody(accountant, given_back):
    note = given_back()
    shown = accountant.get(LIST)
    said = text_of(shown)
    assert "INV-2026-00001" in said
    assert "CN-2026-00001" in said
    assert "£57.00" in said
    assert "−£57.00" in said
    assert note.order.number in said
    assert not any(each in said for each in PERSONAL)


def test_it_is_chosen_by_kind_and_year_and_by_nothing_else(accountant, given_back):
    given_back()
    only = text_of(accountant.get(LIST, {"kind__exact": "credit", "year": "2026"}))
    assert "CN-2026-00001" in only
    assert "INV-2026-00001" not in only
    asked = accountant.get(LIST, {"order__contact_name__isnull": "0"})
    assert asked.status_code == 400


def test_the_page_has_everything_but_the_buyer(accountant, invoice):
    said = text_of(accountant.get(page(invoice)))
    assert "£6.33" in said
    assert "M••• O•••" in said
    assert "23 November 2032" in said
    assert not any(each in said for each in PERSONAL)
    assert page(invoice) in accountant.get(page_of(invoice.order)).content.decode()


def test_the_file_leaves_for_a_reason_that_the_customer_reads(
    accountant, invoice, post
):
    file = post(page(invoice, "file"), **WHY)
    assert file["Content-Type"] == "application/pdf"
    assert "INV-2026-00001.pdf" in file["Content-Disposition"]
    look = Access.objects.get()
    assert look.person_id == invoice.person_id
    assert look.fields == ["orders.Invoice.buyer_address", "orders.Invoice.buyer_name"]
    kinds = TrailEntry.objects.filter(row_id=invoice.pk).values_list("kind", "what")
    assert set(kinds) == {("reveal", "accounting"), ("export", "invoice_file")}
    # From now on the page shows both for ten minutes, as after any look.
    assert "Maya Okafor" in text_of(accountant.get(page(invoice)))


@pytest.mark.usefixtures("accountant")
def test_without_a_reason_it_stays_and_what_was_typed_is_kept(invoice, post):
    refused = post(page(invoice, "file"), reason="", words="hm")
    assert refused.status_code == 422
    assert "Choose why you look." in text_of(refused)
    assert 'value="hm"' in refused.content.decode()
    assert not Access.objects.exists()


@pytest.mark.usefixtures("accountant")
def test_files_are_limited_like_looks(invoice, monkeypatch, post):
    monkeypatch.setattr(access, "MOST_AN_HOUR", 1)
    post(page(invoice, "file"), **WHY)
    refused = post(page(invoice, "file"), **WHY)
    assert refused.status_code == 429
    assert "within an hour" in text_of(refused)
    assert TrailEntry.objects.filter(kind="export").count() == 1


def test_whoever_may_not_see_invoices_sees_none(sign_in_with, invoice, post):
    client = sign_in_with("view_order")
    paths = (LIST, page(invoice))
    assert [client.get(each).status_code for each in paths] == [403, 403]
    assert post(page(invoice, "file"), **WHY).status_code == 403
    assert page(invoice) not in client.get(page_of(invoice.order)).content.decode()


def test_an_unpaid_orders_page_has_no_section(accountant, order):
    assert (
        "Invoices"
        not in accountant.get(page_of(order)).content.decode().split("content-main")[1]
    )


def test_what_is_not_there_is_not_found(accountant, order, post):
    there = reverse("admin:orders_invoice_change", args=[order.pk])
    assert accountant.get(there).status_code == 404
    assert post(there).status_code == 405


def test_one_value_opens_like_any_other(desk, invoice, staff):
    at = timezone.now()
    told = {"reason": Reason.LAW, "words": WHY["words"], "by": staff, "at": at}
    values.look(row=invoice, name="buyer_name", **told)
    said = text_of(desk.get(page(invoice)))
    assert "Maya Okafor" in said
    assert "Hawthorn" not in said
