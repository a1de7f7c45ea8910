"""Telling others: who got data hears that it was corrected or erased, and confirms.

A recipient with an address for notices gets a message; any other is told by a member
of staff, who writes down that it was done. Until all have confirmed, the case waits.
"""

from __future__ import annotations

import json
import logging
import urllib.request
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F

from privacy.cases import moving, waking
from privacy.cases.case import Case
from privacy.cases.notice import Notice
from privacy.cases.states import CHANGES_DATA
from privacy.disclosure import Disclosure
from privacy.people import Person

logger = logging.getLogger(__name__)

LONGEST_WAIT = timedelta(hours=6)
SECONDS = 10
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class NotSafe(Exception):
    """Notices leave over https alone; on this machine also without."""


def write(*, case: Case, at: datetime) -> None:
    """Write a notice for each recipient of the person's data. Twice changes nothing."""
    if case.kind not in CHANGES_DATA or case.person_id is None:
        return
    told: dict[str, set[str]] = {}
    left = Disclosure.objects.filter(person_id=case.person_id)
    for recipient, fields in left.values_list("recipient", "fields"):
        told.setdefault(recipient, set()).update(fields)
    Notice.objects.bulk_create(
        (
            Notice(
                case=case,
                recipient=recipient,
                fields=sorted(fields),
                written_at=at,
                next_try_at=at,
            )
            for recipient, fields in sorted(told.items())
        ),
        ignore_conflicts=True,
    )


def is_done(*, case: Case, at: datetime) -> bool:
    """Send what is due, and tell whether everybody has confirmed."""
    waiting = case.notices.filter(acknowledged_at=None)
    for notice in waiting.filter(next_try_at__lte=at):
        _send(notice, at)
    return not waiting.exists()


def acknowledge(*, notice: Notice, by: Person, at: datetime) -> None:
    """Note that a member of staff told the recipient, who confirmed it."""
    mine = Notice.objects.filter(pk=notice.pk, acknowledged_at=None)
    if mine.update(acknowledged_at=at, by=by):
        moving.note(notice.case, what="recipient_told", at=at, by=by)
        waking.carry_out(notice.case)


def _send(notice: Notice, at: datetime) -> None:
    url = settings.RECIPIENTS.get(notice.recipient, {}).get("notices_url")
    if not url:
        return  # A member of staff tells them.
    wait = min(timedelta(minutes=2**notice.tries), LONGEST_WAIT)
    Notice.objects.filter(pk=notice.pk).update(
        tries=F("tries") + 1, next_try_at=at + wait
    )
    try:
        _post(url, _message(notice))
    except (OSError, NotSafe, ValueError) as error:
        kind = type(error).__name__
        logger.warning("notice %s not delivered: %s", notice.pk, kind)
        return
    Notice.objects.filter(pk=notice.pk).update(acknowledged_at=at)


def _message(notice: Notice) -> bytes:
    """What leaves: the numbers of our hand-overs and what became of the data."""
    own = Disclosure.objects.filter(person__cases=notice.case)
    numbers = own.filter(recipient=notice.recipient).values_list("pk", flat=True)
    return json.dumps(
        {
            "notice": str(notice.pk),
            "request": notice.case.reference,
            "what": notice.case.kind,
            "fields": notice.fields,
            "disclosures": sorted(map(str, numbers)),
        }
    ).encode()


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Nobody sends a notice elsewhere."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        """Follow none."""


def _post(url: str, body: bytes) -> None:
    there = urlsplit(url)
    if there.scheme != "https" and there.hostname not in LOOPBACK:
        raise NotSafe(url)
    asked = urllib.request.Request(  # noqa: S310 - the scheme was checked above
        url, data=body, headers={"Content-Type": "application/json"}, method="POST"
    )
    door = urllib.request.build_opener(_NoRedirects)
    with door.open(asked, timeout=SECONDS) as answer:
        if answer.status != 200:
            raise ValueError(f"answered {answer.status}")
