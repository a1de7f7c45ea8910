"""What can't be packed when the rest has left: left out, and its money goes back."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from uuid import UUID

from django.db import transaction

from orders import goods
from orders.event import Verb
from orders.order import Order
from orders.parcels import following, packing, quantities, story
from orders.parcels.parcel import Kind, Parcel, ParcelState
from orders.refunds import refunding, sums
from orders.refunds.refund import Reason
from orders.refunds.sums import Asked
from orders.states import State
from privacy.people import Person
from privacy.trail import recording
from privacy.trail.entry import Kind as Trail

LABEL = "Leave out what is not packed"


def fits(order: Order) -> bool:
    """Whether something has left, and something else is in no parcel yet.

    Before anything has left, the whole order is cancelled instead.
    """
    if order.state != State.PAID:
        return False
    return any(parcel.has_left for parcel in Parcel.objects.filter(order=order))


@transaction.atomic
def leave_out(*, order: Order, at: datetime, by: Person) -> None:
    """Note that what is in no parcel is never sent, and send its money back.

    It goes back on the shelf. The order follows the parcels that there are, so that it
    comes to an end. Raises WrongState where nothing has left, or all is packed.
    """
    recording.record(
        kind=Trail.ORDER, what=Verb.LEFT_OUT, by=by, row_id=order.pk, at=at
    )
    order.lock()
    if not fits(order):
        raise packing.does_not_fit(order, LABEL)
    rest = quantities.left(order)
    parcel = packing.written(order, Kind.ORDER, at=at, state=ParcelState.LEFT_OUT)
    packing.fill(parcel, rest)
    following.follow(order=order, at=at, by=by)
    story.note(parcel=parcel, verb=Verb.LEFT_OUT, at=at, by=by)
    items = _items(parcel)
    goods.came_back.send(sender=Order, order=order, items=items, at=at, by=by)
    refunding.open_refund(
        order=order,
        asked=_asked(order, rest),
        reason=Reason.LEFT_OUT,
        key=parcel.pk,
        at=at,
        by=by,
    )


def _items(parcel: Parcel) -> dict[str, int]:
    items: Counter[str] = Counter()
    for line in parcel.lines.all():
        items[line.sku] += line.quantity
    return dict(items)


def _asked(order: Order, rest: dict[UUID, int]) -> Asked:
    """What of the rest has not gone back yet. The delivery stays: a part was sent."""
    left = {each.line.pk: each.quantity for each in sums.left(order)}
    return Asked({line: min(many, left.get(line, 0)) for line, many in rest.items()})
