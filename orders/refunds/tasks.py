"""The worker's part in refunds: ids in, one call. The rows are the truth."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from orders.refunds import giving, running
from orders.refunds.refund import Refund

AT_ONCE = 20


@shared_task
def refund_through_provider(refund_id: str) -> None:
    """Have the provider send one refund."""
    refund = Refund.objects.with_order().filter(pk=refund_id).first()
    if refund is not None:
        running.run(refund, at=timezone.now())


@shared_task
def go_on() -> None:
    """Send what no message arrived for, and delete accounts that nobody used."""
    giving.forget_unused(at=timezone.now())
    for refund in running.waiting(at=timezone.now())[:AT_ONCE]:
        running.run(refund, at=timezone.now())
