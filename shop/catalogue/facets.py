"""How many products each filter would leave, for the numbers beside the options."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db import connections
from django.db.models import Q

from shop.catalogue.colours import Colour
from shop.catalogue.filters import Filters
from shop.catalogue.models import Product, ProductQuerySet
from shop.catalogue.shelves import Shelf

BOUND = 240
"""Counting stops past this number: pages then say “more than 240”."""


Conditions = dict[str, Q]
Option = tuple[str, int | str]
"""An option of the filter box: its group and its value, as in ("colour", "green")."""
IN_STOCK: Option = ("in_stock", "")
LETTERBOX: Option = ("letterbox", "")


class Counts(NamedTuple):
    """Products in the list, and in the list that each option would give.

    An option's number leaves out the other choices of its own group, since
    choosing it adds to them. An option that is missing has none. Numbers past
    `BOUND` are not exact if `bounded`.
    """

    total: int
    options: Mapping[Option, int]
    bounded: bool

    def of(self, option: Option) -> int:
        """The number beside an option."""
        return self.options.get(option, 0)


def conditions(filters: Filters, shelves: Sequence[Shelf]) -> Conditions:
    """The filters as conditions on products, by group."""
    found: Conditions = {}
    if filters.departments:
        ids = [each.id for each in shelves if each.slug in filters.departments]
        found["department"] = Q(department__in=ids)
    if filters.colours:
        found["colour"] = Q(colour__in=filters.colours)
    if filters.low is not None:
        found["low"] = Q(price__gte=filters.low)
    if filters.high is not None:
        found["high"] = Q(price__lte=filters.high)
    if filters.in_stock:
        found["in_stock"] = Q(available=True)
    if filters.letterbox:
        found["letterbox"] = Q(letterbox=True)
    return found


def tallied(shelves: Iterable[Shelf]) -> Counts | None:
    """Counts without any filter, from the departments' tallies; no query.

    None if a department has not been counted yet.
    """
    total = 0
    numbers: Counter[Option] = Counter()
    for shelf in shelves:
        if not shelf.tally:
            return None
        total += shelf.tally["products"]
        numbers["department", shelf.id] = shelf.tally["products"]
        numbers[IN_STOCK] += shelf.tally["in_stock"]
        numbers[LETTERBOX] += shelf.tally["letterbox"]
        for colour, n in shelf.tally["colours"].items():
            numbers["colour", colour] += n
    return Counts(total, numbers, bounded=False)


def counted(
    products: ProductQuerySet, chosen: Conditions, shelves: Iterable[Shelf]
) -> Counts:
    """Counts of `products` under the chosen conditions, in one query.

    Each number is counted up to `BOUND` + 1 and no further.
    """
    options = _options(shelves)
    lists = [products.filter(*chosen.values())]
    for option, condition in options.items():
        others = (each for group, each in chosen.items() if group != option[0])
        lists.append(products.filter(condition, *others))
    total, *numbers = _lengths(lists)
    return Counts(total, dict(zip(options, numbers, strict=True)), bounded=True)


def _options(shelves: Iterable[Shelf]) -> dict[Option, Q]:
    """Every option of the filter box with its condition."""
    return {
        **{("department", shelf.id): Q(department=shelf.id) for shelf in shelves},
        **{("colour", colour): Q(colour=colour) for colour in Colour.values},
        IN_STOCK: Q(available=True),
        LETTERBOX: Q(letterbox=True),
    }


def _lengths(lists: Iterable[ProductQuerySet]) -> list[int]:
    """The lengths of several querysets, each counted up to the bound: one query."""
    connection = connections[Product.objects.db]
    parts, params = [], []
    for products in lists:
        bounded = products.order_by().values("id")[: BOUND + 1]
        sql, own = bounded.query.get_compiler(connection=connection).as_sql()
        # Django wrote this SQL, and what was typed is among its parameters.
        # Django wrote the inner query; its values go apart.
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS part)")  # noqa: S608
        params.extend(own)
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), params)
        return list(cursor.fetchone())
