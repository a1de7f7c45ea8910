"""An invoice for each payment and a credit note for each refund, and none else."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from orders import fulfilment
from orders.event import Event, Verb
from orders.invoices import issuing
from orders.invoices.counter import InvoiceCounter
from orders.invoices.invoice import Invoice
from orders.models import Order
from orders.refunds.sums import Asked
from privacy import append_only, purposes, retention
from privacy.encryption.keys import ValueErased
from privacy.models import Letter
from privacy.purposes import Purpose
from privacy.vault.models import DataKey
from tests.orders.conftest import MONDAY
from tests.orders.invoices.conftest import buyer_of, invoice_of

HOME_PRINTED = ("7 Hawthorn Bank", "Edinburgh", "EH6 6QZ")


def letters(template):
    return Letter.objects.filter(template=f"orders/{template}")


def test_payment_brings_the_invoice_its_event_and_one_letter(paid):
    order = paid()
    made = invoice_of(order)
    assert made.number == "INV-2026-00001"
    assert (made.total, made.tax_total) == (order.total, order.tax_total)
    assert buyer_of(made) == ("Maya Okafor", HOME_PRINTED)
    event = Event.objects.get(order=order, verb=Verb.INVOICED)
    assert (event.part, event.at) == (made.pk, MONDAY)
    assert letters("invoiced").count() == 1


def test_an_order_has_one_invoice_however_often_it_is_asked_for(paid):
    order = paid()
    again = issuing.issue(order=order, at=MONDAY)
    assert [again] == list(Invoice.objects.all())
    assert letters("invoiced").count() == 1
    assert InvoiceCounter.objects.get().last == 1


def test_cancelled_unpaid_there_is_none(order, staff):
    fulfilment.cancel(order=order, at=MONDAY, by=staff)
    assert not Invoice.objects.exists()


def test_a_payment_that_comes_to_nothing_takes_no_number(order, staff, paid):
    with transaction.atomic():
        fulfilment.mark_paid(order=order, at=MONDAY, by=staff)
        assert Invoice.objects.exists()
        transaction.set_rollback(True)
    assert not Invoice.objects.exists()
    assert invoice_of(paid()).number == "INV-2026-00001"


def test_a_document_that_is_refused_leaves_no_key(order, staff, monkeypatch):
    monkeypatch.setattr(issuing.counter, "written", lambda *_: None)
    before = DataKey.objects.count()
    with pytest.raises(IntegrityError), transaction.atomic():
        fulfilment.mark_paid(order=order, at=MONDAY, by=staff)
    assert DataKey.objects.count() == before


def test_each_year_and_each_kind_has_numbers_of_its_own(place, staff, given_back):
    note = given_back()
    later = MONDAY + timedelta(days=60)
    order = place()
    fulfilment.mark_paid(order=order, at=later, by=staff)
    assert note.number == "CN-2026-00001"
    assert invoice_of(order).number == "INV-2027-00001"


def test_the_year_is_that_of_the_shop_and_not_of_greenwich(place, staff, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    new_year = datetime.fromisoformat("2026-12-31T16:00:00+00:00")
    order = place()
    fulfilment.mark_paid(order=order, at=new_year, by=staff)
    assert invoice_of(order).number == "INV-2027-00001"


def test_a_refund_brings_a_credit_note_with_its_amounts_and_its_tax(paid, given_back):
    order = paid()
    pen = order.lines.get(sku="PEN-1")
    note = given_back(order, asked=Asked({pen.pk: 1}))
    refund = order.refunds.get()
    assert (note.total, note.tax_total) == (refund.amount, refund.tax)
    assert (note.total, note.tax_total) == (Decimal(3800), Decimal(633))
    assert buyer_of(note) == buyer_of(invoice_of(order))
    assert note.printed.corrects == "INV-2026-00001"
    event = Event.objects.get(order=order, verb=Verb.CREDITED)
    assert event.part == note.pk
    assert event.by is not None
    assert letters("credited").count() == 1


def test_credit_notes_for_the_whole_add_up_to_the_invoice(paid, given_back):
    order = paid()
    book = order.lines.get(sku="BOOK-1")
    first = given_back(order, asked=Asked({book.pk: 1}, delivery=True))
    second = given_back(order, asked=Asked.whole(order))
    made = invoice_of(order)
    assert first.total + second.total == made.total
    assert first.tax_total + second.tax_total == made.tax_total


def test_a_refund_that_is_told_twice_has_one_credit_note(given_back, second):
    note = given_back()
    refund = Order.objects.get().refunds.get()
    assert issuing.credit(refund=refund, at=MONDAY, by=second) == note
    assert letters("credited").count() == 1


def test_an_order_without_an_invoice_has_no_credit_note(ready, second, paid):
    order = paid()
    with append_only.letting_go(using="default"):
        Invoice.objects.all().delete()
    refund = ready(order)
    assert issuing.credit(refund=refund, at=MONDAY, by=second) is None


def test_without_a_link_no_letter_is_written(ready, second, paid):
    order = paid()
    refund = ready(order)
    Order.objects.filter(pk=order.pk).update(link=None, link_index=None)
    assert issuing.credit(refund=refund, at=MONDAY, by=second) is not None
    assert not letters("credited").exists()


def test_what_is_collected_is_sold_to_a_name_alone(paid):
    order = paid(delivery="pickup", address=None)
    assert buyer_of(invoice_of(order)) == ("Maya Okafor", None)


def test_nothing_that_changes_later_changes_it(invoice, staff):
    order = invoice.order
    before = (invoice.content, buyer_of(invoice))
    order.contact_name, order.person.name = "Somebody Else", "Somebody Else"
    order.save()
    order.person.save()
    order.lines.update(title="Renamed")
    same = Invoice.objects.get()
    assert (same.content, buyer_of(same)) == before


STATEMENTS = [
    "UPDATE orders_invoice SET total = 0",
    "UPDATE orders_invoice SET number = 'INV-2026-00009'",
    "UPDATE orders_invoice SET content = '{}'",
    "DELETE FROM orders_invoice",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_behind_the_programs_back_it_does_not_change_either(invoice, statement):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="written once"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Invoice.objects.get() == invoice


def test_the_sweep_ends_document_and_key_on_the_day_that_it_says(invoice):
    until = invoice.kept_until()
    assert until.isoformat() == "2032-11-23"
    day = timedelta(days=(until - MONDAY.date()).days)
    retention.sweep(at=MONDAY + day - timedelta(days=1))
    assert buyer_of(Invoice.objects.get())[0] == "Maya Okafor"
    kept = Invoice.objects.get()
    retention.sweep(at=MONDAY + day + timedelta(days=1))
    assert not Invoice.objects.exists()
    key = DataKey.objects.get(subject=kept.pk)
    assert key.wrapped is None
    with pytest.raises(ValueErased):
        buyer_of(kept)


def test_no_row_says_who_bought_in_a_log_or_on_a_console(invoice):
    assert str(invoice) == "invoice INV-2026-00001"
    with purposes.using(Purpose.ACCOUNTING):
        assert repr(invoice.buyer_address) == "<Printed on 3 lines>"
