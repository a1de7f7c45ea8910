"""What the tests of invoices share: paid orders, their documents, money given back."""

from __future__ import annotations

import pytest

from orders.invoices.invoice import Invoice
from orders.refunds import giving, refunding
from privacy import purposes
from privacy.purposes import Purpose
from tests.orders.conftest import MONDAY
from tests.orders.refunds import conftest as refunds

paid, second, opened = refunds.paid, refunds.second, refunds.opened


@pytest.fixture
def ready(paid, opened):
    """Open a refund of a paid order whose account was given."""

    def a_refund(order=None, asked=None):
        refund = opened(order or paid(), asked)
        giving.give(refund=refund, account=refunds.UK, at=MONDAY)
        return refund

    return a_refund


@pytest.fixture
def invoice(paid):
    """The invoice of an order that was just paid."""
    return invoice_of(paid())


@pytest.fixture
def given_back(ready, second):
    """Send a refund of a paid order, and return its credit note."""

    def sent(order=None, asked=None):
        refund = ready(order, asked)
        refunding.sent(refund=refund, at=MONDAY, by=second)
        return Invoice.objects.get(refund_id=refund.pk)

    return sent


def invoice_of(order):
    return Invoice.objects.get(order=order, kind="invoice")


def buyer_of(invoice):
    with purposes.using(Purpose.ACCOUNTING):
        address = invoice.buyer_address
        return invoice.buyer_name, tuple(address.lines) if address else None
