"""What follows for a payment from where its page stands: paid, failed, ended, or doubt.

Whoever brings the news, a notice or the worker's question, it is judged here, under a
lock on the order: twice changes nothing, and money that came late goes back.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime

from django.db import transaction
from django.db.models import F

from orders import fulfilment, payments
from orders.order import Order
from orders.payment import Payment, PaymentVerification
from orders.providers import stripe
from orders.providers.notice import Outcome
from orders.providers.session import News, Session
from orders.refunds import refunding
from orders.refunds.refunding import Asked, Reason
from orders.states import PaymentState, WrongState


@transaction.atomic
def believe(*, session: Session, news: News, at: datetime) -> Outcome:
    """Do what the news asks for, and say what that was.

    Paid settles the order, or opens a refund where it was cancelled in the meantime.
    What does not fit settles nothing: staff are told (Payment.doubted_at).
    """
    payment = _locked(session.order)
    if payment is None:
        return Outcome.NOT_OURS
    if news is News.PAID:
        return _paid(payment, session, at)
    return _over(payment, session, news, at)


def note_card(*, payment: Payment, session: Session) -> None:
    """Keep what was checked of the card, and ask no more."""
    record = stripe.opened(payment)
    if record is not None:
        payment.verification = _with_card(record, session)
        payment.save(update_fields=["verification"])
    Payment.objects.filter(pk=payment.pk).update(asks_at=None)


def _locked(number: str) -> Payment | None:
    """The payment of the order with this number, the order locked before it."""
    orders = Order.objects.select_for_update().filter(number=number)
    order: Order | None = orders.first()
    if order is None:
        return None
    rows = Payment.objects.select_for_update().filter(order=order, method=stripe.KEY)
    payment: Payment | None = rows.first()
    if payment is not None:
        # One order in memory, so that each verb sees what the one before did.
        payment.order = order
    return payment


def _paid(payment: Payment, session: Session, at: datetime) -> Outcome:
    record = stripe.opened(payment)
    is_right = _is_due(payment, session)
    if payment.is_paid and is_right and record and record.session == session.id:
        return Outcome.KNOWN
    if payment.is_paid or not is_right or record is None:
        return _doubt(payment, at)
    kept = _with_card(record, session)
    payment.verification = dataclasses.replace(
        kept, session=session.id, reference=session.payment or None, page=None
    )
    # The card is asked for next, unless it was told already.
    payment.asks_at = None if session.card else at
    payment.save(update_fields=["verification", "asks_at"])
    if payment.is_unsettled:
        fulfilment.mark_paid(order=payment.order, at=at, by=None)
        return Outcome.DONE
    return _too_late(payment, at)


def _too_late(payment: Payment, at: datetime) -> Outcome:
    """Take the money of an order that was cancelled, and open its way back."""
    order = payment.order
    payments.verify(payment, result="approved", at=at)
    payment.state, payment.settled_at = PaymentState.PAID, at
    payment.settled_by = None
    payment.save()
    try:
        refunding.open_refund(
            order=order,
            asked=Asked.whole(order),
            reason=Reason.CANCELLED,
            key=order.pk,
            at=at,
            by=None,
        )
    except WrongState:
        # Nobody is left who could be told: staff send it back at the provider.
        return _doubt(payment, at)
    return Outcome.REFUNDED


def _doubt(payment: Payment, at: datetime) -> Outcome:
    """Settle nothing and tell staff: another amount, or paid in two ways."""
    Payment.objects.filter(pk=payment.pk).update(doubted_at=at, asks_at=None)
    return Outcome.DOUBTED


def _over(payment: Payment, session: Session, news: News, at: datetime) -> Outcome:
    """Let a page that ended unpaid go, so that another can be opened.

    News of a page that is not the one of today comes too late to mean anything.
    """
    record = stripe.opened(payment)
    if record is None or record.session != session.id or payment.is_paid:
        return Outcome.KNOWN
    if news is News.WAITS:
        return Outcome.DONE
    if news is News.FAILED and payment.is_unsettled:
        payments.decline(order=payment.order, at=at)
        payment.refresh_from_db()
        record = stripe.opened(payment) or record
    payment.verification = dataclasses.replace(record, session=None, page=None)
    payment.asks_at = None
    payment.save(update_fields=["verification", "asks_at"])
    Payment.objects.filter(pk=payment.pk).update(attempt=F("attempt") + 1)
    return Outcome.DONE


def _is_due(payment: Payment, session: Session) -> bool:
    same_currency = session.currency.upper() == payment.currency
    return same_currency and session.amount == payment.amount


def _with_card(record: PaymentVerification, session: Session) -> PaymentVerification:
    if session.card is None:
        return record
    return dataclasses.replace(
        record,
        brand=session.card.brand or None,
        last_four=session.card.last_four or None,
        checks=session.card.checks or None,
    )
