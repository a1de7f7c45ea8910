"""Where the order's page offers to cancel, and to send the order elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from orders import sections
from orders.changes import cancelling, redirecting
from orders.event import Verb
from orders.sections import About, Section
from orders.states import State

_SPEAKS_OF_IT = frozenset({State.PLACED, State.PAID, State.PACKED, State.CAME_BACK})


def register() -> None:
    """Stand on the order's page, before the parcels."""
    sections.for_customers(Section("orders/parts/change.html", _offered, place=10))


def _offered(about: About) -> Mapping[str, Any] | None:
    order = about.order
    if order.state not in _SPEAKS_OF_IT:
        return None
    # Nothing is packed, as the story says: then there is no parcel to ask for.
    waits = not about.happened(Verb.PACKED)
    elsewhere = not order.is_collected if waits else redirecting.is_open(order)
    if order.state == State.CAME_BACK and not elsewhere:
        return None
    return {
        "secret": about.secret,
        "cancels": waits,
        "redirects": elsewhere,
        "instead": "" if waits or elsewhere else cancelling.instead(order),
    }
