"""The customer cancels the order, while nothing of it is packed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from orders import fulfilment
from orders.order import Order
from orders.parcels.parcel import Parcel
from orders.states import State, WrongState

_WAITS = frozenset({State.PLACED, State.PAID})
_WITH_US = _WAITS | {State.PACKED}


def is_open(order: Order) -> bool:
    """Whether nothing is packed yet, so that the customer may cancel."""
    waits = order.state in _WAITS
    return waits and not Parcel.objects.filter(order=order).exists()


def instead(order: Order) -> str:
    """Say why the customer can't cancel any more, and what they can do."""
    if order.state == State.CANCELLED:
        return "The order is cancelled already. Nothing will be sent."
    if order.state in _WITH_US and has_left(order):
        return (
            "A part of the order has left us, so it can’t be cancelled any more. When "
            "it has arrived, you can send it back."
        )
    if order.state in _WITH_US and order.is_collected:
        return (
            "We have made the order ready, so you can’t cancel it here any more. You "
            "need not collect it: write to us, and we cancel it and send your money "
            "back."
        )
    if order.state in _WITH_US:
        return (
            "We have packed the order, so you can’t cancel it here any more. Write to "
            "us: while it is with us we can still stop it. When it has arrived, you "
            "can send it back."
        )
    return (
        "The order has left us, so it can’t be cancelled any more. When it has "
        "arrived, you can send it back."
    )


def has_left(order: Order) -> bool:
    """Whether a parcel of the order is on its way, or was."""
    return any(parcel.has_left for parcel in Parcel.objects.filter(order=order))


@transaction.atomic
def cancel(*, order: Order, at: datetime) -> None:
    """Cancel the order for its customer: stock and payment follow at once.

    Raises WrongState with what to do instead when something is packed already.
    """
    order.lock()
    if not is_open(order):
        raise WrongState(instead(order))
    fulfilment.cancel(order=order, at=at, by=None)
