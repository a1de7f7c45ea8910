"""What the tests of returns share: delivered orders at home and in the EU."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from orders.addresses import Address
from orders.returns import asking, handling
from orders.returns.asking import Asked
from orders.returns.handling import Found
from orders.returns.words import Wanted, Why
from privacy import consent, recipients
from tests.orders.conftest import MONDAY

BERLIN = Address("DE", "Lindenstr. 7", "", "Berlin", "", "10969")
LATER = MONDAY + timedelta(days=3)
ALL_STEPS = ("mark-paid", "pack", "hand-over", "deliver")


@pytest.fixture
def abroad(place):
    """An order that the carrier brings to Berlin."""
    agreed = consent.sentence(recipients.get("carrier"))
    return place(delivery="carrier", address=BERLIN, consent_sentence=agreed)


@pytest.fixture
def delivered(order, advance):
    return advance(order, *ALL_STEPS)


@pytest.fixture
def delivered_abroad(abroad, advance):
    return advance(abroad, *ALL_STEPS)


@pytest.fixture
def pen_and_book():
    """The ids of the two lines: one pen, two books."""

    def ids(order):
        return tuple(order.lines.values_list("pk", flat=True))

    return ids


@pytest.fixture
def announce(pen_and_book):
    """Announce that the books come back, or what is named instead."""

    def announced(order, *, many=1, why=Why.DIFFERENT, wants=Wanted.REFUND, **more):
        lines = more.pop("lines", {pen_and_book(order)[1]: many})
        asked = Asked(lines=lines, reason=why, wants=wants, **more)
        return asking.announce(order=order, asked=asked, form_id=uuid4(), at=LATER)

    return announced


@pytest.fixture
def withdraw(pen_and_book):
    """Withdraw from all of an order, or from the lines that are named."""

    def withdrawn(order, lines=None, at=LATER, form_id=None):
        pen, book = pen_and_book(order)
        lines = {pen: 1, book: 2} if lines is None else lines
        form_id = form_id or uuid4()
        return asking.withdraw(order=order, lines=lines, form_id=form_id, at=at)

    return withdrawn


@pytest.fixture
def inspect(staff):
    """Look at a return that is here: all is taken back and shelved, or so many."""

    def inspected(row, accepted=None, shelved=None, words="", at=LATER):
        found = {
            line.pk: Found(
                line.quantity if accepted is None else accepted,
                line.quantity if shelved is None else shelved,
            )
            for line in row.lines.all()
        }
        handling.inspect(coming_back=row, found=found, words=words, at=at, by=staff)
        return row

    return inspected


@pytest.fixture
def receive(staff):
    def received(row, at=LATER):
        handling.receive(coming_back=row, at=at, by=staff)
        return row

    return received
