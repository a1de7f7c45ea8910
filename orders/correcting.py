"""Corrections that orders follow while they are open; what was sent stays as it was."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from uuid import UUID

from orders.addresses import Address
from orders.order import Order, OrderQuerySet
from orders.states import State
from privacy.cases import correcting
from privacy.cases.case import NotAllowed

ADDRESS = "orders.Order.delivery_address"
FOLLOWS = {
    correcting.NAME: "contact_name",
    correcting.EMAIL: "contact_email",
    ADDRESS: "delivery_address",
}
OPEN = (State.PLACED, State.PAID, State.PACKED)
"""Once it is handed over, the parcel bears what it bears."""


class OpenOrders:
    """Orders that have not left yet."""

    label = ADDRESS

    def following(self, person_id: UUID, corrected: str) -> int:
        """Return how many orders would follow."""
        return self._rows(person_id, corrected).count()

    def staying(self, person_id: UUID, corrected: str) -> Sequence[tuple[str, str]]:
        """Return what keeps the old value, and why."""
        if corrected not in FOLLOWS:
            return []
        sent = Order.objects.filter(person_id=person_id).exclude(state__in=OPEN)
        if not sent.exists():
            return []
        return [("Orders that have left", "They show where the parcel really went.")]

    def follow(self, person_id: UUID, corrected: str, value: str) -> int:
        """Write the new value into the open orders; return how many."""
        name, written = FOLLOWS.get(corrected), 0
        for order in self._rows(person_id, corrected).select_for_update():
            setattr(order, str(name), read(value) if corrected == ADDRESS else value)
            order.save(update_fields=[str(name)])
            written += 1
        return written

    def _rows(self, person_id: UUID, corrected: str) -> OrderQuerySet:
        if corrected not in FOLLOWS:
            return OrderQuerySet(Order).none()
        rows: OrderQuerySet = Order.objects.filter(person_id=person_id, state__in=OPEN)
        if corrected == ADDRESS:
            rows = rows.filter(delivery_address__isnull=False)
        return rows


def register() -> None:
    """Let open orders follow corrections."""
    correcting.register(OpenOrders())


def read(told: str) -> Address:
    """Return an address from its JSON, or raise NotAllowed when it is none."""
    try:
        return Address(**json.loads(told))
    except (TypeError, ValueError):
        raise NotAllowed("Write the whole address.") from None


def written(address: Address) -> str:
    """Return an address as JSON, for a demand."""
    return json.dumps(dataclasses.asdict(address), ensure_ascii=False)
