"""How many of each line are still to be packed, and how many reached the customer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Max, QuerySet, Sum

from orders.order import Order
from orders.parcels.parcel import Kind, Parcel, ParcelLine, ParcelState


def left(order: Order) -> dict[UUID, int]:
    """Return how many of each line are in no parcel yet, by the line's id."""
    packed = _added(
        ParcelLine.objects.filter(parcel__kind=Kind.ORDER).exclude(
            parcel__state=ParcelState.CANCELLED
        ),
        order,
    )
    ordered = order.lines.values_list("pk", "quantity")
    rest = {line: quantity - packed.get(line, 0) for line, quantity in ordered}
    return {line: quantity for line, quantity in rest.items() if quantity}


def delivered_quantities(order: Order) -> dict[UUID, int]:
    """Return how many of each line reached the customer, by the line's id.

    What was sent in exchange counts too: whoever takes off what was returned takes
    off all of it.
    """
    there = ParcelLine.objects.filter(parcel__state=ParcelState.DELIVERED)
    return _added(there, order)


def last_delivered_at(order: Order) -> datetime | None:
    """Return when the last parcel of the order itself arrived, or None.

    The time to withdraw counts from it (Directive 2011/83/EU, article 9(2)(b)(ii)).
    """
    arrived = Parcel.objects.of_the_order().filter(
        order=order, state=ParcelState.DELIVERED
    )
    last: datetime | None = arrived.aggregate(last=Max("closed_at"))["last"]
    return last


def _added(rows: QuerySet[ParcelLine], order: Order) -> dict[UUID, int]:
    of_order = rows.filter(parcel__order=order).order_by().values_list("line")
    return dict(of_order.annotate(Sum("quantity")))
