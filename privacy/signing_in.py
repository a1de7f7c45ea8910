"""Checks an e-mail address and a password, with equal work for unknown addresses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.utils import timezone

FIRST_PASSWORD = timedelta(days=7)
"""So long works a password that somebody else has seen: what a login is made with."""


class PersonBackend(ModelBackend):
    """Django's own backend; `privacy.Person` looks the address up blindly."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Refuse whoever is being erased, whose first password is over, or is inactive.

        It is asked for each request of a session too, which so ends at that moment.
        """
        begun = getattr(user, "erasing_since", None) is not None
        may: bool = super().user_can_authenticate(user)
        return may and not begun and not _has_kept_the_first_password(user)


def _has_kept_the_first_password(user: Any) -> bool:
    """Whether one of the staff never chose a password of their own, for too long.

    A change leaves its date, and a link by mail proves the address: either is a choice.
    In the demo the first one lasts, as nobody's data is behind it.
    """
    if not user.is_staff or settings.DEMO:
        return False
    if user.changed_at is not None or user.email_proven_at is not None:
        return False
    return bool(timezone.now() > user.created_at + FIRST_PASSWORD)
