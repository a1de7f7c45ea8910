"""A parcel that was lost or came back: it is sent again, or its money goes back."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import transaction

from orders import goods
from orders.goods import SoldOut
from orders.order import Order
from orders.parcels import deciding, packing
from orders.parcels.parcel import FAILED, Kind, Parcel, ParcelState
from orders.refunds import refunding, sums
from orders.refunds.refund import Reason, Refund
from orders.refunds.sums import Asked
from orders.states import WrongState
from privacy.people import Person


@transaction.atomic
def send_again(*, parcel: Parcel, at: datetime, by: Person) -> Parcel:
    """Pack the same once more; the order is open again until that has arrived.

    What was lost is taken from the shelf, what came back is at hand. Raises WrongState
    where the parcel was made good already, or too few are left.
    """
    is_exchange = parcel.kind == Kind.EXCHANGE
    lines = list(parcel.lines.all())
    again = packing.pack(
        order=parcel.order,
        quantities={line.line: line.quantity for line in lines},
        kind=Kind.EXCHANGE if is_exchange else Kind.AGAIN,
        wares={line.line: line for line in lines},
        instead_of=parcel,
        at=at,
        by=by,
    )
    if parcel.state == ParcelState.LOST:
        _take(parcel, at=at, by=by)
    return again


@transaction.atomic
def refund(*, parcel: Parcel, at: datetime, by: Person) -> Refund | None:
    """Send back what was paid for the parcel; what came back goes on the shelf.

    Returns None where nothing of it is left to refund. Raises WrongState where the
    parcel was made good already.
    """
    order = parcel.order
    # First: it records, and locks the order.
    opened = refunding.open_refund(
        order=order,
        asked=_asked(parcel),
        reason=_reason(parcel),
        key=parcel.pk,
        at=at,
        by=by,
    )
    deciding.decide(parcel=parcel, at=at)
    if parcel.state == ParcelState.CAME_BACK:
        items = _items(parcel)
        goods.came_back.send(sender=Order, order=order, items=items, at=at, by=by)
    return opened


def _take(parcel: Parcel, *, at: datetime, by: Person) -> None:
    order, items = parcel.order, _items(parcel)
    try:
        goods.wanted.send(sender=Order, order=order, items=items, at=at, by=by)
    except SoldOut as gone:
        raise WrongState(
            f"Only {gone.left} of {gone.sku} are left. Refund the parcel instead."
        ) from gone


def _reason(parcel: Parcel) -> Reason:
    came_back = parcel.state == ParcelState.CAME_BACK
    return Reason.CAME_BACK if came_back else Reason.LOST


def _items(parcel: Parcel) -> dict[str, int]:
    items: Counter[str] = Counter()
    for line in parcel.lines.all():
        items[line.sku] += line.quantity
    return dict(items)


def _asked(parcel: Parcel) -> Asked:
    """What of the parcel's lines has not gone back yet; with them the delivery, where
    nothing of the order has arrived or is to arrive."""
    left = {each.line.pk: each.quantity for each in sums.left(parcel.order)}
    lines = {
        line.line: min(line.quantity, left.get(line.line, 0))
        for line in parcel.lines.all()
    }
    others = Parcel.objects.of_the_order().filter(order=parcel.order)
    arrives = others.exclude(state__in=FAILED).exists()
    return Asked(lines=lines, delivery=not arrives)
