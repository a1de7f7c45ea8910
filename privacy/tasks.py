"""The worker's part on the ground floor."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from privacy import retention


@shared_task
def keep_the_dates() -> None:
    """Clear every value whose date has come."""
    retention.sweep(at=timezone.now())
