"""Takes one message that came back, as a mail server pipes it; see docs/mail.md."""

from __future__ import annotations

import sys
from datetime import datetime
from email.message import Message
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from privacy.letters import delivery_reports, return_path, returned
from privacy.letters.delivery_reports import NotReadable
from privacy.letters.models import Letter
from privacy.letters.return_path import NotOurs

# As mail servers know them, from sysexits.h: refused for good, later, and not set up.
REFUSED, LATER, NOT_SET_UP = 65, 75, 78


class Command(BaseCommand):
    """manage.py letter_returned [--to ADDRESS] < message"""

    help = "Take one message that came back, from standard input."
    # A mail server runs it for each message: the checks ran when the program started.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address that the message went to."""
        parser.add_argument(
            "--to", default="", help="the address it went to; else its header is asked"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say in one sentence what became of it; nothing of the message is repeated."""
        if not settings.RETURN_ADDRESS:
            raise CommandError("Set RETURN_ADDRESS first.", returncode=NOT_SET_UP)
        try:
            # One byte more than is read: enough to see that it is too large.
            raw = sys.stdin.buffer.read(delivery_reports.LONGEST + 1)
            self.stdout.write(take(raw, to=options["to"], at=timezone.now()))
        except (NotReadable, NotOurs) as refused:
            raise CommandError(str(refused), returncode=REFUSED) from None
        except DatabaseError:
            told = "The database does not answer: try again later."
            raise CommandError(told, returncode=LATER) from None


def take(raw: bytes, *, to: str, at: datetime) -> str:
    """Mark the address of the letter that came back; return what was done, in words.

    Raises NotReadable or NotOurs.
    """
    message = delivery_reports.parsed(raw)
    letter_id = _letter_id(message, to)
    failure = delivery_reports.failure(message)
    if failure is None:
        return "No report of a failure: nothing was done."
    letter = Letter.objects.filter(pk=letter_id, address__isnull=False).first()
    if letter is None:
        raise NotOurs("This letter is gone, or was never sent.")
    if not returned.note(letter=letter, status=failure.status, at=at):
        return "Known already: nothing was done."
    return "Noted."


def _letter_id(message: Message, to: str) -> UUID:
    """Return the one letter that the message came back for, or raise NotOurs."""
    named = [to] if to else delivery_reports.addressed_to(message)
    found = {return_path.letter_of(each) for each in named if return_path.is_one(each)}
    if len(found) != 1:
        raise NotOurs("The message did not go to the return address of one letter.")
    return found.pop()
