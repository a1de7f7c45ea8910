"""What a browser session knows of second factors: which was shown, and when.

Staff sessions are short: they end after half an hour in which nothing happens, and
eight hours after they began (OWASP ASVS 5.0, 7.3). A decision wants a factor that was
shown within the last quarter of an hour.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from privacy.second_factors.factor import Factor

SESSION_KEY = "second_factor"
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
FRESH = timedelta(minutes=15)
NOTED_EVERY = timedelta(minutes=1)
"""How often it is written down that somebody is still there."""
_LOOKED = "_second_factor_stands"


@dataclass(frozen=True)
class Shown:
    """Which factor was shown; times are ISO 8601, since sessions are JSON."""

    factor: str
    began: str
    shown: str
    seen: str


def mark(request: HttpRequest, *, factor: UUID, at: datetime) -> None:
    """Note that `factor` was shown just now: the staff pages open."""
    before, now = _told(request), at.isoformat()
    began = before.began if before else now
    shown = Shown(factor=str(factor), began=began, shown=now, seen=now)
    request.session[SESSION_KEY] = asdict(shown)
    vars(request).pop(_LOOKED, None)


def is_verified(request: HttpRequest) -> bool:
    """Tell whether a second factor was shown in this session and nothing ended that.

    The factor must still be there: taking it away ends every session it opened.
    """
    known: Any = vars(request).get(_LOOKED)
    if known is None:
        known = _looked(request, at=timezone.now())
        vars(request)[_LOOKED] = known
    return bool(known)


def is_fresh(request: HttpRequest, *, at: datetime) -> bool:
    """Tell whether a factor was shown within the last quarter of an hour."""
    told = _told(request)
    return (
        told is not None
        and at - datetime.fromisoformat(told.shown) <= FRESH
        and is_verified(request)
    )


def is_over(request: HttpRequest, *, at: datetime) -> bool:
    """Tell whether a session that was open has been idle, or open, for too long."""
    told = _told(request)
    if told is None:
        return False
    idle = at - datetime.fromisoformat(told.seen) > IDLE
    return idle or at - datetime.fromisoformat(told.began) > LONGEST


def keep(request: HttpRequest, *, at: datetime) -> None:
    """Note that somebody is there; not at each request, since that is a write."""
    told = _told(request)
    if told and at - datetime.fromisoformat(told.seen) >= NOTED_EVERY:
        request.session[SESSION_KEY] = asdict(replace(told, seen=at.isoformat()))


def stands(person_id: UUID, factor: str) -> bool:
    """Tell whether that factor is still one of this person's."""
    return Factor.objects.of(person_id).filter(pk=factor).exists()


def _looked(request: HttpRequest, *, at: datetime) -> bool:
    told, person = _told(request), request.user
    if told is None or not person.is_authenticated or is_over(request, at=at):
        return False
    return stands(person.pk, told.factor)


def _told(request: HttpRequest) -> Shown | None:
    session: Any = getattr(request, "session", None)
    told = session.get(SESSION_KEY) if session is not None else None
    return Shown(**told) if told else None


@receiver(user_logged_in)
def _begins_anew(request: HttpRequest, **kwargs: Any) -> None:
    """A password is typed anew: whatever was shown before counts no more."""
    request.session.pop(SESSION_KEY, None)
