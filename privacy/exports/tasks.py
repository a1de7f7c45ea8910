"""The worker's part in exports: ids in, one call. The rows are the truth."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from privacy.exports import building, ending
from privacy.exports.export import Export

AT_ONCE = 20


@shared_task
def build(export_id: str) -> None:
    """Build the file of an approved export."""
    export = Export.objects.filter(pk=export_id).first()
    if export is not None:
        building.build(export, at=timezone.now())


@shared_task
def go_on() -> None:
    """End what ran out, and build what no message arrived for."""
    at = timezone.now()
    ending.expire(at=at)
    ending.take_back_void(at=at)
    for export in building.waiting(at=at)[:AT_ONCE]:
        building.build(export, at=timezone.now())
