"""The worker's part in telling people of a new version."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from privacy.nudging import nudge
from shop.policy import telling


@shared_task
def tell() -> None:
    """Write letters that wait, and come back at once while there may be more."""
    if telling.tell(at=timezone.now()) == telling.BATCH:
        nudge(tell)
