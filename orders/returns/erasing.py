"""What stands in the way of erasing a customer: goods that are still to come back."""

from __future__ import annotations

from uuid import UUID

from orders.returns.coming_back import Return
from orders.returns.words import OPEN
from privacy.erasure import blocking, owned
from privacy.erasure.plans import Scope


def register() -> None:
    """Have open returns asked about before anything is erased."""
    blocking.register(open_returns)


def open_returns(person_id: UUID, scope: Scope | None) -> list[str]:
    """Say of which orders something is on its way back or waits for its money.

    With a scope only those that were chosen count.
    """
    theirs = owned.rows(Return, person_id, scope=scope).filter(state__in=OPEN)
    numbers = theirs.order_by("announced_at").values_list("order__number", flat=True)
    return [
        f"Something of order {number} is coming back to us. We need its name and"
        " address until that has ended."
        for number in dict.fromkeys(numbers)
    ]
