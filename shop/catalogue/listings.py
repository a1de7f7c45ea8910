"""A list of products as its page needs it: words, cards, filter box, neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from shop.catalogue import cards, filterbox
from shop.catalogue.browsing import Listing
from shop.catalogue.facets import BOUND, Counts
from shop.catalogue.filters import Filters
from shop.catalogue.search import DEPTH
from shop.catalogue.shelves import Shelf

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def context(
    listing: Listing,
    filters: Filters,
    shelves: Sequence[Shelf],
    here: Shelf | None,
    *,
    at: datetime,
) -> dict[str, Any]:
    """What the listing template shows; without `here`, a search or the whole shop."""
    page, counts = listing.page, listing.counts
    chips = filterbox.chips(filters, shelves)
    return {
        "departments": shelves,
        "department": here,
        "whole_shop": here is None and filters.query is None,
        "filters": filters,
        "title": _title(filters, here),
        "sorts": filterbox.sorts(filters),
        "cards": cards.drawn(page.cards, at=at),
        "page": page,
        "status": _status(listing, filters),
        "more_than": DEPTH if listing.cut else 0,
        "in_use": len(chips),
        "chips": filterbox.drawn_chips(chips),
        "none_found": _none_found(counts, len(chips)),
        "all_of_it": filters.bare().address(),
        "hidden": filterbox.hidden(filters),
        "option_departments": ""
        if here
        else filterbox.departments(shelves, filters, counts),
        "option_colours": filterbox.colours(filters, counts),
        "option_delivery": filterbox.delivery(filters, counts),
        "price_from": filterbox.price("min", "From", filters),
        "price_to": filterbox.price("max", "To", filters),
        "has_filters": bool(counts.total or chips or filters.errors),
        "is_past": not page.cards and bool(counts.total),
        "first_page": replace(filters, after="", before="").address(),
    }


def _title(filters: Filters, here: Shelf | None) -> str:
    if filters.query:
        return f"Results for “{filters.query}”"
    if filters.query is not None:
        return "Search"
    return here.name if here else "Everything"


def _status(listing: Listing, filters: Filters) -> str:
    """How many products there are, as in “16 products match.”"""
    total = listing.counts.total
    verb = " match" if filters.in_use or filters.query else ""
    if listing.counts.bounded and total > BOUND:
        return f"More than {BOUND} products{verb}."
    if total == 1:
        return f"1 product{verb and ' matches'}."
    return f"{total:,} products{verb}."


def _none_found(counts: Counts, in_use: int) -> str:
    """Which filters are too many, as in “Nothing matches all three filters.”"""
    if counts.total or not in_use:
        return ""
    if in_use < 3:
        return f"Nothing matches {'this filter' if in_use == 1 else 'both filters'}."
    number = NUMBERS[in_use] if in_use < len(NUMBERS) else str(in_use)
    return f"Nothing matches all {number} filters."
