"""What stands in the way of erasing a customer: an order that is still to be done."""

from __future__ import annotations

from uuid import UUID

from orders.models import Order
from orders.states import CLOSED
from privacy.erasure import blocking, owned
from privacy.erasure.plans import Scope


def register() -> None:
    """Have open orders asked about before anything is erased."""
    blocking.register(open_orders)


def open_orders(person_id: UUID, scope: Scope | None) -> list[str]:
    """Say which orders have neither arrived nor been cancelled.

    With a scope only those that were chosen count.
    """
    theirs = owned.rows(Order, person_id, scope=scope).exclude(state__in=CLOSED)
    numbers = theirs.order_by("placed_at").values_list("number", flat=True)
    return [
        f"Order {number} is neither delivered nor cancelled yet. We need its name and"
        " address until it is."
        for number in numbers
    ]
