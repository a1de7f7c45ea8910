"""The orders of one person, newest first, in pages that cost the same however deep."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from orders import telling
from orders.models import Order
from privacy import purposes
from privacy.models import Person
from privacy.purposes import Purpose

PER_PAGE = 10


@dataclass(frozen=True)
class Entry:
    """One order in the list, with where it stands in words and its page's path."""

    order: Order
    words: str
    path: str


@dataclass(frozen=True)
class Page:
    """Some orders; `older` is the number to go on from, or ""."""

    entries: tuple[Entry, ...]
    older: str
    is_first: bool


def page(*, person: Person, before: str) -> Page:
    """The orders placed before that order of theirs, by its number; "" for the newest.

    While the address is not proven there are none: anybody can claim an address.
    """
    if person.email_proven_at is None:
        return Page((), "", is_first=True)
    mine = Order.objects.of(person).order_by("-placed_at", "-id")
    named = before.isalnum() or before.replace("-", "").isalnum()
    start = mine.filter(number=before).first() if named else None
    if start is not None:
        older = Q(placed_at__lt=start.placed_at)
        same_moment = Q(placed_at=start.placed_at, id__lt=start.pk)
        mine = mine.filter(older | same_moment)
    found = list(mine[: PER_PAGE + 1])
    shown = found[:PER_PAGE]
    more = len(found) > PER_PAGE
    with purposes.using(Purpose.OWN_REQUEST, by=person):
        entries = tuple(_entry(each) for each in shown)
    return Page(entries, shown[-1].number if more else "", is_first=start is None)


def _entry(order: Order) -> Entry:
    words = telling.now(order).removeprefix("is ").capitalize()
    return Entry(order, words, order.path_for_customer())
