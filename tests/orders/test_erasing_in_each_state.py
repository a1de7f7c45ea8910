"""Erasing a person in each state of an order does what the plan said.

What is still to be done stands in the way, and says so. Once nothing does, names and
addresses go with the person's key, and the books stay with the right totals.
"""

from __future__ import annotations

import pytest

from orders import fulfilment
from orders.changes import cancelling
from orders.invoices import reading
from orders.models import Invoice, Line, Order, Parcel, ParcelLine, Payment, Refund
from orders.parcels import making_good, moving, packing
from orders.refunds import ending, giving
from privacy import masking, purposes
from privacy.erasure import blocking
from privacy.models import Letter, Person
from privacy.purposes import Purpose
from tests.orders.conftest import MONDAY
from tests.orders.refunds.conftest import UK
from tests.privacy.erasure import outcome

WAITS = {
    "placed": [],
    "paid": ["mark-paid"],
    "packed in part": ["mark-paid", "part"],
    "packed": ["mark-paid", "pack"],
    "handed over": ["mark-paid", "pack", "hand-over"],
    "lost": ["mark-paid", "pack", "hand-over", "lose"],
    "came back": ["mark-paid", "pack", "hand-over", "come-back"],
    "sent again": ["mark-paid", "pack", "hand-over", "come-back", "again"],
    "refund owed": ["mark-paid", "pack", "hand-over", "lose", "refund"],
    "cancelled and owed": ["mark-paid", "own-cancel"],
}
ENDS = {
    "delivered": ["mark-paid", "pack", "hand-over", "deliver"],
    "cancelled unpaid": ["own-cancel"],
    "cancelled and refunded": ["mark-paid", "cancel", "send"],
    "lost and refunded": ["mark-paid", "pack", "hand-over", "lose", "refund", "send"],
    "sent again and delivered": [
        *("mark-paid", "pack", "hand-over", "come-back", "again"),
        *("hand-over", "deliver"),
    ],
}


@pytest.fixture
def other(db):
    """Who sends the refund that somebody else agreed to."""
    return Person.objects.create_user("second@example.net", is_staff=True)


@pytest.fixture
def goes(order, staff, other):
    """Take the order where a list of verbs leads."""
    told = {"at": MONDAY, "by": staff}

    def failed():
        parcel = Parcel.objects.get(made_good_at=None)
        parcel.order = order
        return parcel

    def send():
        refund = Refund.objects.get()
        giving.give(refund=refund, account=UK, at=MONDAY)
        ending.sent(refund=Refund.objects.get(), at=MONDAY, by=other)

    def part():
        packing.pack(order=order, quantities={order.lines.first().pk: 1}, **told)

    verbs = {
        "part": part,
        "lose": lambda: moving.lose(parcel=failed(), **told),
        "come-back": lambda: moving.come_back(parcel=failed(), **told),
        "again": lambda: making_good.send_again(parcel=failed(), **told),
        "refund": lambda: making_good.refund(parcel=failed(), **told),
        "own-cancel": lambda: cancelling.cancel(order=order, at=MONDAY),
        "send": send,
    }

    def gone(keys):
        for key in keys:
            if key in verbs:
                verbs[key]()
            else:
                fulfilment.VERBS[key](order=order, **told)
        return Person.objects.get(pk=order.person_id)

    return gone


@pytest.mark.parametrize("state", WAITS)
def test_what_is_still_to_be_done_stands_in_the_way(goes, order, state):
    person = goes(WAITS[state])
    assert any(order.number in said for said in blocking.of(person.pk))


@pytest.mark.parametrize("state", ENDS)
def test_what_is_done_is_erased_and_the_books_are_right(goes, order, state):
    person = goes(ENDS[state])
    assert blocking.of(person.pk) == ()
    before = books()
    outcome.erased(person, MONDAY)
    assert outcome.left_of(person) == {}
    row = Order.objects.get()
    sealed = ("contact_name", "contact_email", "delivery_address", "link")
    assert [row.__dict__[name] for name in sealed] == [None] * len(sealed)
    assert not Parcel.objects.exclude(tracking=None).exists()
    assert not Letter.objects.exists()
    assert books() == before


@pytest.mark.parametrize("state", ["delivered", "cancelled and refunded"])
def test_invoices_still_open_for_the_accounting_role_with_their_totals(
    goes, order, staff, state
):
    person = goes(ENDS[state])
    total = order.total
    outcome.erased(person, MONDAY)
    papers = list(Invoice.objects.order_by("kind"))
    assert len(papers) == (2 if "refunded" in state else 1)
    with purposes.using(Purpose.ACCOUNTING, by=staff):
        sheets = [reading.sheet(paper) for paper in papers]
    assert all(sheet.buyer[0] == "Maya Okafor" for sheet in sheets)
    assert all(masking.ERASED not in sheet.buyer for sheet in sheets)
    assert {paper.total for paper in papers} <= {total, -total}


def books():
    """Everything that has to add up afterwards as it did before."""
    return (
        list(Order.objects.values_list("number", "state", "total", "tax_total")),
        list(Line.objects.values_list("sku", "quantity", "line_total", "tax")),
        list(Payment.objects.values_list("state", "amount", "refunded")),
        list(Refund.objects.values_list("state", "amount", "tax")),
        list(ParcelLine.objects.values_list("sku", "quantity").order_by("pk")),
        list(Invoice.objects.values_list("number", "total").order_by("number")),
    )
