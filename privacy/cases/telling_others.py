"""Telling others: who got data hears that it was corrected or erased, and confirms.

A recipient with an address for notices gets a signed message and answers with another;
any other is told by a member of staff, who writes down that it was done. Until all have
confirmed, the case waits. A processor is told nothing: it keeps nothing of its own, and
has to delete what it got in any case (privacy.recipients: keeps_days).
"""

from __future__ import annotations

import logging
import secrets
import urllib.request
from collections.abc import Mapping
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F

from privacy import disclosure
from privacy.cases import moving, signed_notices, waking
from privacy.cases.case import Case
from privacy.cases.notice import Notice
from privacy.cases.signed_notices import Answer, NotAcknowledged, Request
from privacy.cases.states import CHANGES_DATA
from privacy.disclosure import Disclosure
from privacy.people import Person
from privacy.recipients import Basis, is_this_machine

logger = logging.getLogger(__name__)

LONGEST_WAIT = timedelta(hours=6)
SECONDS = 10
LONGEST_ANSWER = 64 * 1024


class NotSafe(Exception):
    """Notices leave over https alone; on this machine also without."""


def write(*, case: Case, at: datetime) -> None:
    """Write a notice for each recipient of the person's data. Twice changes nothing."""
    if case.kind not in CHANGES_DATA or case.person_id is None:
        return
    told: dict[str, set[str]] = {}
    theirs = Disclosure.objects.filter(person_id=case.person_id)
    left = theirs.exclude(basis=Basis.PROCESSOR).exclude(fields=[])
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
    to = settings.RECIPIENTS.get(notice.recipient, {})
    if not to.get("notices_url"):
        return  # A member of staff tells them.
    wait = min(timedelta(minutes=2**notice.tries), LONGEST_WAIT)
    Notice.objects.filter(pk=notice.pk).update(
        tries=F("tries") + 1, next_try_at=at + wait
    )
    try:
        _sent_and_acknowledged(notice, to, at)
    except (OSError, HTTPException, NotAcknowledged, NotSafe) as error:
        kind = type(error).__name__
        logger.warning("notice %s not delivered: %s", notice.pk, kind)
        return
    Notice.objects.filter(pk=notice.pk).update(acknowledged_at=at)


def _sent_and_acknowledged(notice: Notice, to: Mapping[str, str], at: datetime) -> None:
    """Send it through the door and verify the answer; raise where either fails."""
    person = notice.case.person
    if person is None or not _is_safe(to["notices_url"]):
        raise NotSafe(notice.recipient)
    entry = disclosure.tell(
        person=person,
        recipient=notice.recipient,
        request=notice.case_id,
        about=notice.pk,
        at=at,
    )
    request = signed_notices.signed(
        url=to["notices_url"],
        told=_message(notice),
        nonce=secrets.token_urlsafe(16),
        at=at,
    )
    with disclosure.leaving(entry):
        answer = _posted(request)
    signed_notices.verify(answer, notice=notice.pk, key=to["notices_key"])


def _message(notice: Notice) -> Mapping[str, Any]:
    """What leaves: the numbers of our hand-overs and what became of the data."""
    own = Disclosure.objects.filter(person__cases=notice.case).exclude(fields=[])
    numbers = own.filter(recipient=notice.recipient).values_list("pk", flat=True)
    return {
        "notice": str(notice.pk),
        "request": notice.case.reference,
        "what": notice.case.kind,
        "fields": notice.fields,
        "disclosures": sorted(map(str, numbers)),
    }


def _is_safe(url: str) -> bool:
    there = urlsplit(url)
    inside = there.scheme == "http" and is_this_machine(there.hostname or "?")
    return there.scheme == "https" or inside


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Nobody sends a notice elsewhere."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        """Follow none."""


def _posted(request: Request) -> Answer:
    asked = urllib.request.Request(  # noqa: S310 - the scheme was checked before
        request.url, data=request.body, headers=request.headers, method="POST"
    )
    # A proxy of the environment would be somebody else.
    direct = urllib.request.ProxyHandler({})
    way = urllib.request.build_opener(direct, _NoRedirects)
    with way.open(asked, timeout=SECONDS) as answer:
        body = answer.read(LONGEST_ANSWER)
        return Answer(answer.status, dict(answer.headers.items()), body, request)
