"""Taking stock for an order, and giving it back when the order is cancelled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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
    withdrawn = _lock(items)
    standing = [product for product, gone in withdrawn.items() if not gone]
    on_sale = Variant.objects.filter(product__in=standing)
    # One order of locks for everyone: two orders never wait for each other.
    for sku, quantity in sorted(_counted(items).items()):
        enough = on_sale.filter(sku=sku, stock__gte=quantity)
        if not enough.update(stock=F("stock") - quantity):
            left = on_sale.filter(sku=sku).values_list("stock", flat=True).first()
            raise OutOfStock(sku, left or 0)
    _note_what_is_sold_out(list(withdrawn))


@transaction.atomic
def give_back(items: Mapping[str, int]) -> None:
    """Put quantities by SKU back. What no longer exists in the shop is left out."""
    products = list(_lock(items))
    for sku, quantity in sorted(_counted(items).items()):
        Variant.objects.filter(sku=sku).update(stock=F("stock") + quantity)
    back = _in_stock(products, True).filter(available=False)
    if back.update(available=True):
        shelves.recount_after_commit(products=products)


def _note_what_is_sold_out(products: list[int]) -> None:
    # Asked first: it is rare, and the question costs a third of the rest.
    if not Variant.objects.filter(product__in=products, stock=0).exists():
        return
    sold_out = _in_stock(products, False).filter(available=True)
    if sold_out.update(available=False):
        shelves.recount_after_commit(products=products)


def _lock(skus: Iterable[str]) -> dict[int, bool]:
    """Lock the products that these variants belong to: ids, and which are withdrawn.

    Without it, two customers who take the last of two variants of one product
    would each still see the other's, and the product would stay available.
    """
    own = Variant.objects.filter(sku__in=list(skus)).values("product")
    chosen = Product.objects.filter(id__in=own).order_by("id").select_for_update()
    rows = chosen.values_list("id", "withdrawn_at")
    return {product: gone is not None for product, gone in rows}


def _in_stock(products: list[int], yes: bool) -> ProductQuerySet:
    left = Exists(Variant.objects.filter(product=OuterRef("pk"), stock__gt=0))
    return Product.objects.filter(left if yes else ~left, id__in=products)


def _counted(items: Mapping[str, int]) -> dict[str, int]:
    if any(quantity < 1 for quantity in items.values()):
        raise ValueError("Stock moves in whole numbers from 1.")
    return dict(items)
