"""Letters that leave through a mail relay outside: one row for each, however tried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from privacy import recipients
from privacy.disclosure.door import disclose, leaving
from privacy.purposes import Purpose

if TYPE_CHECKING:
    from privacy.people import Person


@contextmanager
def relayed(
    *,
    letter: UUID,
    person: Person | None,
    request: UUID | None,
    fields: Iterable[str],
    purpose: Purpose,
    at: datetime,
) -> Iterator[None]:
    """Let one letter leave in the block. A mail server on this machine is no recipient.

    `fields` are what the relay gets to see. Raises DisclosureRefused when the relay is
    not registered for them, UnknownRecipient when it is not registered at all.
    """
    if recipients.relay() is None:
        yield
        return
    entry = disclose(
        person=person,
        recipient=recipients.MAIL,
        fields=fields,
        purpose=purpose,
        at=at,
        by=None,
        request=request,
        about=letter,
    )
    with leaving(entry):
        yield
