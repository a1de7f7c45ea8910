"""The verbs of a refund. Each locks the order first, so that two at once take turns.

Who opens a refund never sends it: the money needs two people of the shop, or the
customer's own step and one.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import F

from orders import payments
from orders.event import Event, Verb
from orders.order import Order
from orders.payment import Payment
from orders.payments import UnknownMethod
from orders.refunds import saying, sums
from orders.refunds.calling_off import call_off
from orders.refunds.ending import failed, sent
from orders.refunds.moving import move, note, turn
from orders.refunds.refund import ACCOUNT_DAYS, TRANSFER, Reason, Refund, State
from orders.refunds.refund_line import RefundLine
from orders.refunds.sums import Asked, Share
from orders.refunds.tasks import refund_through_provider
from orders.states import PaymentState, WrongState
from privacy.nudging import nudge
from privacy.people import Person

__all__ = [
    "Asked",
    "Reason",
    "by_transfer_instead",
    "call_off",
    "failed",
    "open_refund",
    "release",
    "sent",
]


class _AsBefore(Exception):
    """Nothing is to be done; what was noted on the way is taken back."""

    def __init__(self, refund: Refund | None) -> None:
        super().__init__()
        self.refund = refund


def open_refund(
    *,
    order: Order,
    asked: Asked,
    reason: Reason,
    key: UUID,
    at: datetime,
    by: Person | None,
    stands_alone: bool = False,
) -> Refund | None:
    """Agree to send money back, and tell the customer.

    Arguments:
        key: what it is for; asked for twice, the first refund is returned again.
        by: the member of staff; None where the customer's own step leads to it.
        stands_alone: whether nothing else led to it, so that it can be called off.

    Returns None where nothing was paid, or nothing of it is left. Raises WrongState
    with a sentence where more is asked for than was paid, nobody is left to tell, or
    it was called off.
    """
    try:
        with transaction.atomic():
            note("refund_opened", order.pk, at=at, by=by)
            held, found = _asked_for(order, asked, key)
            refund = _written(
                held, found, reason, key, at=at, by=by, stands_alone=stands_alone
            )
            saying.tell(refund, Verb.REFUND_OPENED, order=held, at=at)
            _start(refund)
    except _AsBefore as before:
        return before.refund
    return refund


def release(*, refund: Refund, at: datetime, by: Person) -> None:
    """Let the payment provider send the money; the worker tells it so.

    Raises WrongState for who opened the refund, and for a transfer.
    """
    with turn(refund, "refund_released", at=at, by=by):
        if refund.by_transfer:
            raise WrongState("A transfer is sent by hand.")
        changes = {"state": State.SENDING, "sent_by": by, "tried_at": None}
        move(refund, State.OPEN, State.FAILED, **changes)
        _start(refund)


def by_transfer_instead(*, refund: Refund, at: datetime, by: Person) -> None:
    """Send by bank transfer what the provider refused; the customer is asked where."""
    with turn(refund, "refund_by_transfer", at=at, by=by):
        changes = {"state": State.AWAITING_ACCOUNT, "method": TRANSFER}
        move(refund, State.FAILED, **changes)
        saying.tell(refund, Verb.REFUND_OPENED, order=refund.order, at=at)


def _asked_for(order: Order, asked: Asked, key: UUID) -> tuple[Order, list[Share]]:
    """Lock the order, take what is asked for off its payment, and say what that is."""
    held: Order = Order.objects.select_for_update().get(pk=order.pk)
    known: Refund | None = Refund.objects.filter(key=key).first()
    if known is not None:
        if known.order_id != held.pk:
            raise WrongState("Open the page again: this refund is of another order.")
        if known.state == State.CALLED_OFF:
            raise WrongState("This was called off. Open the page again to refund anew.")
        raise _AsBefore(known)
    if not Payment.objects.filter(order=held, state=PaymentState.PAID).exists():
        raise _AsBefore(None)
    found = sums.shares(held, asked)
    if not sums.total(found):
        raise _AsBefore(None)
    if held.__dict__["link"] is None:
        raise WrongState(f"{held.number} is nobody’s any more: its link is erased.")
    _take(held, sums.total(found))
    return held, found


def _take(order: Order, amount: Decimal) -> None:
    """Note on the payment what goes back; the database refuses more than was paid."""
    rows = Payment.objects.filter(order=order, refunded__lte=F("amount") - amount)
    if not rows.update(refunded=F("refunded") + amount):
        raise WrongState("That is more than was paid and has not gone back yet.")


def _written(
    order: Order,
    found: list[Share],
    reason: Reason,
    key: UUID,
    *,
    at: datetime,
    by: Person | None,
    stands_alone: bool,
) -> Refund:
    method = _way_back(order)
    of_delivery = [share for share in found if share.line is None]
    refund: Refund = Refund.objects.create(
        person_id=order.person_id,
        order=order,
        key=key,
        reason=reason,
        state=_first_state(method, by),
        method=method,
        stands_alone=stands_alone,
        currency=order.currency,
        amount=sums.total(found),
        tax=sums.tax(found),
        delivery=sums.total(of_delivery),
        delivery_tax=sums.tax(of_delivery),
        account_until=at + timedelta(days=ACCOUNT_DAYS),
        opened_at=at,
        opened_by=by,
    )
    RefundLine.objects.bulk_create(_lines(refund, found))
    Event.objects.create(
        person_id=order.person_id,
        order=order,
        verb=Verb.REFUND_OPENED,
        part=refund.pk,
        at=at,
        by=by,
    )
    return refund


def _lines(refund: Refund, found: list[Share]) -> list[RefundLine]:
    return [
        RefundLine(
            person_id=refund.person_id,
            refund=refund,
            line=share.line,
            quantity=share.quantity,
            amount=share.amount,
            tax=share.tax,
            at=refund.opened_at,
        )
        for share in found
        if share.line is not None
    ]


def _way_back(order: Order) -> str:
    """The payment's own way where its provider can; else a transfer."""
    key = Payment.objects.values_list("method", flat=True).get(order=order)
    try:
        can = payments.method(key).refunds
    except UnknownMethod:
        can = False
    return str(key) if can else TRANSFER


def _first_state(method: str, by: Person | None) -> State:
    """Where a refund starts; what the customer's own step opened needs no second."""
    if method == TRANSFER:
        return State.AWAITING_ACCOUNT
    return State.SENDING if by is None else State.OPEN


def _start(refund: Refund) -> None:
    if refund.state == State.SENDING:
        nudge(refund_through_provider, str(refund.pk))
