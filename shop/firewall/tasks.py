"""The worker's part: numbers of hours long past go."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from shop.firewall.refusal import Refusal


@shared_task
def delete_old_refusals() -> None:
    """Delete what is older than 90 days."""
    Refusal.objects.ended(at=timezone.now()).delete()
