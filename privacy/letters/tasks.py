"""The worker's part in letters: ids in, one call."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from privacy.letters import sending
from privacy.letters.models import Letter


@shared_task
def send(letter_id: str) -> None:
    """Send one letter; one that is gone or sent already is left alone."""
    letter = (
        Letter.objects.select_related("person", "case").filter(pk=letter_id).first()
    )
    if letter is not None:
        sending.send(letter=letter, at=timezone.now())


@shared_task
def send_missed() -> None:
    """Send what no message arrived for: the rows are the truth."""
    at = timezone.now()
    due = Letter.objects.due(at=at).select_related("person", "case")
    # Those that waited longest first, so that none is overtaken for ever.
    for letter in due.order_by("next_try_at", "queued_at")[:200]:
        sending.send(letter=letter, at=at)


@shared_task
def delete_old() -> None:
    """Delete the letters whose date has come."""
    sending.delete_past_their_date(at=timezone.now())
