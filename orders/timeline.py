"""The story of an order on one line: what happened, what is next, what comes after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from orders.event import Event, Verb
from orders.order import Order
from orders.states import CLOSED

COURSE = (Verb.PAID, Verb.PACKED, Verb.HANDED_OVER, Verb.DELIVERED)
_COLLECTED = {
    Verb.PACKED: "Ready to collect",
    Verb.DELIVERED: "Collected",
}


@dataclass(frozen=True)
class Entry:
    """One point on the line. ``status`` is "done", "now" or "todo"; ``event`` is None
    for what has not happened."""

    title: str
    status: str
    at: datetime | None = None
    event: Event | None = None


def timeline(order: Order, happened: Iterable[Event] | None = None) -> list[Entry]:
    """Everything that happened, oldest first, then what is still to come.

    ``happened`` are its own events, where the caller has fetched them already.
    """
    happened = list(order.events.all() if happened is None else happened)
    done = [Entry(titled(order, e.verb), "done", e.at, e) for e in happened]
    ahead = _ahead(order, {event.verb for event in happened})
    return done + [
        Entry(titled(order, verb), "todo" if position else "now")
        for position, verb in enumerate(ahead)
    ]


def titled(order: Order, verb: str) -> str:
    """What a verb is called for this order."""
    if order.is_collected and verb in _COLLECTED:
        return _COLLECTED[Verb(verb)]
    return str(Verb(verb).label)


def _ahead(order: Order, happened: set[str]) -> list[Verb]:
    if order.state in CLOSED:
        return []
    skipped = {Verb.HANDED_OVER} if order.is_collected else set()
    return [verb for verb in COURSE if verb not in happened | skipped]
