"""Fixtures for refunds: paid orders, a second person, accounts that money goes to."""

from __future__ import annotations

from uuid import uuid4

import pytest

from orders import payments
from orders.order import Order
from orders.refunds import giving, refunding
from orders.refunds.account import Account, Kind
from orders.refunds.refund import Reason
from orders.refunds.sums import Asked
from privacy.people import Person
from tests.orders.conftest import MONDAY

UK = Account(Kind.UK, "Maya Okafor", "31926819", "202015")


@pytest.fixture
def paid(place, staff):
    """Place an order and note that its money is here."""
    from orders import fulfilment

    def placed(**different):
        order = place(**different)
        by = None if different.get("payment") == "test" else staff
        fulfilment.mark_paid(order=order, at=MONDAY, by=by)
        return Order.objects.get(pk=order.pk)

    return placed


@pytest.fixture
def second(db):
    """Somebody else of the shop, with every right."""
    return Person.objects.create_superuser("second@example.net", password=None)


@pytest.fixture
def opened(staff):
    """Open a refund of an order; of all that is left of it, unless told otherwise."""

    def a_refund(order, asked=None, **different):
        told = {
            "asked": asked or Asked.whole(order),
            "reason": Reason.PRICE,
            "key": uuid4(),
            "at": MONDAY,
            "by": staff,
        }
        return refunding.open_refund(order=order, **(told | different))

    return a_refund


@pytest.fixture
def ready(paid, opened):
    """Open a refund whose account was given: somebody has to send it."""

    def a_refund(*args, **different):
        refund = opened(paid(), *args, **different)
        giving.give(refund=refund, account=UK, at=MONDAY)
        return refund

    return a_refund


@pytest.fixture
def provider(monkeypatch, settings):
    """The test provider, which notes what it is asked for."""
    settings.DEMO = True
    asked = []

    class Noting(payments.TestProvider):
        fails = None

        def refund(self, payment, amount, key, at):
            asked.append((amount, key))
            if self.fails:
                raise self.fails
            return super().refund(payment, amount, key, at)

    monkeypatch.setattr(payments, "TestProvider", Noting)
    Noting.asked = asked
    return Noting
