"""The worker's part in copies; it builds them when it takes their cases on."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from privacy.copies import packing


@shared_task
def delete_old() -> None:
    """Delete the copies whose date has come."""
    packing.delete_past_their_date(at=timezone.now())
