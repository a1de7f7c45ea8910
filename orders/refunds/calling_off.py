"""What was agreed to by mistake is called off soon, while its money is still here."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from orders.event import Event, Verb
from orders.payment import Payment
from orders.refunds import saying
from orders.refunds.moving import lock, move, note
from orders.refunds.refund import Reason, Refund, State
from orders.states import WrongState
from privacy.access import Access
from privacy.people import Person

WITHIN = timedelta(days=3)
"""A mistake is put right soon; what stood for longer is a promise."""
BY_THE_SHOP = (Reason.MISSING, Reason.DAMAGED, Reason.PRICE)
"""Reasons that the shop judges by itself; the others name what happened to the order,
and the money is owed."""
COUNTED_ON = (
    *(Verb.CANCELLED, Verb.WITHDRAWN, Verb.RETURN_ANNOUNCED),
    *(Verb.LEFT_OUT, Verb.LOST, Verb.CAME_BACK),
)
"""What gives money back, and less of it where some is going back already."""

OWED = "This money is owed for its reason. It can’t be called off."
MOVED = "Its money left, or may have left. It can’t be called off any more."
TOO_LATE = "It was agreed to more than three days ago, and stands as it was promised."
RELIED_ON = (
    "Something of the order was cancelled, sent back, lost or left out, and this "
    "refund was counted there. It can’t be called off any more."
)
LOOKED_AT = (
    "Somebody opened its account, so the money may be on its way. Ask them: if it did "
    "not leave, they say that the account does not work."
)


def call_off(*, refund: Refund, at: datetime, by: Person) -> None:
    """Take back what somebody of the shop agreed to, and tell the customer.

    The account that was given is deleted, and the same can be refunded again. Whoever
    agreed to it may do so alone: no money moves. Raises WrongState with a sentence
    where why_not gives one.
    """
    with transaction.atomic():
        note("refund_called_off", refund.order_id, at=at, by=by)
        lock(refund)
        refused = why_not(refund, at=at)
        if refused:
            raise WrongState(refused)
        had_account = refund.holds_account
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
        saying.tell_called_off(refund, at=at, had_account=had_account)


def why_not(refund: Refund, *, at: datetime) -> str:
    """Return the sentence that says why a refund can't be called off; "" if it can."""
    if not refund.stands_alone:
        return OWED
    if not refund.is_untouched:
        return MOVED
    if at > refund.opened_at + WITHIN:
        return TOO_LATE
    events = Event.objects.filter(order=refund.order_id, verb__in=COUNTED_ON)
    if events.exists():
        return RELIED_ON
    return LOOKED_AT if _is_looked_at(refund) else ""


def _is_looked_at(refund: Refund) -> bool:
    """Whether somebody may be at the bank: they opened the account that is held."""
    looks = Access.objects.filter(person=refund.person_id, row_id=refund.pk)
    return refund.holds_account and looks.exists()


def _give_back(refund: Refund) -> None:
    """Note on the payment that this amount can go back once more."""
    rows = Payment.objects.filter(order_id=refund.order_id)
    rows.update(refunded=F("refunded") - refund.amount)
