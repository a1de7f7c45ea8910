"""The states an order goes through, and their words for staff and customers."""

from __future__ import annotations

from django.db import models


class WrongState(Exception):
    """The verb does not fit the order as it is now; the text says why."""


class State(models.TextChoices):
    """Where an order stands. PLACED waits for its payment."""

    PLACED = "placed", "Placed, not paid"
    PAID = "paid", "Paid, to be packed"
    PACKED = "packed", "Packed"
    HANDED_OVER = "handed_over", "Handed over"
    DELIVERED = "delivered", "Delivered"
    CANCELLED = "cancelled", "Cancelled"
    LOST = "lost", "Lost on the way"
    CAME_BACK = "came_back", "Came back to us"


CLOSED = (State.DELIVERED, State.CANCELLED, State.LOST, State.CAME_BACK)


class PaymentState(models.TextChoices):
    """Where a payment stands. A declined one may be tried again."""

    OPEN = "open", "Open"
    DECLINED = "declined", "Declined"
    PAID = "paid", "Paid"
    CANCELLED = "cancelled", "Cancelled"


UNSETTLED = (PaymentState.OPEN, PaymentState.DECLINED)
