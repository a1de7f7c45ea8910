"""The worker's part in housekeeping of the site."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from shop.browsers import BrowserSession


@shared_task
def delete_ended_sessions() -> None:
    """Delete browser sessions whose time is over."""
    BrowserSession.objects.filter(expire_date__lt=timezone.now()).delete()
