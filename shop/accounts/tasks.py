"""Work in the background: writes asked-for letters, deletes links that ran out."""

from __future__ import annotations

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from shop.accounts import passwords


@shared_task
def answer_reset(person_id: str, asked_at: str) -> None:
    """Write the letter that answers a request for a new password, if one is due."""
    passwords.answer_reset(person_id=person_id, at=datetime.fromisoformat(asked_at))


@shared_task
def delete_expired_links() -> None:
    """Delete links, and pending passwords with them, that no longer work."""
    passwords.delete_expired_links(at=timezone.now())
