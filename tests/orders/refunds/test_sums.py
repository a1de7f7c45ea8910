"""However an order is cut into refunds, they add up to it and to its tax."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

from django.db import transaction
from django.db.models import F, Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orders import fulfilment, money
from orders.line import Line
from orders.order import Order
from orders.payment import Payment
from orders.placing import Item
from orders.refunds import refunding, sums
from orders.refunds.refund import Reason, Refund
from orders.refunds.refund_line import RefundLine
from orders.refunds.sums import Asked, Gone
from orders.states import WrongState
from tests.orders.conftest import MONDAY

RATES = st.sampled_from([Decimal(0), Decimal(5), Decimal("5.5"), Decimal(20)])
LINES = st.builds(
    lambda price, quantity, rate: Line(
        title="Pen",
        unit_price=Decimal(price),
        quantity=quantity,
        tax_rate=rate,
        line_total=Decimal(price * quantity),
        tax=money.tax_included(Decimal(price * quantity), rate),
    ),
    st.integers(0, 9999),
    st.integers(1, 6),
    RATES,
)
# How many pieces, and how much money off, one refund after the other.
STEPS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5000)), max_size=6)


@given(LINES, STEPS)
def test_a_line_in_parts_gives_back_its_price_and_exactly_its_tax(line, steps):
    line.order = Order(currency="GBP")
    gone = Gone()
    for pieces, off in steps:
        asked = Asked({line.pk: pieces}, amounts={line.pk: Decimal(off)})
        try:
            share = sums._of_line(line, gone, asked)
        except WrongState:
            continue
        assert 0 <= share.tax <= share.amount
        gone = added(gone, share)
        assert gone.tax == money.tax_included(gone.amount, line.tax_rate)
    gone = added(gone, sums._of_line(line, gone, Asked(rest=True)))
    assert gone == Gone(line.quantity, line.line_total, line.tax)


def added(gone, share):
    return Gone(
        gone.quantity + share.quantity, gone.amount + share.amount, gone.tax + share.tax
    )


ITEMS = st.lists(
    st.builds(
        lambda price, quantity, rate: (Decimal(price), quantity, rate),
        st.integers(1, 6000),
        st.integers(1, 3),
        RATES,
    ),
    min_size=1,
    max_size=3,
)
ASKED = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 900), st.booleans()),
    max_size=4,
)


class TakenBack(Exception):
    """Ends an example, so that the next begins with nothing."""


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(ITEMS, ASKED)
def test_refunds_add_up_with_the_order_and_its_tax(place, staff, items, asked):
    sold = [
        Item(f"SKU-{n}", f"Thing {n}", "", price, quantity, rate)
        for n, (price, quantity, rate) in enumerate(items)
    ]
    try:
        with transaction.atomic():
            order = place(items=sold)
            fulfilment.mark_paid(order=order, at=MONDAY, by=staff)
            refund_in_parts(order, asked, staff)
            raise TakenBack
    except TakenBack:
        pass


def refund_in_parts(order, asked, staff):
    def open_one(wanted):
        told = {"reason": Reason.PRICE, "key": uuid4(), "at": MONDAY, "by": staff}
        return refunding.open_refund(order=order, asked=wanted, **told)

    lines = list(order.lines.all())
    for which, pieces, off, delivery in asked:
        line = lines[which % len(lines)]
        wanted = Asked({line.pk: pieces}, delivery, {line.pk: Decimal(off)})
        try:
            open_one(wanted)
        except WrongState:
            continue
        check(order)
    open_one(Asked.whole(order))
    check(order)
    whole = Refund.objects.filter(order=order).aggregate(a=Sum("amount"), t=Sum("tax"))
    assert (whole["a"], whole["t"]) == (order.total, order.tax_total)
    for room in sums.left(order):
        assert (room.quantity, room.amount) == (0, 0)


def check(order):
    """Payment, refunds and their lines say the same, and no more than was paid."""
    payment = Payment.objects.get(order=order)
    refunds = Refund.objects.filter(order=order)
    rows = RefundLine.objects.filter(refund__order=order)
    told = refunds.aggregate(a=Sum("amount"), t=Sum("tax"), d=Sum("delivery"))
    lines = rows.aggregate(a=Sum("amount"), t=Sum("tax"))
    delivery_tax = refunds.aggregate(t=Sum("delivery_tax"))["t"] or 0
    assert (told["a"] or 0) == payment.refunded <= payment.amount
    assert (told["a"] or 0) == (lines["a"] or 0) + (told["d"] or 0)
    assert (told["t"] or 0) == (lines["t"] or 0) + delivery_tax
    assert not rows.filter(amount__gt=F("line__line_total")).exists()
