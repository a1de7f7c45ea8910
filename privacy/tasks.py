"""The worker's part on the ground floor."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from privacy import retention
from privacy.cases import reminding
from privacy.encryption import shredding
from privacy.promises import checking


@shared_task
def keep_the_dates() -> None:
    """Clear and delete all whose date has come."""
    retention.sweep(at=timezone.now(), clock=timezone.now)


@shared_task
def finish_shredding() -> None:
    """Finish the erasures that were broken off."""
    shredding.resume(at=timezone.now())


@shared_task
def remind_staff() -> None:
    """Tell the privacy role what presses, once a day."""
    reminding.remind(at=timezone.now())


@shared_task
def check_promises() -> None:
    """Measure every promise of the policy and keep what was found."""
    checking.check(at=timezone.now())
