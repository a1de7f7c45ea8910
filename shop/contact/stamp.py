"""When a form was shown: signed, so that a program can't make one up.

It stands in for a puzzle: people take longer than two seconds, programs don't.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer

SOONEST = timedelta(seconds=2)
LATEST = timedelta(hours=24)
TOO_SOON = "This was sent faster than people write. Nothing is lost: send it again"
TOO_LATE = "This page was open for too long. Nothing is lost: send it again"
_SALT = "shop.contact.stamp"


def new(*, at: datetime) -> str:
    """Return the stamp of a form that is shown at `at`."""
    return Signer(salt=_SALT).sign(str(int(at.timestamp() * 1000)))


def trouble(stamp: str, *, at: datetime) -> str:
    """Return what is wrong with a form that comes back at `at`; "" if nothing is."""
    try:
        shown = int(Signer(salt=_SALT).unsign(stamp)) / 1000
    except (BadSignature, ValueError):
        return TOO_LATE
    age = timedelta(seconds=at.timestamp() - shown)
    if age > LATEST or age < timedelta():
        return TOO_LATE
    return TOO_SOON if age < SOONEST else ""
