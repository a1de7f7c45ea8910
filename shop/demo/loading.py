"""Puts the demo catalogue into the shop: adds what is missing and touches no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import islice

from django.db import transaction
from django.utils.text import slugify

from shop.catalogue import shelves
from shop.catalogue.colours import Colour
from shop.catalogue.models import Department, Product, Variant
from shop.demo.wares import envelopes, ink, keeping, notebooks, paper, sealing
from shop.demo.wares.ware import VAT, Ware

DEPARTMENTS = (envelopes, paper, notebooks, ink, sealing, keeping)
BATCH = 2000
"""Plain products are stored in groups of this size, to keep memory small."""


@transaction.atomic
def load(*, at: datetime) -> int:
    """Add the demo departments and products that are missing; return how many products.

    A product that is there already is not touched, whatever staff changed about it.
    `at` is now: the products' ages count back from it.
    """
    present = set(
        Product.objects.values_list("slug", flat=True).filter(slug__in=slugs())
    )
    missing = [
        (department, ware)
        for department, wares in _departments()
        for ware in wares
        if slugify(ware.name) not in present
    ]
    products = [_product(department, ware, at) for department, ware in missing]
    Product.objects.bulk_create(products)
    Variant.objects.bulk_create(
        variant
        for product, (_, ware) in zip(products, missing, strict=True)
        for variant in _variants(product, ware)
    )
    if products:
        shelves.settle(products=[product.id for product in products])
    return len(products)


@transaction.atomic
def load_plain(count: int, *, at: datetime) -> int:
    """Add plain products, for measurements, until there are `count`; return how many.

    They are spread over the demo's departments, colours and prices.
    """
    start = Product.objects.filter(slug__startswith="plain-product-").count()
    departments = [department for department, _ in _departments()]
    plain = (_plain(n, departments, at) for n in range(start, count))
    while batch := list(islice(plain, BATCH)):
        Product.objects.bulk_create(batch)
        Variant.objects.bulk_create(
            Variant(
                product=each, sku=f"PLAIN-{each.slug[14:]}", price=each.price, stock=9
            )
            for each in batch
        )
    shelves.recount()
    return max(0, count - start)


def slugs() -> list[str]:
    """Return the address words of every demo product."""
    return [slugify(ware.name) for each in DEPARTMENTS for ware in each.WARES]


def _departments() -> Iterator[tuple[Department, tuple[Ware, ...]]]:
    """Yield each department, made if it is missing, with what belongs in it."""
    present = {department.slug: department for department in Department.objects.all()}
    for position, each in enumerate(DEPARTMENTS):
        department = present.get(each.SLUG) or Department.objects.create(
            name=each.NAME,
            slug=each.SLUG,
            position=position,
            picture=_picture(each.DRAWING),
        )
        yield department, each.WARES


def _picture(drawing: str) -> str:
    return f"img/products/{drawing}.svg" if drawing else ""


def _product(department: Department, ware: Ware, at: datetime) -> Product:
    product = Product(
        department=department,
        name=ware.name,
        slug=slugify(ware.name),
        detail=ware.detail,
        description=ware.description,
        colour=ware.colour,
        material=ware.material,
        letterbox=ware.letterbox,
        tax_rate=Decimal(VAT),
        was_price=None if ware.was is None else Decimal(ware.was),
        picture=_picture(ware.drawing),
        listed_at=at - timedelta(days=ware.age),
        withdrawn_at=at - timedelta(days=60) if ware.gone else None,
    )
    product.write_down_words()
    return product


def _variants(product: Product, ware: Ware) -> Iterator[Variant]:
    for place, (sku, version) in enumerate(
        zip(ware.skus(), ware.versions, strict=True)
    ):
        yield Variant(
            product=product,
            sku=sku,
            label=version.label,
            price=Decimal(version.price),
            stock=version.stock,
            position=place,
        )


def _plain(n: int, departments: list[Department], at: datetime) -> Product:
    department = departments[n % len(departments)]
    colours = list(Colour)
    product = Product(
        department=department,
        name=f"Plain product {n:06}",
        slug=f"plain-product-{n:06}",
        detail="For measurements",
        description="One of many.",
        colour=colours[n // len(departments) % len(colours)],
        material="Paper",
        letterbox=n % 3 == 0,
        tax_rate=Decimal(VAT),
        price=Decimal(400 + n * 7 % 3400),
        available=True,
        picture=department.picture,
        listed_at=at - timedelta(minutes=n),
    )
    product.write_down_words()
    return product
