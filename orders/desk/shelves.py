"""What to fetch from the shelves for everything that is paid and not packed yet.

It says what and how many, and for how many orders; it names nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum

from orders.line import Line
from orders.order import Order
from orders.parcels.parcel import Kind, ParcelLine, ParcelState
from orders.states import State


@dataclass(frozen=True)
class Fetch:
    """So many of one thing."""

    sku: str
    title: str
    variant: str
    quantity: int


def to_fetch() -> list[Fetch]:
    """Return what is to be packed for all paid orders, by SKU; in two queries."""
    left = _wanted() - _packed()
    return [
        Fetch(sku, title, variant, quantity)
        for (sku, title, variant), quantity in sorted(left.items())
    ]


def orders_waiting() -> int:
    """Return how many orders that is for."""
    return int(Order.objects.filter(state=State.PAID).count())


_WHAT = ("sku", "title", "variant")


def _wanted() -> Counter[tuple[str, str, str]]:
    lines = Line.objects.filter(order__state=State.PAID).order_by()
    return _counted(lines.values_list(*_WHAT).annotate(Sum("quantity")))


def _packed() -> Counter[tuple[str, str, str]]:
    """What of them is in a parcel already."""
    lines = ParcelLine.objects.filter(
        parcel__order__state=State.PAID, parcel__kind=Kind.ORDER
    ).exclude(parcel__state=ParcelState.CANCELLED)
    return _counted(lines.order_by().values_list(*_WHAT).annotate(Sum("quantity")))


def _counted(rows: Iterable[tuple[Any, ...]]) -> Counter[tuple[str, str, str]]:
    return Counter({(sku, title, variant): n for sku, title, variant, n in rows})
