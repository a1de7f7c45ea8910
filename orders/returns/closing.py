"""What ends a return besides its own verbs: the order was cancelled before it left."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from orders import fulfilment
from orders.order import Order
from orders.returns import moving
from orders.returns.coming_back import Return
from orders.returns.words import ReturnState


@receiver(fulfilment.cancelled)
def with_the_order(*, order: Order, at: datetime, **_: Any) -> None:
    """Close what was announced: nothing left, and the cancelling refunds it all."""
    waiting = Return.objects.select_for_update().filter(order=order)
    for coming_back in waiting.filter(state=ReturnState.ANNOUNCED):
        moving.move(coming_back, ReturnState.CANCELLED, at=at)
