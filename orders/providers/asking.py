"""Asking Stripe how a page stands, where no notice came: nothing is lost by a silence.

Each payment says when it is asked for next (Payment.asks_at). Who asks moves that on
first, so that of two workers one asks.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from orders.payment import Payment
from orders.payments import Refused, Unreachable
from orders.providers import offering, settling, stripe
from orders.providers.session import News, Session
from orders.providers.stripe import NotAgreed, Stripe

logger = logging.getLogger(__name__)

THEN = timedelta(minutes=30)
"""How long until it is asked again, while the customer has the page open."""
AT_ONCE = 20


def due(*, at: datetime) -> list[str]:
    """Return the ids of payments to ask for, the longest waiting first."""
    rows = Payment.objects.filter(method=stripe.KEY, asks_at__lte=at)
    return [str(pk) for pk in rows.order_by("asks_at").values_list("pk", flat=True)][
        :AT_ONCE
    ]


def ask(*, payment_id: str, at: datetime) -> None:
    """Ask how its page stands and do what follows; never within a transaction."""
    provider, payment = offering.stripe_page(), _claimed(payment_id, at)
    if provider is None or payment is None:
        return
    record = stripe.opened(payment)
    if record is None or not record.session:
        _ask_no_more(payment)
        return
    try:
        session = _asked(provider, payment, record.session, at)
    except NotAgreed:
        # A notice may still come; of our own accord we tell nothing any more.
        _ask_no_more(payment)
    except (Refused, Unreachable) as error:
        logger.warning("stripe page not asked for: %s", type(error).__name__)
    else:
        _follow(payment, session, at)


def _claimed(payment_id: str, at: datetime) -> Payment | None:
    """The payment if it is due and nobody else asks for it just now."""
    due_now = Payment.objects.filter(pk=payment_id, asks_at__lte=at)
    if not due_now.update(asks_at=at + THEN):
        return None
    rows = Payment.objects.select_related("person", "consent", "order")
    found: Payment = rows.get(pk=payment_id)
    return found


def _asked(provider: Stripe, payment: Payment, name: str, at: datetime) -> Session:
    """How the page stands; one of an order that was cancelled is closed on the way."""
    session = provider.ask(name, payment, at=at)
    is_off = not payment.is_unsettled and not payment.is_paid
    if is_off and session.news is News.WAITS and session.status == "open":
        return provider.end(name, payment, at=at)
    return session


def _follow(payment: Payment, session: Session, at: datetime) -> None:
    if payment.is_paid:
        settling.note_card(payment=payment, session=session)
    else:
        settling.believe(session=session, news=session.news, at=at)


def _ask_no_more(payment: Payment) -> None:
    Payment.objects.filter(pk=payment.pk).update(asks_at=None)
