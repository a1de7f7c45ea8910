"""Maya Okafor: two orders that are done, letters, a reset link and a diary."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from orders import fulfilment, placing
from orders.addresses import Address
from orders.models import Order
from orders.placing import Item
from privacy.cases.case import Case, Demand
from privacy.encryption import keys
from privacy.people import Person
from tests.diary.models import Note, Page, Place

THEN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
HOME = Address("GB", "7 Hawthorn Bank", "", "Edinburgh", "", "EH6 6QZ")
PEN = Item("PEN-1", "Shore fountain pen", "Navy", Decimal(3800), 1, Decimal(20))
BOOK = Item("BOOK-1", "Poems of the Firth", "", Decimal(950), 2, Decimal(0))


def buys(email="maya@example.net", name="Maya Okafor", *, at=THEN, open_=False):
    """Place an order for somebody; cancel it unless it is to stay open."""
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


def appears(*, at):
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


def is_full(*, at):
    """Return Maya with a note that hangs on a page, and a case that is over."""
    maya = appears(at=at)
    Note.objects.create(
        writer=maya, page=Page.objects.get(), text="stuck", written_at=at
    )
    case_of(maya, at=at, state="withdrawn", closed_at=at)
    return maya


def case_of(person, *, at, **more):
    """Make a case of somebody, with a value in every column."""
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
