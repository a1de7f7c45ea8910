"""What a refund comes to: of each line and the delivery, with exactly its tax.

The tax of a part is the tax of all that went back so far, less what went back before:
however a line is cut up, its parts add up to its price and its tax.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Self
from uuid import UUID

from django.db.models import Sum

from orders import money
from orders.line import Line
from orders.order import Order
from orders.refunds.refund import Refund
from orders.refunds.refund_line import RefundLine
from orders.states import WrongState

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Asked:
    """What somebody asks to have refunded.

    Arguments:
        lines: how many pieces of each line, by its id.
        delivery: whether what the delivery cost goes back too.
        amounts: minor units off a line, by its id, for pieces that are kept.
        rest: all that is left of the whole order; the other three don't count then.
    """

    lines: Mapping[UUID, int] = field(default_factory=dict)
    delivery: bool = False
    amounts: Mapping[UUID, Decimal] = field(default_factory=dict)
    rest: bool = False

    @classmethod
    def whole(cls, order: Order) -> Self:
        """Everything that was paid for an order and has not gone back yet."""
        return cls(rest=True)


@dataclass(frozen=True)
class Gone:
    """What of a line, or of the delivery, went back before."""

    quantity: int = 0
    amount: Decimal = NOTHING
    tax: Decimal = NOTHING


@dataclass(frozen=True)
class Share:
    """What of a refund is for one line; ``line`` is None for the delivery."""

    line: Line | None
    quantity: int
    amount: Decimal
    tax: Decimal


@dataclass(frozen=True)
class Left:
    """What can still go back of a line: so many pieces, so much money."""

    line: Line
    quantity: int
    amount: Decimal


def shares(order: Order, asked: Asked) -> list[Share]:
    """Return what is asked for, line by line, the delivery last.

    Raises WrongState with a sentence where more is asked for than is left, or a line
    of another order is named.
    """
    gone, lines = gone_before(order), list(order.lines.all())
    known = {line.pk for line in lines}
    if not known.issuperset({*asked.lines, *asked.amounts}):
        raise WrongState("Open the page again: this order has other lines.")
    found = [_of_line(line, gone.get(line.pk, Gone()), asked) for line in lines]
    found.append(_of_delivery(order, asked))
    return [share for share in found if share.amount or share.quantity]


def left(order: Order) -> list[Left]:
    """Return what can still go back of each line."""
    gone = gone_before(order)
    return [_left(line, gone.get(line.pk, Gone())) for line in order.lines.all()]


def delivery_left(order: Order) -> Decimal:
    """Return what of the price of the delivery has not gone back."""
    return Decimal(order.delivery_total) - _delivery_before(order).amount


def gone_before(order: Order) -> dict[UUID, Gone]:
    """Return what went back of each line, or is agreed to, by the line's id."""
    counted = Refund.objects.that_count().filter(order=order)
    rows = RefundLine.objects.filter(refund__in=counted).order_by()
    summed = rows.values_list("line").annotate(
        Sum("quantity"), Sum("amount"), Sum("tax")
    )
    return {line: Gone(*sums) for line, *sums in summed}


def total(found: Iterable[Share]) -> Decimal:
    """Return what some shares come to."""
    return sum((share.amount for share in found), NOTHING)


def tax(found: Iterable[Share]) -> Decimal:
    """Return the tax in some shares."""
    return sum((share.tax for share in found), NOTHING)


def _of_line(line: Line, gone: Gone, asked: Asked) -> Share:
    room = _left(line, gone)
    if asked.rest:
        return _share(line, gone, room.quantity, room.amount)
    quantity = asked.lines.get(line.pk, 0)
    off = asked.amounts.get(line.pk, NOTHING)
    if quantity > room.quantity:
        raise WrongState(f"Of {line.title} {_pieces(room.quantity)} left to refund.")
    amount = min(line.unit_price * quantity, room.amount) + money.whole(off)
    if quantity < 0 or off < 0 or amount > room.amount:
        shown = money.shown(room.amount, line.order.currency)
        raise WrongState(f"Of {line.title} {shown} is left to refund.")
    return _share(line, gone, quantity, amount)


def _share(line: Line, gone: Gone, quantity: int, amount: Decimal) -> Share:
    part = _tax_of_part(gone.amount, amount, line.tax_rate)
    return Share(line, quantity, amount, part)


def _of_delivery(order: Order, asked: Asked) -> Share:
    gone = _delivery_before(order)
    wanted = asked.delivery or asked.rest
    amount = order.delivery_total - gone.amount if wanted else NOTHING
    part = _tax_of_part(gone.amount, amount, order.delivery_tax_rate)
    return Share(None, 0, amount, part)


def _delivery_before(order: Order) -> Gone:
    rows = Refund.objects.that_count().filter(order=order).order_by()
    summed = rows.aggregate(amount=Sum("delivery"), tax=Sum("delivery_tax"))
    return Gone(0, summed["amount"] or NOTHING, summed["tax"] or NOTHING)


def _left(line: Line, gone: Gone) -> Left:
    quantity = line.quantity - gone.quantity
    return Left(line, quantity, line.line_total - gone.amount)


def _tax_of_part(before: Decimal, part: Decimal, rate: Decimal) -> Decimal:
    """The tax of both together, less the tax of what went before."""
    now = money.tax_included(before + part, rate)
    return now - money.tax_included(before, rate)


def _pieces(quantity: int) -> str:
    return (
        f"only {quantity} {'is' if quantity == 1 else 'are'}"
        if quantity
        else ("nothing is")
    )
