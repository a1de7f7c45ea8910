"""What orders give back to the shelf and take from it, in their own transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.dispatch import receiver

from orders import fulfilment, goods
from orders.goods import SoldOut, Ware
from orders.models import Order
from shop.catalogue import stock
from shop.catalogue.models import Variant


@receiver(fulfilment.cancelled)
def restock(*, order: Order, **_: Any) -> None:
    """Put what `order` had taken back on the shelves."""
    items: Counter[str] = Counter()
    for sku, quantity in order.lines.values_list("sku", "quantity"):
        items[sku] += quantity
    stock.give_back(items)


@receiver(goods.came_back)
def put_back(*, items: Mapping[str, int], **_: Any) -> None:
    """Put what came back to us, and is as good as new, on the shelves."""
    stock.give_back(items)


@receiver(goods.wanted)
def take(*, items: Mapping[str, int], **_: Any) -> None:
    """Take what is sent again or in exchange; raises goods.SoldOut."""
    try:
        stock.take(items)
    except stock.OutOfStock as gone:
        raise SoldOut(gone.sku, gone.left) from gone


def find(sku: str) -> Ware | None:
    """Return what that SKU is today, or None."""
    return next(map(_ware, _on_sale().filter(sku=sku)), None)


def alternatives(sku: str) -> list[Ware]:
    """Return every variant of the same product that is in stock."""
    same = _on_sale().filter(product__variants__sku=sku, stock__gt=0)
    return [_ware(variant) for variant in same]


goods.answer(find=find, alternatives=alternatives)


def _on_sale() -> Any:
    rows = Variant.objects.select_related("product")
    return rows.filter(product__withdrawn_at=None)


def _ware(variant: Variant) -> Ware:
    return Ware(
        sku=variant.sku,
        title=variant.product.name,
        variant=variant.label,
        unit_price=variant.price,
        tax_rate=variant.product.tax_rate,
        left=variant.stock,
    )
