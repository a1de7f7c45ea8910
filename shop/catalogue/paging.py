"""Pages of a list without page numbers: each page starts where another one ended.

The address names the product at the edge of a page by its sort value and id. The
database goes straight there along an index: page 4,000 costs what page 1 costs.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import (
    Tuple,
    TupleGreaterThan,
    TupleLessThan,
)

from privacy.asking import Given, Question
from shop.catalogue import prose
from shop.catalogue.cards import Card
from shop.catalogue.filters import BY_NAME, CHEAPEST, DEAREST, NEWEST, Filters
from shop.catalogue.models import Department, Product, ProductQuerySet

SIZE = 24
_SORTED_BY = {
    NEWEST: ("listed_at", True),
    CHEAPEST: ("price", False),
    DEAREST: ("price", True),
    BY_NAME: ("name_key", False),
}
"""The column of each sort, and whether it runs down."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_GREATEST_ID = 2**63 - 1
_GREATEST_PRICE = 10**14


class Page(NamedTuple):
    """One page of cards, with the addresses of its neighbours or "" for none."""

    cards: list[Card]
    previous: str
    next: str


def page(products: ProductQuerySet, filters: Filters) -> Page:
    """The page of `products` that `filters` names, read in one query."""
    column, down = _SORTED_BY[filters.sort]
    edge = _edge(filters.before or filters.after, column)
    backwards = edge is not None and bool(filters.before)
    if edge is not None:
        products = products.filter(*_beyond(edge, column, down != backwards))
    rows = _rows(products, column, down != backwards)
    cards = [Card._make(row) for row in rows]
    more = len(cards) > SIZE
    cards = cards[:SIZE][::-1] if backwards else cards[:SIZE]
    return Page(
        cards=cards,
        previous=_neighbour(filters, "before", cards[:1], more if backwards else edge),
        next=_neighbour(filters, "after", cards[-1:], more or backwards),
    )


_FIRST = Question(
    lambda: _rows(
        Product.objects.listed().filter(
            department=Given("department", Department._meta.pk)
        ),
        *_SORTED_BY[NEWEST],
    )
)


def first(department: int) -> Page:
    """What `page` gives for a department without any filter: what most people open."""
    cards = [Card._make(row) for row in _FIRST.answers(department=department)]
    shown, filters = cards[:SIZE], Filters()
    after = _neighbour(filters, "after", shown[-1:], len(cards) > SIZE)
    return Page(shown, "", after)


def _rows(products: ProductQuerySet, column: str, down: bool) -> QuerySet[Any, Any]:
    sign = "-" if down else ""
    ordered = products.order_by(f"{sign}{column}", f"{sign}id")
    return ordered.values_list(*Card._fields)[: SIZE + 1]


def _beyond(edge: tuple[Any, int], column: str, down: bool) -> tuple[Any, Q]:
    compare = TupleLessThan if down else TupleGreaterThan
    # The second condition follows from the first. SQLite needs it: there Django
    # spells the first as an OR, along which no index is walked.
    return (
        compare(Tuple(F(column), F("id")), edge),
        Q((f"{column}__lte" if down else f"{column}__gte", edge[0])),
    )


def _neighbour(filters: Filters, side: str, last: list[Card], exists: Any) -> str:
    if not last or not exists:
        return ""
    return filters.address(**{side: _written(last[0], filters.sort)})


def _written(card: Card, sort: str) -> str:
    """The card's place in the list, as in "950~12"."""
    value = getattr(card, _SORTED_BY[sort][0])
    if isinstance(value, datetime):
        value = (value - _EPOCH) // timedelta(microseconds=1)
    return f"{value}~{card.id}"


def _edge(text: str, column: str) -> tuple[Any, int] | None:
    """The place that `_written` wrote, or None for anything else."""
    value, _, pk = text.rpartition("~")
    try:
        edge = _READERS[column](value), int(pk)
    except (ValueError, OverflowError):
        return None
    return edge if 0 <= edge[1] <= _GREATEST_ID else None


def _moment(text: str) -> datetime:
    return _EPOCH + timedelta(microseconds=int(text))


def _price(text: str) -> Decimal:
    if not 0 <= int(text) < _GREATEST_PRICE:
        raise ValueError("No price is that high.")
    return Decimal(int(text))


def _name(text: str) -> str:
    if prose.folded(text) != text:
        raise ValueError("No name is written like this.")
    return text


_READERS = {"listed_at": _moment, "price": _price, "name_key": _name}
