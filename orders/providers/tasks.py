"""The worker's part with providers: ids in, one call. The rows are the truth."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from orders.order import Order
from orders.payments import Refused, Unreachable
from orders.providers import asking, opening

logger = logging.getLogger(__name__)


@shared_task
def open_page(order_id: str) -> None:
    """Have the page ready before the customer asks for it; the page tries again."""
    order = Order.objects.filter(pk=order_id).first()
    if order is None:
        return
    try:
        opening.open_page(order=order, at=timezone.now())
    except (Refused, Unreachable) as error:
        logger.warning("no page for order %s: %s", order_id, type(error).__name__)


@shared_task
def ask(payment_id: str) -> None:
    """Ask how one payment stands."""
    asking.ask(payment_id=payment_id, at=timezone.now())


@shared_task
def ask_missed() -> None:
    """Ask for every payment whose notice should have come by now."""
    for payment_id in asking.due(at=timezone.now()):
        asking.ask(payment_id=payment_id, at=timezone.now())
