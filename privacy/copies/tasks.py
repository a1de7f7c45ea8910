"""The worker's part in copies: ids in, one call."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from privacy.copies import packing
from privacy.copies.package import Copy

logger = logging.getLogger(__name__)

AT_ONCE = 50


@shared_task
def build(copy_id: str) -> None:
    """Build one copy; one that is there, fetched or gone is left alone."""
    copy = Copy.objects.filter(pk=copy_id).select_related("person").first()
    if copy is not None:
        packing.build(copy, at=timezone.now())


@shared_task
def build_missed() -> None:
    """Build what no message arrived for; one that fails holds up no other."""
    waiting = packing.waiting(at=timezone.now()).select_related("person")
    for copy in waiting.order_by("asked_at")[:AT_ONCE]:
        try:
            packing.build(copy, at=timezone.now())
        except Exception as error:
            # Whatever it is: its text could hold a value, its kind can't.
            logger.warning("copy %s not built: %s", copy.pk, type(error).__name__)


@shared_task
def delete_old() -> None:
    """Delete the copies whose date has come."""
    packing.delete_past_their_date(at=timezone.now())
