"""What a visitor asks a list for: filters, sort and place, all of it in the address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict

from orders import money
from shop.catalogue import prose
from shop.catalogue.colours import Colour

NEWEST, CHEAPEST, DEAREST, BY_NAME = "newest", "price", "-price", "name"
BEST = "best"
SORTS = {
    NEWEST: "Newest first",
    CHEAPEST: "Price, low to high",
    DEAREST: "Price, high to low",
    BY_NAME: "Name",
}
LONGEST_PLACE = 240
LONGEST_PRICE = 20


@dataclass(frozen=True)
class Filters:
    """One list as it was asked for. Empty means: no such filter.

    `departments` are slugs and `colours` values of Colour; `low` and `high` are
    minor units. What was typed as a price stays in `typed`, right or wrong, and
    `errors` has a sentence for each price that can't be used. `after` and `before`
    are places in the list, as `browsing` writes them.
    """

    departments: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    in_stock: bool = False
    letterbox: bool = False
    sort: str = NEWEST
    after: str = ""
    before: str = ""
    query: str | None = None
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def sorted(self) -> bool:
        """True when another sort than the usual one was chosen."""
        return self.sort != (NEWEST if self.query is None else BEST)

    @property
    def in_use(self) -> bool:
        """True when any filter narrows the list."""
        return bool(self.departments or self.narrowed)

    @property
    def narrowed(self) -> bool:
        """True when a filter other than the department narrows the list."""
        prices = (self.low, self.high) != (None, None)
        return bool(self.colours or prices or self.in_stock or self.letterbox)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Each filter as it stands in the address, without sort and place."""
        if self.query is not None:
            yield "q", self.query
        yield from (("d", slug) for slug in self.departments)
        yield from (("c", colour) for colour in self.colours)
        yield from ((name, text) for name, text in self.typed.items() if text)
        yield from (("stock", "1") for _ in range(self.in_stock))
        yield from (("letterbox", "1") for _ in range(self.letterbox))

    def address(self, **place: str) -> str:
        """The list's address, relative to its page; `place` is after or before."""
        sort = [("sort", self.sort)] if self.sorted else []
        pairs = [*self.pairs(), *sort, *place.items()]
        return "?" + urlencode(pairs) if pairs else "./"

    def bare(self) -> Filters:
        """The same list from its start without any filter."""
        return Filters(sort=self.sort, query=self.query)

    def without(self, name: str, value: str = "") -> Filters:
        """The same list from its start without one filter, by its address name.

        (An address never repeats the place, so it starts anew by itself.)
        """
        changed: dict[str, Any] = {
            "d": {"departments": _others(self.departments, value)},
            "c": {"colours": _others(self.colours, value)},
            "min": {"low": None, "typed": self.typed | {"min": ""}},
            "max": {"high": None, "typed": self.typed | {"max": ""}},
            "stock": {"in_stock": False},
            "letterbox": {"letterbox": False},
        }
        return replace(self, **changed[name])


def _others(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(each for each in values if each != value)


def read(asked: QueryDict, *, departments: Iterable[str], query: str | None) -> Filters:
    """The filters in an address; `departments` are the slugs that may be chosen.

    What no page of ours offers is left out. A price that can't be read keeps its
    text and gets a sentence, and the other filters stay.
    """
    sorts = SORTS if query is None else {BEST: "", **SORTS}
    sort = asked.get("sort", "")
    filters = Filters(
        departments=_known(asked.getlist("d"), departments),
        colours=_known(asked.getlist("c"), Colour.values),
        in_stock="stock" in asked,
        letterbox="letterbox" in asked,
        sort=sort if sort in sorts else next(iter(sorts)),
        after=asked.get("after", "")[:LONGEST_PLACE],
        before=asked.get("before", "")[:LONGEST_PLACE],
        query=query,
    )
    return _with_prices(filters, asked.get("min", ""), asked.get("max", ""))


def _known(asked: Iterable[str], offered: Iterable[str]) -> tuple[str, ...]:
    chosen = set(asked)
    return tuple(value for value in offered if value in chosen) if chosen else ()


def _with_prices(filters: Filters, low: str, high: str) -> Filters:
    if not low and not high:
        return filters
    typed, errors, bounds = {}, {}, {}
    for name, text in (("min", low), ("max", high)):
        typed[name] = prose.tidy(text, LONGEST_PRICE)
        try:
            bounds[name] = _price(typed[name])
        except money.NotAnAmount as wrong:
            errors[name], bounds[name] = str(wrong), None
    lowest, highest = bounds["min"], bounds["max"]
    if lowest is not None and highest is not None and lowest > highest:
        errors["max"] = f"Enter {typed['min']} or more, or a lower price from"
        highest = None
    return replace(filters, low=lowest, high=highest, typed=typed, errors=errors)


def _price(text: str) -> Decimal | None:
    return money.parsed(text, settings.SHOP_CURRENCY) if text else None
