"""The states of a return, its reasons and its ends, in words for everybody."""

from __future__ import annotations

from django.db import models


class ReturnState(models.TextChoices):
    """Where a return stands."""

    ANNOUNCED = "announced", "On its way to us"
    RECEIVED = "received", "Received, to be looked at"
    INSPECTED = "inspected", "Looked at"
    REFUNDED = "refunded", "Refund agreed"
    EXCHANGED = "exchanged", "Exchanged"
    REFUSED = "refused", "Refused"
    CALLED_OFF = "called_off", "Called off"
    CANCELLED = "cancelled", "Order cancelled before it left"


OPEN = (ReturnState.ANNOUNCED, ReturnState.RECEIVED, ReturnState.INSPECTED)
ENDED = (
    ReturnState.REFUNDED,
    ReturnState.EXCHANGED,
    ReturnState.REFUSED,
    ReturnState.CALLED_OFF,
    ReturnState.CANCELLED,
)


class Kind(models.TextChoices):
    """Whether somebody uses a right to withdraw, or sends something back."""

    WITHDRAWAL = "withdrawal", "Withdrawal"
    RETURN = "return", "Return"


class Wanted(models.TextChoices):
    """What the customer wants for what comes back."""

    REFUND = "refund", "My money back"
    EXCHANGE = "exchange", "Another one"


class Why(models.TextChoices):
    """Why something comes back. A withdrawal needs no reason and has none."""

    CHANGED_MIND = "changed_mind", "I no longer want it"
    DIFFERENT = "different", "It looks different from what I expected"
    WRONG = "wrong", "It is not what I ordered"
    DAMAGED = "damaged", "It arrived damaged"
    FAULTY = "faulty", "It does not work as it should"


OURS = (Why.WRONG, Why.DAMAGED, Why.FAULTY)
"""Reasons that are the seller's fault: no period of days ends them."""
