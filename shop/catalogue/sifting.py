"""Filters, sort and pages over the matches of a search, which are all in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from shop.catalogue import facets
from shop.catalogue.cards import Card
from shop.catalogue.filters import BEST, BY_NAME, CHEAPEST, DEAREST, NEWEST, Filters
from shop.catalogue.models import Product
from shop.catalogue.paging import SIZE, Page
from shop.catalogue.search import Match
from shop.catalogue.shelves import Shelf

Fits = Callable[[Match], bool]
_SORTED_BY: dict[str, tuple[Callable[[Match], Any], bool]] = {
    NEWEST: (lambda match: (match.listed_at, match.id), True),
    CHEAPEST: (lambda match: (match.price, match.id), False),
    DEAREST: (lambda match: (match.price, match.id), True),
    BY_NAME: (lambda match: (match.name_key, match.id), False),
}


def sifted(
    matches: Sequence[Match], filters: Filters, shelves: Sequence[Shelf]
) -> tuple[list[Match], facets.Counts]:
    """What the filters leave of a search, and the numbers beside the options."""
    tests = dict(_tests(filters, shelves))
    left: list[Match] = []
    numbers: Counter[facets.Option] = Counter()
    for match in matches:
        missed = {group for group, fits in tests.items() if not fits(match)}
        if not missed:
            left.append(match)
        # It counts for an option unless another group shuts it out.
        numbers.update(option for option in _options(match) if missed <= {option[0]})
    return left, facets.Counts(len(left), numbers, bounded=False)


def _tests(filters: Filters, shelves: Sequence[Shelf]) -> Iterator[tuple[str, Fits]]:
    ids = {shelf.id for shelf in shelves if shelf.slug in filters.departments}
    low, high = filters.low, filters.high
    if ids:
        yield "department", lambda match: match.department_id in ids
    if filters.colours:
        yield "colour", lambda match: match.colour in filters.colours
    if low is not None:
        yield "low", lambda match: match.price >= low
    if high is not None:
        yield "high", lambda match: match.price <= high
    if filters.in_stock:
        yield "in_stock", lambda match: match.available
    if filters.letterbox:
        yield "letterbox", lambda match: match.letterbox


def _options(match: Match) -> Iterator[facets.Option]:
    yield "department", match.department_id
    yield "colour", match.colour
    if match.available:
        yield facets.IN_STOCK
    if match.letterbox:
        yield facets.LETTERBOX


def page(matches: list[Match], filters: Filters) -> Page:
    """The page of these matches that `filters` names, its cards read in one query."""
    if filters.sort != BEST:
        key, down = _SORTED_BY[filters.sort]
        matches = sorted(matches, key=key, reverse=down)
    ids = [match.id for match in matches]
    start = _start(ids, filters)
    shown = ids[start : start + SIZE]
    return Page(
        cards=_cards(shown),
        previous=filters.address(before=str(ids[start]))
        if 0 < start < len(ids)
        else "",
        next=filters.address(after=str(shown[-1])) if ids[start + SIZE :] else "",
    )


def _start(ids: list[int], filters: Filters) -> int:
    """Where the page begins; what is no longer in the list begins it anew."""
    places = {str(pk): n for n, pk in enumerate(ids)}
    if filters.after in places:
        return places[filters.after] + 1
    return max(0, places.get(filters.before, 0) - SIZE)


def _cards(ids: list[int]) -> list[Card]:
    rows = Product.objects.filter(id__in=ids).values_list(*Card._fields)
    cards = {row[0]: Card._make(row) for row in rows}
    return [cards[pk] for pk in ids if pk in cards]
