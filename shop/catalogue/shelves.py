"""The departments as pages show them, and how many products stand in each.

Products' prices and the departments' tallies repeat what other rows say; this
module keeps them right whenever a product or a variant is stored or deleted.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Count, Exists, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from shop.catalogue import links
from shop.catalogue.models import Department, Product, Variant


class Shelf(NamedTuple):
    """A department, light enough to be read for the navigation of every page."""

    id: int
    name: str
    slug: str
    picture: str
    tally: dict[str, Any]

    @property
    def url(self) -> str:
        """The address of the department's page."""
        return links.department(self.slug)

    @property
    def image(self) -> str:
        """The address of its picture, or "" without one."""
        return links.picture(self.picture)


KEPT_FOR = 5.0
"""Seconds for which departments are remembered: every page shows them all, and what
another process changes about them may show that much later."""


@dataclass
class _Memory:
    shelves: tuple[Shelf, ...] = ()
    until: float = 0.0


_memory = _Memory()


def departments() -> tuple[Shelf, ...]:
    """All departments in the order of the shop, from memory or in one query."""
    now = time.monotonic()
    if now >= _memory.until:
        rows = Department.objects.order_by("position", "id").values_list(*Shelf._fields)
        _memory.shelves = tuple(Shelf._make(row) for row in rows)
        _memory.until = now + KEPT_FOR
    return _memory.shelves


def first(fits: Callable[[Shelf], bool]) -> Shelf | None:
    """The first department that fits, or None once the table was asked again."""
    found = next(filter(fits, departments()), None)
    if found is None:
        forget()
        found = next(filter(fits, departments()), None)
    return found


def forget(**_: Any) -> None:
    """Read the departments anew at the next page."""
    _memory.until = 0.0


post_save.connect(forget, sender=Department)
post_delete.connect(forget, sender=Department)


def total(shelves: Iterable[Shelf]) -> int:
    """How many products are on sale, as last counted."""
    return sum(shelf.tally.get("products", 0) for shelf in shelves)


def settle(*, products: Iterable[int]) -> None:
    """Make price and availability of these products (ids) what their variants say.

    For loaders that store variants in bulk; saving one variant does it by itself.
    """
    ids = list(products)
    chosen = Product.objects.filter(id__in=ids)
    own = Variant.objects.filter(product=OuterRef("pk")).order_by()
    lowest = own.values("product").annotate(lowest=Min("price")).values("lowest")
    chosen.update(
        price=Coalesce(Subquery(lowest), 0), available=Exists(own.filter(stock__gt=0))
    )
    chosen.update(price_varies=Exists(own.filter(price__gt=OuterRef("price"))))
    recount_after_commit(products=ids)


def recount_after_commit(*, products: Iterable[int]) -> None:
    """Count the departments of these products (ids) once the transaction stands.

    Afterwards and not inside, so that no order waits for another's department.
    """
    named = Product.objects.filter(id__in=list(products)).order_by()
    departments = list(named.values_list("department", flat=True).distinct())
    # Robust: an order that is placed stays placed, even if a count goes wrong.
    transaction.on_commit(partial(recount, departments=departments), robust=True)


def recount(*, departments: Iterable[int] | None = None) -> None:
    """Count the products of these departments (ids), or of all of them.

    Loaders that store products in bulk call it at the end.
    """
    with transaction.atomic():
        # Locked first and counted then, so that of two counts the later one stays.
        chosen = Department.objects.select_for_update().order_by("id")
        if departments is not None:
            chosen = chosen.filter(id__in=list(departments))
        for pk in list(chosen.values_list("id", flat=True)):
            Department.objects.filter(pk=pk).update(tally=_tally(pk))
    forget()


def _tally(department: int) -> dict[str, Any]:
    listed = Product.objects.listed().filter(department=department).order_by()
    groups = listed.values_list("colour", "available", "letterbox")
    tally: Counter[str] = Counter()
    colours: Counter[str] = Counter()
    for colour, available, letterbox, n in groups.annotate(n=Count("id")):
        colours[colour] += n
        tally.update(products=n, in_stock=n * available, letterbox=n * letterbox)
    names = ("products", "in_stock", "letterbox")
    return {name: tally[name] for name in names} | {"colours": dict(colours)}


@receiver((post_save, post_delete), sender=Variant)
def _settle_its_product(*, instance: Variant, **_: Any) -> None:
    settle(products=(instance.product_id,))


@receiver((post_save, post_delete), sender=Product)
def _recount_its_department(*, instance: Product, **_: Any) -> None:
    # A product that moves leaves a department that is not known here: count all.
    transaction.on_commit(recount, robust=True)
