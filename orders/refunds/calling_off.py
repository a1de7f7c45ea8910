"""What was agreed to by mistake is called off while its money is still here."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from orders.event import Event, Verb
from orders.payment import Payment
from orders.refunds import saying
from orders.refunds.moving import lock, move, note
from orders.refunds.refund import Refund, State
from orders.states import WrongState
from privacy.people import Person

OWED = (
    "Only what was agreed to for its own sake can be called off, and only before the "
    "money left. What follows from a return, a parcel or the customer’s own step is "
    "owed."
)


def call_off(*, refund: Refund, at: datetime, by: Person) -> None:
    """Take back what somebody of the shop agreed to, and tell the customer why.

    The account that was given is deleted, and the same can be refunded again. Whoever
    agreed to it may do so alone: no money moves. Raises WrongState with a sentence for
    a refund that something else led to, and for one whose money left.
    """
    with transaction.atomic():
        note("refund_called_off", refund.order_id, at=at, by=by)
        lock(refund)
        if not refund.can_be_called_off:
            raise WrongState(OWED)
        changes = {"state": State.CALLED_OFF, "account": None}
        move(refund, State.AWAITING_ACCOUNT, State.OPEN, **changes)
        _give_back(refund)
        Event.objects.create(
            person_id=refund.person_id,
            order_id=refund.order_id,
            verb=Verb.REFUND_CALLED_OFF,
            part=refund.pk,
            at=at,
            by=by,
        )
        saying.tell(refund, Verb.REFUND_CALLED_OFF, order=refund.order, at=at)


def _give_back(refund: Refund) -> None:
    """Note on the payment that this amount can go back once more."""
    rows = Payment.objects.filter(order_id=refund.order_id)
    rows.update(refunded=F("refunded") - refund.amount)
