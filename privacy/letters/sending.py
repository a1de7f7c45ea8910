"""Sends letters: each is claimed first, so that two workers never send one twice."""

from __future__ import annotations

import logging
import smtplib
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from privacy import purposes
from privacy.disclosure import DisclosureRefused, relaying
from privacy.encryption.blind import normalised_email
from privacy.encryption.keys import ValueErased
from privacy.letters import limits, refusals, return_path, returned
from privacy.letters.models import Held, Letter, LetterText
from privacy.purposes import Purpose

logger = logging.getLogger(__name__)


@dataclass(frozen=True, repr=False)
class Opened:
    """A letter that is opened to be sent: where to, and what it says.

    `let_through` says whether it has its place in the limits for this address.
    """

    address: str
    text: LetterText
    let_through: bool


def send(*, letter: Letter, at: datetime) -> bool:
    """Send one letter if it is due and no limit or mark holds it; return if it went.

    A failure is noted and tried again later, unless the address itself is refused.
    What went wrong is logged by the kind of error alone: the text of a mail server's
    answer can hold the address.
    """
    if not letter.claim(at=at):
        return False
    opened = _opened(letter)
    if opened is None:
        letter.give_up(at=at)
        return False
    if _is_held(letter, opened, at):
        return False
    message = _message(letter, opened)
    try:
        with _leaving(letter, at):
            message.send()
    except (OSError, smtplib.SMTPException, DisclosureRefused) as error:
        logger.warning("letter %s not sent: %s", letter.pk, type(error).__name__)
        _not_sent(letter, error, at)
        return False
    letter.went(at=at)
    return True


def delete_past_their_date(*, at: datetime) -> int:
    """Delete the letters whose date has come; return how many."""
    return Letter.objects.past_their_date(at=at).delete()[0]


def _opened(letter: Letter) -> Opened | None:
    """Return what is sent and where to; None where either is gone."""
    try:
        with purposes.using(Purpose(letter.purpose)):
            address, text, before = letter.goes_to(), letter.content, letter.address
    except ValueErased:
        return None
    if address is None:
        return None
    same = before is not None and normalised_email(before) == normalised_email(address)
    return Opened(address, text, same)


def _is_held(letter: Letter, opened: Opened, at: datetime) -> bool:
    """Hold the letter back where a mark or a limit keeps it; tell whether one does."""
    mark = returned.mark_of(letter=letter, address=opened.address, at=at)
    if mark is not None:
        returned.hold(letter=letter, mark=mark, address=opened.address, at=at)
        return True
    if opened.let_through:
        return False
    until = limits.let_through(letter=letter, address=opened.address, at=at)
    if until is not None:
        letter.hold(Held.LIMIT, until=until)
    return until is not None


def _leaving(letter: Letter, at: datetime) -> AbstractContextManager[None]:
    """Let it leave for the mail relay, if that is somebody outside."""
    return relaying.relayed(
        letter=letter.pk,
        person=letter.person,
        request=letter.case_id,
        fields=("email", "content"),
        purpose=Purpose(letter.purpose),
        at=at,
    )


def _not_sent(letter: Letter, error: Exception, at: datetime) -> None:
    status = refusals.of_the_address(error)
    if not status:
        letter.failed(at=at)
        return
    with transaction.atomic():
        returned.note(letter=letter, status=status, at=at)
        letter.give_up(at=at, why=Held.ADDRESS)


def _message(letter: Letter, opened: Opened) -> EmailMultiAlternatives:
    """Return the message to the one address; `to` can't hold another."""
    headers = {
        # The same id each time: a letter that went twice is shown once.
        "Message-ID": f"<{letter.pk}@{_domain()}>",
        # RFC 3834, section 5: no program is to answer it.
        "Auto-Submitted": "auto-generated",
        "From": settings.DEFAULT_FROM_EMAIL,
    }
    message = EmailMultiAlternatives(
        subject=opened.text.subject,
        body=opened.text.text,
        # Django makes this the envelope sender, and the header above the visible one.
        from_email=return_path.sender(letter.pk) or settings.DEFAULT_FROM_EMAIL,
        to=[opened.address],
        headers=headers,
    )
    message.attach_alternative(opened.text.html, "text/html")
    return message


def _domain() -> str:
    return str(settings.SHOP_EMAIL).rpartition("@")[2]
