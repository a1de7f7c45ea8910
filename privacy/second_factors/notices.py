"""Letters to staff about their own sign-in: official notices, which say what to do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.urls import reverse

from privacy import letters
from privacy.people import Person
from privacy.purposes import Purpose
from privacy.tries import Limit

NEW_DEVICE = "second_factors/new_device"
CHANGED = "second_factors/changed"
TRIED = "second_factors/tried"
KEPT_DAYS = 30
ONCE = Limit("factor-notice", tries=1, window=timedelta(hours=6))


def _invented() -> dict[str, object]:
    """What each of the letters may say, of somebody who does not exist."""
    return {
        "at": datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
        "url": f"{settings.SHOP_ORIGIN}{reverse('admin:factors')}",
        "what": "An invented passkey was added.",
    }


for _template in (NEW_DEVICE, CHANGED, TRIED):
    letters.register(_template, purpose=Purpose.OFFICIAL_NOTICE, keep_days=KEPT_DAYS)
    letters.preview(_template, _invented)


def new_device(person: Person, *, at: datetime) -> None:
    """Tell that somebody signed in from a browser that is not known."""
    _write(NEW_DEVICE, person, at=at)


def changed(person: Person, what: str, *, at: datetime) -> None:
    """Tell that factors changed: `what` is a sentence that says how."""
    _write(CHANGED, person, what=what, at=at)


def tried(person: Person, *, at: datetime) -> None:
    """Tell that somebody knows the password and guesses codes; not again and again."""
    if ONCE.allows(str(person.pk), at=at):
        _write(TRIED, person, at=at)


def _write(template: str, person: Person, *, at: datetime, **told: str) -> None:
    letters.write(
        template=template,
        purpose=Purpose.OFFICIAL_NOTICE,
        person=person,
        context={
            "at": at,
            "url": f"{settings.SHOP_ORIGIN}{reverse('admin:factors')}",
            **told,
        },
        at=at,
    )
