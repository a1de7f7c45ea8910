"""Erasing a person leaves the books right: the documents, their names, their totals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from orders import fulfilment
from orders.invoices import drawing, reading
from orders.invoices.invoice import Invoice
from orders.models import Order
from orders.refunds import giving, refunding
from orders.refunds.sums import Asked
from privacy import purposes
from privacy.copies import gathering
from privacy.erasure import owned, plans, running, scanning
from privacy.erasure.owned import Scope
from privacy.models import Access
from privacy.people import Person
from privacy.purposes import Purpose
from privacy.vault.models import DataKey
from tests.orders.conftest import MONDAY
from tests.orders.desk import text_of
from tests.orders.invoices.conftest import buyer_of
from tests.orders.refunds.conftest import UK

ENDS = {
    "cancelled unpaid": (("cancel",), 0),
    "delivered": (("mark-paid", "pack", "hand-over", "deliver"), 1),
}


def erased(person_id, scope=None):
    """Carry out what was planned, and return the plan and what is left over."""
    plan = plans.made(person_id, scope=scope, at=MONDAY)
    run = running.begin(person_id, plan, at=MONDAY)
    running.carry_out(run, at=MONDAY)
    return plan, scanning.look([run], at=MONDAY)[run.pk]


def kept(plan):
    steps = [step for step in plan.shown if step.label == "orders.Invoice"]
    return {step.action for step in steps}, {step.until for step in steps}


@pytest.mark.parametrize("end", ENDS)
def test_whatever_became_of_the_order_the_books_stay_and_nothing_is_left_over(
    order, advance, end
):
    steps, documents = ENDS[end]
    advance(order, *steps)
    plan, left = erased(order.person_id)
    assert left == {}
    assert Invoice.objects.count() == documents
    assert kept(plan)[0] == ({"keep"} if documents else set())
    assert Order.objects.get(pk=order.pk).__dict__["contact_name"] is None


def test_money_that_is_owed_waits_and_then_both_documents_stay(paid, staff, second):
    order = paid()
    fulfilment.cancel(order=order, at=MONDAY, by=staff)
    assert plans.made(order.person_id, at=MONDAY).blocked
    refund = order.refunds.get()
    giving.give(refund=refund, account=UK, at=MONDAY)
    refunding.sent(refund=refund, at=MONDAY, by=second)
    plan, left = erased(order.person_id)
    assert (plan.blocked, left) == ((), {})
    documents = Invoice.objects.order_by("kind")
    assert [each.total for each in documents] == [order.total, order.total]
    assert {buyer_of(each)[0] for each in documents} == {"Maya Okafor"}


def test_the_plan_says_until_when_a_document_stays_and_why(order, advance):
    advance(order, *ENDS["delivered"][0])
    plan = plans.made(order.person_id, at=MONDAY)
    step = next(each for each in plan.shown if each.label == "orders.Invoice")
    assert step.until == Invoice.objects.get().kept_until()
    assert "Value Added Tax Act 1994" in step.ground
    assert step.words.startswith("We keep: ")
    assert "name, address" in step.words


def test_afterwards_accounting_still_opens_it_with_the_right_totals(
    order, advance, sign_in_with, post
):
    advance(order, *ENDS["delivered"][0])
    with purposes.using(Purpose.ACCOUNTING):
        before = drawing.pdf(reading.sheet(Invoice.objects.get()))
    erased(order.person_id)
    invoice = Invoice.objects.get()
    assert (invoice.total, invoice.tax_total) == (order.total, order.tax_total)
    page = reverse("admin:orders_invoice_change", args=[invoice.pk])
    accountant = sign_in_with("view_order", "view_invoice")
    assert "£57.00" in text_of(accountant.get(page))
    why = {"reason": "law", "words": "The tax office asks for this document"}
    file = post(reverse("admin:orders_invoice_file", args=[invoice.pk]), **why)
    assert file.content == before
    # Nobody reads the words any more; they are sealed with the document's key.
    look = Access.objects.get()
    assert (look.person_id, look.holder_id) == (None, invoice.pk)
    seen = text_of(accountant.get(page))
    assert "Maya Okafor" in seen


def test_the_persons_key_goes_and_the_documents_own_stays(order, advance):
    advance(order, *ENDS["delivered"][0])
    invoice = Invoice.objects.get()
    erased(order.person_id)
    keys = dict(DataKey.objects.values_list("subject", "wrapped"))
    assert keys[order.person_id] is None
    assert keys[invoice.pk] is not None
    assert Person.objects.get(pk=order.person_id).erased_at is not None


def test_a_part_that_is_erased_keeps_the_document_of_its_order(order, place, advance):
    advance(order, *ENDS["delivered"][0])
    advance(place(), *ENDS["delivered"][0])
    scope = Scope(rows={"orders.Order": (order.pk,)})
    found = owned.rows(Invoice, order.person_id, scope=scope)
    assert [each.order_id for each in found] == [order.pk]
    plan, left = erased(order.person_id, scope)
    assert kept(plan)[0] == {"keep"}
    assert left == {}
    assert Invoice.objects.count() == 2


def test_a_copy_of_ones_data_has_what_is_on_the_document(order, advance):
    advance(order, "mark-paid")
    groups = {each.label: each for each in gathering.held(order.person, MONDAY)}
    (row,) = groups["orders.Invoice"].rows
    assert row.title == "Invoice INV-2026-00001"
    read = {value.name: value for value in row.values}
    lines = read["buyer_address"].lines
    assert lines == ("7 Hawthorn Bank", "Edinburgh", "EH6 6QZ")
    assert read["buyer_name"].where_from.startswith("you, when you ordered")
    assert read["number"].where_from.startswith("us, from your order")
    assert read["total"].words == "£57.00"
    assert read["total"].data == {"amount": "57.00", "currency": "GBP"}
    assert "2 × Poems of the Firth: £19.00" in read["content"].lines


def test_a_copy_names_what_money_alone_was_given_back_for(paid, given_back):
    order = paid()
    book = order.lines.get(sku="BOOK-1")
    given_back(order, asked=Asked({}, amounts={book.pk: Decimal(100)}))
    groups = {each.label: each for each in gathering.held(order.person, MONDAY)}
    read = [
        value.lines
        for row in groups["orders.Invoice"].rows
        for value in row.values
        if value.name == "content"
    ]
    assert ("Poems of the Firth: £1.00",) in read
