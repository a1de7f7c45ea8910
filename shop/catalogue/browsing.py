"""Lists of products as customers see them: what is in one, and how much of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connections
from django.db.models import QuerySet

from privacy.asking import Given, Question
from shop.catalogue import facets, paging, search, sifting
from shop.catalogue.cards import Card
from shop.catalogue.filters import Filters
from shop.catalogue.models import Department, Product, ProductQuerySet, Variant
from shop.catalogue.shelves import Shelf

ON_FRONT_PAGE = 8
RELATED = 4
_CENTS = Decimal("0.01")


class Listing(NamedTuple):
    """One page of a list, and the counts of the whole list.

    `cut` is True when a search had more matches than it looked at.
    """

    page: paging.Page
    counts: facets.Counts
    cut: bool = False


def listed(filters: Filters, shelves: Sequence[Shelf], here: Shelf | None) -> Listing:
    """The products of department `here`, or of the whole shop: two queries at most."""
    everything = Product.objects.listed()
    if here is not None:
        everything = everything.filter(department=here.id)
    chosen = facets.conditions(filters, shelves)
    counts = None
    if not filters.in_use:
        counts = facets.tallied(shelves if here is None else [here])
    if counts is None:
        options = shelves if here is None else ()
        counts = facets.counted(everything, chosen, options)
    if here is not None and filters == Filters():
        return Listing(paging.first(here.id), counts)
    page = paging.page(everything.filter(*chosen.values()), filters)
    return Listing(page, counts)


def found(filters: Filters, shelves: Sequence[Shelf]) -> Listing:
    """The products that a search finds: two queries at most."""
    matches = search.find(filters.query or "")
    left, counts = sifting.sifted(matches, filters, shelves)
    page = sifting.page(left, filters)
    return Listing(page, counts, cut=len(matches) == search.DEPTH)


def newest() -> list[Card]:
    """The products of the front page, the latest first."""
    rows = _newest(Product.objects.listed(), ON_FRONT_PAGE)
    return [Card._make(row) for row in rows]


_RELATED = Question(
    lambda: _newest(
        Product.objects.listed().filter(
            department=Given("department", Department._meta.pk)
        ),
        RELATED + 1,
    )
)


def related(product: Product) -> list[Card]:
    """Others of the same department, the latest first: the same four for everyone."""
    rows = _RELATED.answers(department=product.department_id)
    cards = [Card._make(row) for row in rows]
    return [card for card in cards if card.id != product.pk][:RELATED]


def _newest(products: ProductQuerySet, most: int) -> QuerySet[Any, Any]:
    return products.order_by("-listed_at", "-id").values_list(*Card._fields)[:most]


_OFFERED = Question(
    lambda: (
        Variant.objects.filter(
            product__slug=Given("slug", Product._meta.get_field("slug"))
        )
        .select_related("product")
        .order_by("position", "id")
    )
)


def offered(slug: str) -> tuple[Product, list[Variant]] | None:
    """The product with this slug and its variants, or None: one query."""
    variants = _OFFERED.answers(slug=slug)
    if variants:
        return variants[0].product, variants
    product = Product.objects.filter(slug=slug).first()
    return (product, []) if product else None


class Ware(NamedTuple):
    """A variant, with what a basket has to know of its product."""

    sku: str
    label: str
    price: Decimal
    stock: int
    name: str
    slug: str
    picture: str
    tax_rate: Decimal
    on_sale: bool


_WARES = (
    "SELECT v.sku, v.label, v.price, v.stock, p.name, p.slug, p.picture, p.tax_rate,"
    " p.withdrawn_at IS NULL"
    " FROM shop_variant v JOIN shop_product p ON p.id = v.product_id"
    " WHERE v.sku IN (%s)"
)
"""Every page from the basket to the order asks this. Having Django write it anew each
time cost four times as much as all the rest of it, and a tenth of a whole order."""


def wares(skus: Iterable[str]) -> dict[str, Ware]:
    """Wares by SKU: one query, none for no SKU. Unknown SKUs are left out."""
    asked = list(skus)
    if not asked:
        return {}
    with connections[Variant.objects.db].cursor() as cursor:
        cursor.execute(_WARES % ", ".join(["%s"] * len(asked)), asked)
        return {row[0]: _ware(*row) for row in cursor.fetchall()}


def _ware(*row: Any) -> Ware:
    # SQLite knows neither decimals nor truth values: there both come as numbers.
    sku, label, price, stock, name, slug, picture, tax_rate, on_sale = row
    rate = Decimal(str(tax_rate)).quantize(_CENTS)
    return Ware(
        sku, label, Decimal(price), stock, name, slug, picture, rate, bool(on_sale)
    )
