"""An order stands where its parcels stand: the least advanced of them says so."""

from __future__ import annotations

from datetime import datetime

from orders import closing
from orders.order import Order
from orders.parcels import quantities
from orders.parcels.parcel import Parcel, ParcelState
from orders.states import CLOSED, State
from privacy.people import Person

_LEAST_ADVANCED = (
    ParcelState.PACKED,
    ParcelState.HANDED_OVER,
    # All have ended: it is delivered where anything is.
    ParcelState.DELIVERED,
    ParcelState.LOST,
    ParcelState.CAME_BACK,
)


def follow(*, order: Order, at: datetime, by: Person) -> None:
    """Move a locked order to where its parcels are; an exchange never moves it."""
    state = _state(order)
    if state == order.state:
        return
    closed_at = at if state in CLOSED else None
    if closed_at:
        closing.close(order=order, at=at, by=by)
    elif order.is_closed:
        closing.reopen(order=order)
    Order.objects.filter(pk=order.pk).update(state=state, closed_at=closed_at)
    order.lock()


def _state(order: Order) -> State:
    parcels = Parcel.objects.of_the_order().filter(order=order)
    there = set(parcels.order_by().values_list("state", flat=True))
    if not there or quantities.left(order):
        return State.PAID
    return State(next(state for state in _LEAST_ADVANCED if state in there))
