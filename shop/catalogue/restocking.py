"""A cancelled order gives its stock back, in the transaction that cancels it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.dispatch import receiver

from orders import fulfilment
from orders.models import Order
from shop.catalogue import stock


@receiver(fulfilment.cancelled)
def restock(*, order: Order, **_: Any) -> None:
    """Put what `order` had taken back on the shelves."""
    items: Counter[str] = Counter()
    for sku, quantity in order.lines.values_list("sku", "quantity"):
        items[sku] += quantity
    stock.give_back(items)
