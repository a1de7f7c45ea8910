"""Every reachable sequence of verbs on an order up to length 8 leaves it in order."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from uuid import uuid4

import pytest

from orders import fulfilment, placing
from orders.addresses import Address
from orders.changes import cancelling, redirecting
from orders.models import Parcel, Refund, Return
from orders.parcels import leaving_out, making_good, moving, packing, quantities
from orders.placing import Item
from orders.refunds import ending, giving, refunding
from orders.refunds.account import Account
from orders.refunds.refund import Reason
from orders.refunds.sums import Asked
from orders.returns import asking, handling
from orders.returns import quantities as of_returns
from orders.returns.handling import Found
from orders.returns.words import Wanted, Why
from privacy.letters import door
from privacy.letters.models import LetterText
from privacy.people import Person
from privacy.trail import recording
from shop.catalogue import stock
from shop.catalogue.models import Department, Product, Variant
from tests.proof.sequences import SHELF, Walk

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LENGTH = 8
HOME = Address("GB", "7 Hawthorn Bank", "", "Edinburgh", "", "EH6 6QZ")
OTHER = Address("GB", "3 Pier Place", "", "Stromness", "", "KW16 3AA")
BANK = Account("uk", "Maya Okafor", "31926819", "601613")


@pytest.fixture
def clerks(db):
    """Two of the shop: who agrees to a refund never sends it."""
    return [
        Person.objects.create_user(f"clerk{n}@example.net", is_staff=True)
        for n in (1, 2)
    ]


@pytest.fixture
def ordered(db, monkeypatch):
    """Order so many pieces of the one thing that the shop sells."""
    department = Department.objects.create(name="Pens", slug="pens")
    product = Product.objects.create(
        department=department, name="Pen", slug="pen", colour="navy", listed_at=AT
    )
    Variant.objects.create(
        product=product, sku="PEN-1", price=Decimal(1999), stock=SHELF
    )
    # That they read well is tested elsewhere; here it counts that they are written.
    monkeypatch.setattr(door, "composed", lambda *args: LetterText("s", "t", "<p>h"))
    # Likewise what the trail says of each.
    monkeypatch.setattr(recording, "record", lambda **told: None)

    def order(pieces):
        placed = placing.place(
            checkout_id=uuid4(),
            email="maya@example.net",
            name="Maya Okafor",
            address=HOME,
            items=[Item("PEN-1", "Pen", "", Decimal(1999), pieces, Decimal(20))],
            delivery="own",
            payment="transfer",
            consent_sentence=None,
            at=AT,
        )
        stock.take({"PEN-1": pieces})
        return placed

    return order


def on_the_way(verb):
    """A verb of the order itself, on the way to the door."""
    return lambda order, here: iter([(here.course, verb)])


def each(verb):
    """A verb of the order that minds the money."""
    return lambda order, here: iter([(here.gist, verb)])


def of_parcels(verb, by):
    """A verb of a parcel: of each that differs in some way from the others."""

    def offered(order, here):
        parcels = Parcel.objects.filter(order=order).prefetch_related("lines")
        for what, pk in {_what(parcel): parcel.pk for parcel in parcels}.items():
            yield what, partial(_on_parcel, verb, pk, by)

    return offered


def of_the(model, verb):
    """A verb of the newest row of a kind."""

    def offered(order, here):
        for row in model.objects.filter(order=order).order_by("-pk")[:1]:
            gist = model is Return or getattr(row, "stands_alone", False)
            minds = (row.state, here.gist if gist else None)
            yield minds, partial(_on_row, model, verb, row.pk)

    return offered


def fulfilling(one, other):
    """The verbs up to the customer's door, and the refunds that follow from them."""
    staff = {"at": AT, "by": one}
    order_verbs = {
        "mark paid": lambda order: fulfilment.mark_paid(order=order, **staff),
        "pack": lambda order: fulfilment.pack(order=order, **staff),
        "pack one": lambda order: _pack_one(order, one),
        "cancel by staff": lambda order: fulfilment.cancel(order=order, **staff),
        "leave out": lambda order: leaving_out.leave_out(order=order, **staff),
        "cancel by customer": lambda order: cancelling.cancel(order=order, at=AT),
        "redirect": _redirect,
    }
    parcel_verbs = {
        **moving.VERBS,
        "send again": making_good.send_again,
        "refund parcel": making_good.refund,
    }
    give = partial(giving.give, account=BANK, at=AT)
    return {
        **{name: on_the_way(verb) for name, verb in order_verbs.items()},
        **{name: of_parcels(verb, one) for name, verb in parcel_verbs.items()},
        "give account": of_the(Refund, lambda row: give(refund=row)),
        "send refund": of_the(
            Refund, lambda row: ending.sent(refund=row, at=AT, by=other)
        ),
    }


def after_the_sale(one):
    """The verbs of returns, and a refund that staff agree to by themselves."""
    staff = {"at": AT, "by": one}
    order_verbs = {
        "withdraw": _withdraw,
        "announce": lambda order: _announce(order, Wanted.REFUND),
        "announce exchange": lambda order: _announce(order, Wanted.EXCHANGE),
        "refund by staff": lambda order: refunding.open_refund(
            order=order,
            asked=Asked.whole(order),
            reason=Reason.DAMAGED,
            key=uuid4(),
            stands_alone=True,
            **staff,
        ),
    }
    call_off_refund = partial(refunding.call_off, **staff)
    return_verbs = {
        "call off": lambda row: asking.call_off(coming_back=row, at=AT),
        "receive": lambda row: handling.receive(coming_back=row, **staff),
        "inspect": lambda row: _inspect(row, one),
        "refund return": lambda row: handling.refund(coming_back=row, **staff),
        "exchange": lambda row: handling.exchange(coming_back=row, **staff),
        "refuse": lambda row: handling.refuse(coming_back=row, words="Worn.", **staff),
    }
    return {
        **{name: each(verb) for name, verb in order_verbs.items()},
        **{name: of_the(Return, verb) for name, verb in return_verbs.items()},
        "call off refund": of_the(Refund, lambda row: call_off_refund(refund=row)),
        "cancel by staff": each(lambda order: fulfilment.cancel(order=order, **staff)),
    }


def test_every_sequence_of_two_pieces_to_the_door_and_back(ordered, clerks):
    walk = Walk(fulfilling(*clerks))
    walk.go(ordered(2), LENGTH)
    assert set(walk.carried_out) == set(walk.verbs)
    assert {name for name, _ in walk.refused} == set(walk.verbs)
    states = {each.state for each in walk.seen}
    assert len(states) == 8


def test_every_sequence_of_one_piece_with_all_that_comes_after_the_sale(
    ordered, clerks
):
    # What the first walk went through is left out here: the way to the door is one,
    # and a refund counts the same before its money was sent as after.
    usual = ("mark paid", "pack", "hand-over", "deliver")
    to_the_door = fulfilling(*clerks)
    shared = {name: to_the_door[name] for name in usual}
    walk = Walk(shared | after_the_sale(clerks[0]))
    walk.go(ordered(1), LENGTH)
    assert set(walk.carried_out) == set(walk.verbs)


def _what(parcel):
    (line,) = parcel.lines.all()
    return parcel.kind, parcel.state, parcel.made_good_at, line.quantity


def _on_parcel(verb, pk, by, order):
    parcel = Parcel.objects.get(pk=pk)
    parcel.order = order
    verb(parcel=parcel, at=AT, by=by)


def _on_row(model, verb, pk, order):
    verb(model.objects.get(pk=pk))


def _pack_one(order, by):
    chosen = dict.fromkeys(quantities.left(order), 1)
    packing.pack(order=order, quantities=chosen, at=AT, by=by)


def _redirect(order):
    redirecting.redirect(order=order, address=OTHER, at=AT)


def _withdraw(order):
    lines = of_returns.withdrawable(order)
    asking.withdraw(order=order, lines=lines, form_id=uuid4(), at=AT)


def _announce(order, wants):
    lines = of_returns.returnable(order)
    instead = dict.fromkeys(lines, "PEN-1") if wants == Wanted.EXCHANGE else {}
    asked = asking.Asked(lines, Why.CHANGED_MIND, wants, instead)
    asking.announce(order=order, asked=asked, form_id=uuid4(), at=AT)


def _inspect(back, by):
    found = {line.pk: Found(line.quantity, line.quantity) for line in back.lines.all()}
    handling.inspect(coming_back=back, found=found, at=AT, by=by)
