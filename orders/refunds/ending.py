"""How a refund ends: the money is on its way, or it came back and is tried again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from orders import refunds
from orders.event import Event, Verb
from orders.refunds import saying
from orders.refunds.moving import move, turn
from orders.refunds.refund import Refund, State
from orders.states import WrongState
from privacy.people import Person


def sent(*, refund: Refund, at: datetime, by: Person | None) -> None:
    """Note that the money left: the account is cleared and the customer told.

    ``by`` is who typed the transfer into the bank's page, and never who opened the
    refund; None where the worker heard it from the provider. Raises WrongState when
    the refund is not there yet, or was sent by another.
    """
    with turn(refund, "refunded", at=at, by=by):
        if (by is None) is refund.by_transfer:
            raise WrongState("A transfer is sent by somebody of the shop, and noted.")
        if refund.by_transfer and not refund.has_account_at(at):
            raise WrongState("The account is gone: the customer has to give it again.")
        first = refund.sent_at is None
        _finish(refund, at=at, by=by)
        if first:
            _tell_the_house(refund, at=at, by=by)
        saying.tell(refund, Verb.REFUNDED, order=refund.order, at=at)


def failed(*, refund: Refund, at: datetime, by: Person | None) -> None:
    """Note that the money can't go that way, or came back from the bank.

    The account of a transfer is cleared, and the customer is asked for another. A
    provider's refund waits for staff to try again, or to turn it into a transfer.
    ``by`` is None where the worker heard it from the provider.
    """
    with turn(refund, "refund_failed", at=at, by=by):
        if not refund.by_transfer:
            move(refund, State.SENDING, state=State.FAILED)
            return
        _ask_again(refund, State.OPEN, State.SENT)
        saying.tell(refund, Verb.REFUND_OPENED, order=refund.order, at=at, again=True)


def _finish(refund: Refund, *, at: datetime, by: Person | None) -> None:
    """Let go of the account in the same breath."""
    changes: dict[str, Any] = {"state": State.SENT, "sent_at": at, "account": None}
    before = State.OPEN if refund.by_transfer else State.SENDING
    if by is not None:
        changes["sent_by"] = by
    move(refund, before, **changes)


def _tell_the_house(refund: Refund, *, at: datetime, by: Person | None) -> None:
    """Write the event, once, and let others do what follows."""
    Event.objects.create(
        person_id=refund.person_id,
        order_id=refund.order_id,
        verb=Verb.REFUNDED,
        part=refund.pk,
        at=at,
        by=by,
    )
    refunds.sent.send(sender=Refund, refund=refund, at=at, by=by)


def _ask_again(refund: Refund, *before: State) -> None:
    move(refund, *before, state=State.AWAITING_ACCOUNT, account=None)
