"""The story of an order on one line: what happened, what is next, what comes after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from orders.event import Event, Verb
from orders.order import Order
from orders.states import CLOSED, State

COURSE = (Verb.PAID, Verb.PACKED, Verb.HANDED_OVER, Verb.DELIVERED)
_PAST = {State.PLACED: 0, State.PAID: 1, State.PACKED: 2, State.HANDED_OVER: 3}
"""How much of the course is behind an order in a state."""
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
    parcels = _parcels(happened)
    done = [
        Entry(titled(order, e.verb) + parcels.get(e.part, ""), "done", e.at, e)
        for e in happened
    ]
    in_part = order.state == State.PAID and any(e.verb == Verb.PACKED for e in happened)
    rest = " (the rest)" if in_part else ""
    return done + [
        Entry(titled(order, verb) + rest, "todo" if position else "now")
        for position, verb in enumerate(_ahead(order))
    ]


def titled(order: Order, verb: str) -> str:
    """What a verb is called for this order."""
    if order.is_collected and verb in _COLLECTED:
        return _COLLECTED[Verb(verb)]
    return str(Verb(verb).label)


def _ahead(order: Order) -> list[Verb]:
    if order.state in CLOSED:
        return []
    skipped = Verb.HANDED_OVER if order.is_collected else None
    return [verb for verb in COURSE[_PAST[State(order.state)] :] if verb != skipped]


def _parcels(happened: Iterable[Event]) -> dict[UUID | None, str]:
    """Name the parcels where there are several; they are numbered when packed."""
    numbered = [each for each in happened if each.verb in (Verb.PACKED, Verb.LEFT_OUT)]
    packed = {
        event.part: f" (parcel {number})"
        for number, event in enumerate(numbered, 1)
        if event.verb == Verb.PACKED
    }
    return packed if len(packed) > 1 else {}
