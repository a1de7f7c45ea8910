"""What follows an order to its end, and back where a parcel is sent again."""

from __future__ import annotations

from datetime import datetime

from orders import payments
from orders.order import Order
from orders.payment import Payment
from privacy.people import Person


def close(*, order: Order, at: datetime, by: Person | None) -> None:
    """Let payment and person know from when their two years count."""
    payments.close(order=order, at=at, by=by)
    Person.objects.filter(pk=order.person_id, needed_until__lt=at).update(
        needed_until=at
    )


def reopen(*, order: Order) -> None:
    """Let the payment know that the two years do not count yet."""
    Payment.objects.filter(order=order).update(closed_at=None)
