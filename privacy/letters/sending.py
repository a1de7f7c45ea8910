"""Sends letters: each is claimed first, so that two workers never send one twice."""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from privacy import purposes
from privacy.encryption.keys import ValueErased
from privacy.letters.models import Letter
from privacy.purposes import Purpose

logger = logging.getLogger(__name__)


def send(*, letter: Letter, at: datetime) -> bool:
    """Send one letter if it is due; return whether it went.

    A failure is noted and tried again later. What went wrong is logged by the kind of
    error alone: the text of a mail server's answer can hold the address.
    """
    if not letter.claim(at=at):
        return False
    try:
        message = _message(letter)
        if message is None:
            letter.give_up(at=at)
            return False
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("letter %s not sent: %s", letter.pk, type(error).__name__)
        letter.failed(at=at)
        return False
    letter.went(at=at)
    return True


def delete_past_their_date(*, at: datetime) -> int:
    """Delete the letters whose date has come; return how many."""
    return Letter.objects.past_their_date(at=at).delete()[0]


def _message(letter: Letter) -> EmailMultiAlternatives | None:
    try:
        with purposes.using(Purpose(letter.purpose)):
            address, text = letter.address(), letter.content
    except ValueErased:
        return None
    if address is None:
        return None
    message = EmailMultiAlternatives(
        subject=text.subject,
        body=text.text,
        to=[address],
        # The same id each time: a letter that went twice is shown once.
        headers={"Message-ID": f"<{letter.pk}@{_domain()}>"},
    )
    message.attach_alternative(text.html, "text/html")
    return message


def _domain() -> str:
    return str(settings.SHOP_EMAIL).rpartition("@")[2]
