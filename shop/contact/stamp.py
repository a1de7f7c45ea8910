"""When a form was shown, and which it was: signed, so that nobody can make one up.

It stands in for a puzzle: people take longer than two seconds, programs don't. The
number in it is random: the same form that comes twice is known again.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer

SOONEST = timedelta(seconds=2)
LATEST = timedelta(hours=24)
TOO_SOON = "This was sent faster than people write. Nothing is lost: send it again"
TOO_LATE = "This page was open for too long. Nothing is lost: send it again"
_SALT = "shop.contact.stamp"
_LONG = 16


def new(*, at: datetime) -> str:
    """Return the stamp of a form that is shown at `at`."""
    shown, number = int(at.timestamp() * 1000), secrets.token_urlsafe(_LONG)
    return Signer(salt=_SALT).sign(f"{shown}.{number}")


def trouble(stamp: str, *, at: datetime) -> str:
    """Return what is wrong with a form that comes back at `at`; "" if nothing is."""
    try:
        shown = int(Signer(salt=_SALT).unsign(stamp).partition(".")[0]) / 1000
    except (BadSignature, ValueError):
        return TOO_LATE
    age = timedelta(seconds=at.timestamp() - shown)
    if age > LATEST or age < timedelta():
        return TOO_LATE
    return TOO_SOON if age < SOONEST else ""
