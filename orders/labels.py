"""Delivery labels: name and address, opened for one parcel, and never unseen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from orders import telling
from orders.line import Line
from orders.order import Order
from orders.parcels import quantities
from orders.parcels.parcel import Parcel, ParcelLine, ParcelState
from orders.states import State
from privacy import access, purposes
from privacy.access import Reason
from privacy.people import Person
from privacy.purposes import Purpose

FIELDS = ("orders.Order.contact_name", "orders.Order.delivery_address")


def wanted(order: Order) -> bool:
    """Whether a parcel is being made: to be packed, or packed and not yet gone."""
    if order.state in {State.PLACED, State.CANCELLED}:
        return False
    return order.state in {State.PAID, State.PACKED} or _waiting(order).exists()


def contents(order: Order) -> Sequence[Line | ParcelLine]:
    """What goes into the next parcel; once all is packed, what waits to leave."""
    if order.state != State.PAID:
        waiting = ParcelLine.objects.filter(parcel__in=_waiting(order))
        return list(waiting.order_by("parcel__number", "position"))
    left = quantities.left(order)
    lines = [line for line in order.lines.all() if line.pk in left]
    for line in lines:
        line.quantity = left[line.pk]
    return lines


def is_open(*, order: Order, at: datetime, by: Person) -> bool:
    """Whether ``by`` gave a reason for this label, and it still lasts."""
    return access.is_open(
        by=by,
        row_id=order.pk,
        fields=_fields(order),
        purpose=Purpose.DELIVERY,
        at=at,
    )


def look(*, order: Order, reason: Reason, words: str, at: datetime, by: Person) -> None:
    """Write down that ``by`` opens the label, and why; the customer can read it.

    Raises privacy.access.TooManyLooks past the limit of an hour.
    """
    access.record(
        person=order.person,
        by=by,
        fields=_fields(order),
        row_id=order.pk,
        purpose=Purpose.DELIVERY,
        reason=reason,
        words=words,
        at=at,
    )


def lines(*, order: Order, at: datetime, by: Person) -> list[str]:
    """Name and address line by line, for whoever gave a reason.

    Raises PermissionError for anybody else.
    """
    if not is_open(order=order, at=at, by=by):
        raise PermissionError("Nobody opens a label without a reason.")
    with purposes.using(Purpose.DELIVERY, by=by):
        return telling.address_lines(order)


def _waiting(order: Order) -> QuerySet[Parcel]:
    rows: QuerySet[Parcel] = Parcel.objects.filter(order=order)
    return rows.filter(state=ParcelState.PACKED)


def _fields(order: Order) -> tuple[str, ...]:
    return FIELDS[:1] if order.is_collected else FIELDS
