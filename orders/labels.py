"""Delivery labels: name and address, opened for one parcel, and never unseen."""

from __future__ import annotations

from datetime import datetime

from orders import telling
from orders.order import Order
from orders.states import State
from privacy import access, purposes
from privacy.people import Person
from privacy.purposes import Purpose

FIELDS = ("orders.Order.contact_name", "orders.Order.delivery_address")


def wanted(order: Order) -> bool:
    """Whether the parcel is being made: paid or packed, and not yet gone."""
    return order.state in {State.PAID, State.PACKED}


def opened(*, order: Order, at: datetime, by: Person) -> list[str]:
    """Name and address line by line; that ``by`` looked is written down first."""
    access.record(
        person=order.person,
        by=by,
        fields=FIELDS[:1] if order.is_collected else FIELDS,
        purpose=Purpose.DELIVERY,
        at=at,
    )
    with purposes.using(Purpose.DELIVERY, by=by):
        return telling.address_lines(order)
