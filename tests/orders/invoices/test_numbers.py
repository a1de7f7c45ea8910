"""Numbers follow each other without a gap, whoever pays at the same moment."""

from __future__ import annotations

import threading
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction

from orders import fulfilment, placing
from orders.invoices import counter
from orders.invoices.counter import InvoiceCounter, Kind
from orders.invoices.invoice import Invoice
from orders.models import Order
from tests.orders.conftest import MONDAY

AT_ONCE = 20


def test_a_number_is_taken_after_the_one_before(db):
    taken = [counter.taken(Kind.INVOICE, 2026) for _ in range(3)]
    assert taken == [1, 2, 3]
    assert counter.taken(Kind.CREDIT, 2026) == counter.taken(Kind.INVOICE, 2027) == 1


def test_what_is_taken_back_leaves_no_gap(db):
    counter.taken(Kind.INVOICE, 2026)
    with transaction.atomic():
        assert counter.taken(Kind.INVOICE, 2026) == 2
        transaction.set_rollback(True)
    assert counter.taken(Kind.INVOICE, 2026) == 2


def test_a_number_of_more_digits_is_printed_whole():
    assert counter.written(Kind.CREDIT, 2026, 7) == "CN-2026-00007"
    assert counter.written(Kind.INVOICE, 2026, 123456) == "INV-2026-123456"
    assert str(InvoiceCounter(kind="credit", year=2026)) == "numbers of credit 2026"


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_twenty_at_once_get_numbers_without_a_gap(wish):
    """Each third payment breaks off after its number was taken, and leaves no hole."""
    orders = [placing.place(**wish | {"checkout_id": uuid4()}) for _ in range(AT_ONCE)]
    ready, raised = threading.Barrier(AT_ONCE), []

    def pay(place, order):
        breaks_off = place % 3 == 0
        try:
            ready.wait(timeout=30)
            with transaction.atomic():
                fulfilment.mark_paid(order=order, at=MONDAY, by=None)
                transaction.set_rollback(breaks_off)
        except Exception as error:
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=pay, args=each) for each in enumerate(orders)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(timeout=60)
    paid = Order.objects.filter(state="paid").count()
    numbers = Invoice.objects.order_by("position").values_list("position", flat=True)
    assert list(numbers) == list(range(1, paid + 1))
    assert InvoiceCounter.objects.get().last == paid
    if connection.vendor == "postgresql":
        assert (raised, paid) == ([], AT_ONCE - len(range(0, AT_ONCE, 3)))
