"""A customer with two orders that are done, letters, a reset link and a diary."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from orders import fulfilment, placing
from orders.addresses import Address
from orders.models import Order
from orders.placing import Item
from privacy.cases.case import Case, Demand
from privacy.encryption import keys
from privacy.erasure import plans, running
from privacy.people import Person
from tests.diary.models import Page, Place

THEN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
HOME = Address("GB", "7 Hawthorn Bank", "", "Edinburgh", "", "EH6 6QZ")
PEN = Item("PEN-1", "Shore fountain pen", "Navy", Decimal(3800), 1, Decimal(20))
BOOK = Item("BOOK-1", "Poems of the Firth", "", Decimal(950), 2, Decimal(0))


@pytest.fixture
def buys(db):
    """Give a function that places an order for somebody, open or cancelled."""

    def bought(email="maya@example.net", name="Maya Okafor", *, at=THEN, open_=False):
        order = placing.place(
            checkout_id=uuid4(),
            email=email,
            name=name,
            address=HOME,
            items=[PEN, BOOK],
            delivery="own",
            payment="transfer",
            consent_sentence=None,
            at=at,
        )
        if not open_:
            fulfilment.cancel(order=order, by=None, at=at + timedelta(hours=1))
        return Order.objects.get(pk=order.pk)

    return bought


@pytest.fixture
def maya(buys, at):
    """Return a customer with something in every kind of row that the shop has."""
    buys()
    person = buys().person
    Page.objects.create(
        writer=person,
        title="First of May",
        text="It rained.",
        reader="friend@example.net",
        place=Place("Stromness", "GB"),
        written_at=at,
    )
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def case_of(at):
    """Give a function making a case of somebody, with a value in every column."""

    def made(person, **more):
        number = uuid4()
        keys.create(number, at=at)
        told = {"kind": "erase", "state": "running", "regime": "uk"} | more
        return Case.objects.create(
            id=number,
            reference=number.hex[:16],
            link=number.hex[:26],
            person=person,
            email="maya@example.net",
            demand=Demand(words="Erase me, Maya Okafor."),
            received_at=at,
            due_on=at.date(),
            target_on=at.date(),
            **told,
        )

    return made


@pytest.fixture
def erased(maya, at):
    """The run of Maya's erasure, up to the look."""
    run = running.begin(maya.pk, plans.made(maya.pk, at=at), at=at)
    running.carry_out(run, at=at)
    return run
