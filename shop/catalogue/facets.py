"""How many products each filter would leave, for the numbers beside the options."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db import connections
from django.db.models import Q

from shop.catalogue.colours import Colour
from shop.catalogue.filters import Filters
from shop.catalogue.models import Product, ProductQuerySet
from shop.catalogue.shelves import Shelf

BOUND = 240
"""Counting stops past this number: pages then say “more than 240”."""


class Counts(NamedTuple):
    """Products in the list, and in the list that each option would give.

    An option's number leaves out the other choices of its own group, since
    choosing it adds to them. Numbers past `BOUND` are not exact if `bounded`.
    """

    total: int
    departments: Mapping[int, int]
    colours: Mapping[str, int]
    in_stock: int
    letterbox: int
    bounded: bool


Conditions = dict[str, Q]
Option = tuple[str, Hashable]


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
    total: Counter[str] = Counter()
    colours: Counter[str] = Counter()
    departments: dict[int, int] = {}
    for shelf in shelves:
        if not shelf.tally:
            return None
        departments[shelf.id] = shelf.tally["products"]
        colours.update(shelf.tally["colours"])
        for name in ("products", "in_stock", "letterbox"):
            total[name] += shelf.tally[name]
    in_stock, letterbox = total["in_stock"], total["letterbox"]
    return Counts(total["products"], departments, colours, in_stock, letterbox, False)


def counted(
    products: ProductQuerySet, chosen: Conditions, shelves: Iterable[Shelf]
) -> Counts:
    """Counts of `products` under the chosen conditions, in one query.

    Each number is counted up to `BOUND` + 1 and no further.
    """
    options = _options(shelves)
    lists = [products.filter(*chosen.values())]
    for group, option in options.values():
        others = [each for name, each in chosen.items() if name != group]
        lists.append(products.filter(option, *others))
    total, *numbers = _lengths(lists)
    return named(total, dict(zip(options, numbers, strict=True)), bounded=True)


def _options(shelves: Iterable[Shelf]) -> dict[Option, tuple[str, Q]]:
    """Every option of the filter box: its group, and its condition."""
    return {
        **{
            ("department", shelf.id): ("department", Q(department=shelf.id))
            for shelf in shelves
        },
        **{
            ("colour", colour): ("colour", Q(colour=colour)) for colour in Colour.values
        },
        ("in_stock", ""): ("in_stock", Q(available=True)),
        ("letterbox", ""): ("letterbox", Q(letterbox=True)),
    }


def named(total: int, numbers: Mapping[Option, int], *, bounded: bool) -> Counts:
    """Counts from numbers by group and value, as in ("colour", "green")."""

    def of(group: str) -> dict[Hashable, int]:
        return {value: n for (name, value), n in numbers.items() if name == group}

    return Counts(
        total=total,
        departments=of("department"),
        colours=of("colour"),
        in_stock=numbers["in_stock", ""],
        letterbox=numbers["letterbox", ""],
        bounded=bounded,
    )


def _lengths(lists: Iterable[ProductQuerySet]) -> list[int]:
    """The lengths of several querysets, each counted up to the bound: one query."""
    connection = connections[Product.objects.db]
    parts, params = [], []
    for products in lists:
        bounded = products.order_by().values("id")[: BOUND + 1]
        sql, own = bounded.query.get_compiler(connection=connection).as_sql()
        # Django wrote this SQL, and what was typed is among its parameters.
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS part)")  # noqa: S608
        params.extend(own)
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), params)
        return list(cursor.fetchone())
