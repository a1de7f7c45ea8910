"""When somebody last showed who they are in this browser, by signing in or again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.middleware import get_user
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from privacy.people import Person

SESSION_KEY = "signed_in_at"
LASTS = timedelta(minutes=15)


def mark(request: HttpRequest, *, at: datetime) -> None:
    """Note in the session that the password was right just now."""
    request.session[SESSION_KEY] = at.isoformat()


def person(request: HttpRequest, *, at: datetime) -> Person | None:
    """Return who signed in here within the last quarter of an hour, else None.

    An address that nobody proved is only a claim, and shows nothing.
    """
    # The person and not the lazy object that stands for them in request.user.
    found = get_user(request)
    if not isinstance(found, Person) or not found.email_proven_at:
        return None
    said: str = request.session.get(SESSION_KEY, "")
    lately = bool(said) and at - datetime.fromisoformat(said) <= LASTS
    return found if lately else None


@receiver(user_logged_in)
def _signed_in(request: HttpRequest, **kwargs: Any) -> None:
    mark(request, at=timezone.now())
