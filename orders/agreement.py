"""The customer's agreement to the carrier, and taking it back."""

from __future__ import annotations

from datetime import datetime

from orders.order import Order
from orders.states import State
from privacy import consent
from privacy.consent import Consent

_NOT_GONE = frozenset({State.PLACED, State.PAID, State.PACKED})


def standing(order: Order) -> Consent | None:
    """The agreement that can still be taken back: nothing has left yet."""
    agreed: Consent | None = order.consent
    if agreed is None or agreed.withdrawn_at or order.state not in _NOT_GONE:
        return None
    return agreed


def taken_back(order: Order) -> Consent | None:
    """The agreement that was taken back, while the parcel waits for another way."""
    agreed: Consent | None = order.consent
    if agreed is None or not agreed.withdrawn_at or order.state not in _NOT_GONE:
        return None
    return agreed


def take_back(*, order: Order, at: datetime) -> None:
    """Withdraw the agreement, with effect at once. Doing it twice changes nothing."""
    agreed = standing(order)
    if agreed is not None:
        consent.withdraw(consent=agreed, at=at)
