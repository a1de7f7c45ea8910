"""Work in the background: deletes checkouts that nobody finished."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from shop.checkout import drafts


@shared_task
def discard_expired_drafts() -> None:
    """Delete the drafts, and their keys, that are older than a day."""
    drafts.discard_expired(at=timezone.now())
