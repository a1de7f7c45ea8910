"""Taking stock for an order, and giving it back when the order is cancelled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from shop.catalogue import shelves
from shop.catalogue.models import Product, ProductQuerySet, Variant


class OutOfStock(Exception):
    """Fewer are left than asked for: `left` of the variant `sku`, perhaps none."""

    def __init__(self, sku: str, left: int) -> None:
        super().__init__(f"{left} left of {sku}")
        self.sku = sku
        self.left = left


@transaction.atomic
def take(items: Mapping[str, int]) -> None:
    """Take quantities by SKU out of the stock: all of them, or none.

    Raises OutOfStock for the first SKU that has too few left, that is withdrawn,
    or that does not exist.
    """
    shelf = {there.sku: there for there in _locked(items)}
    emptied = []
    # One order of locks for everyone: two orders never wait for each other.
    for sku, quantity in sorted(_counted(items).items()):
        there = shelf.get(sku)
        if there is None or there.left < quantity:
            raise OutOfStock(sku, there.left if there else 0)
        Variant.objects.filter(sku=sku).update(stock=F("stock") - quantity)
        if there.left == quantity:
            emptied.append(there.product)
    _note_what_is_sold_out(emptied)


@transaction.atomic
def give_back(items: Mapping[str, int]) -> None:
    """Put quantities by SKU back. What no longer exists in the shop is left out."""
    products = [there.product for there in _locked(items)]
    for sku, quantity in sorted(_counted(items).items()):
        Variant.objects.filter(sku=sku).update(stock=F("stock") + quantity)
    back = _in_stock(products, True).filter(available=False)
    if back.update(available=True):
        shelves.recount_after_commit(products=products)


class _There(NamedTuple):
    """One variant under a lock: its stock, its product, and since when it is gone."""

    sku: str
    stock: int
    product: int
    withdrawn_at: datetime | None

    @property
    def left(self) -> int:
        """How many can be sold."""
        return 0 if self.withdrawn_at else self.stock


def _locked(skus: Iterable[str]) -> list[_There]:
    """Lock variants and their products, and return how they stand until we commit.

    Without the lock on the product, two customers who take the last of two variants
    of one product would each still see the other's, and it would stay available.
    """
    rows = Variant.objects.select_for_update().order_by("product_id", "sku")
    told = ("sku", "stock", "product_id", "product__withdrawn_at")
    found = rows.filter(sku__in=list(skus)).values_list(*told)
    return [_There(*row) for row in found]


def _note_what_is_sold_out(products: list[int]) -> None:
    if not products:
        return
    sold_out = _in_stock(products, False).filter(available=True)
    if sold_out.update(available=False):
        shelves.recount_after_commit(products=products)


def _in_stock(products: list[int], yes: bool) -> ProductQuerySet:
    left = Exists(Variant.objects.filter(product=OuterRef("pk"), stock__gt=0))
    return Product.objects.filter(left if yes else ~left, id__in=products)


def _counted(items: Mapping[str, int]) -> dict[str, int]:
    if any(quantity < 1 for quantity in items.values()):
        raise ValueError("Stock moves in whole numbers from 1.")
    return dict(items)
