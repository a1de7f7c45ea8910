"""Sign-ins of staff that failed at the password: into the trail, so many an hour."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.signals import user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from privacy import people
from privacy.trail import recording
from privacy.trail.entry import Kind
from privacy.tries import Limit

RECORDED = Limit("failed-recorded", tries=20, window=timedelta(hours=1))
"""The trail is kept for good: a stranger must not be able to fill it."""


@receiver(user_login_failed, dispatch_uid="the trail knows who did not come in")
def failed(credentials: dict[str, Any], **kwargs: Any) -> None:
    """Record a try with the address of somebody of the staff; of nobody else."""
    person = people.find(email=str(credentials.get("username") or ""))
    if person is None or not person.is_staff:
        return
    at = timezone.now()
    if RECORDED.allows(str(person.pk), at=at):
        recording.record(kind=Kind.SIGN_IN, what="failed", about=person, at=at)
