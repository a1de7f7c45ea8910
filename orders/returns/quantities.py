"""How many pieces of each line can still come back."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db.models import QuerySet, Sum

from orders.order import Order
from orders.parcels import delivered_quantities
from orders.parcels.parcel import ParcelLine, ParcelState
from orders.refunds import sums
from orders.returns.line import ReturnLine
from orders.returns.words import OPEN, ReturnState

Quantities = Mapping[UUID, int]

NEVER_CAME = (ReturnState.CALLED_OFF, ReturnState.CANCELLED)


def returnable(order: Order) -> dict[UUID, int]:
    """Return how many of each line the customer has and has not sent back.

    What money went back for already is not counted again.
    """
    return _less(order, delivered_quantities(order))


def withdrawable(order: Order) -> dict[UUID, int]:
    """Return how many of each line a withdrawal can be about, delivered or not."""
    ordered = dict(order.lines.values_list("pk", "quantity"))
    there = delivered_quantities(order)
    most = {line: max(many, there.get(line, 0)) for line, many in ordered.items()}
    return _less(order, most)


def skus(order: Order) -> dict[UUID, str]:
    """Return what the customer has of each line: after an exchange another SKU."""
    sent = ParcelLine.objects.filter(
        parcel__order=order, parcel__state=ParcelState.DELIVERED
    )
    rows = sent.order_by("parcel__number").values_list("line", "sku")
    return dict(order.lines.values_list("pk", "sku")) | dict(rows)


def _less(order: Order, most: Quantities) -> dict[UUID, int]:
    """Return what is left of these once returns and refunds are taken off."""
    said = ReturnLine.objects.filter(coming_back__order=order).order_by()
    back = _added(said.exclude(coming_back__state__in=NEVER_CAME))
    waits = _added(said.filter(coming_back__state__in=OPEN))
    paid = {each.line.pk: each.quantity for each in sums.left(order)}
    left = {
        line: min(many - back.get(line, 0), paid[line] - waits.get(line, 0))
        for line, many in most.items()
    }
    return {line: many for line, many in left.items() if many > 0}


def _added(rows: QuerySet[ReturnLine]) -> dict[UUID, int]:
    return dict(rows.values_list("line").annotate(Sum("quantity")))
