"""Opening Stripe's page for an order, once; asked for again it is the same page."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta

from django.db import transaction

from orders.order import Order
from orders.payment import Payment
from orders.payments import Refused
from orders.providers import offering, stripe
from orders.providers.session import Session

FIRST = timedelta(minutes=5)
"""How long a notice may take before the worker asks by itself."""


def open_page(*, order: Order, at: datetime) -> None:
    """Have the page opened and keep where it is, unless it is there already.

    Never within a transaction: it talks to Stripe. Raises Refused, NotAgreed among
    it, and Unreachable; then there is no page and the same can be asked again.
    """
    payment = waiting(order)
    provider = offering.stripe_page()
    if payment is None or page_of(payment):
        return
    if provider is None:
        raise Refused("Stripe’s page is not open any more.")
    session = provider.open(order, payment, at=at)
    _keep(payment, session, at)


def waiting(order: Order) -> Payment | None:
    """The order's payment, while Stripe's page is the way to pay it."""
    rows = Payment.objects.select_related("person", "consent", "order")
    payment: Payment | None = rows.filter(order=order, method=stripe.KEY).first()
    waits = payment is not None and payment.is_unsettled and not payment.doubted_at
    return payment if waits else None


def page_of(payment: Payment) -> str:
    """The address of its page at Stripe, "" while there is none."""
    record = stripe.opened(payment)
    return record.page or "" if record else ""


@transaction.atomic
def _keep(before: Payment, session: Session, at: datetime) -> None:
    """Keep the page, unless the payment has gone on in the meantime."""
    Order.objects.select_for_update().get(pk=before.order_id)
    payment: Payment = Payment.objects.select_for_update().get(pk=before.pk)
    record = stripe.opened(payment)
    if record is None or not payment.is_unsettled or payment.attempt != before.attempt:
        return
    payment.verification = dataclasses.replace(
        record, session=session.id, page=session.page or None
    )
    payment.asks_at = at + FIRST
    payment.save(update_fields=["verification", "asks_at"])
