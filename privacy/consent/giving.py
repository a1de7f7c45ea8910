"""Giving a consent: a record of what was agreed to, and the event that it was."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.dispatch import Signal

from privacy import recipients
from privacy.consent import circumstances, wording
from privacy.consent.event import ConsentEvent, Means, What
from privacy.consent.record import Consent
from privacy.consent.wording import SentenceChanged

if TYPE_CHECKING:
    from privacy.people import Person

given = Signal()
"""Sent with ``consent``, ``event`` and ``page`` in the transaction that records it."""


@transaction.atomic
def give(
    *,
    person: Person,
    recipient: str,
    sentence: str,
    at: datetime,
    means: Means = Means.BOX,
    page: str = "",
) -> Consent:
    """Record that `person` agreed to `sentence`, as it was shown.

    `recipient` is a key of the register, `page` the whole address on which it can be
    withdrawn, if there is one for this consent alone.

    Raises SentenceChanged when the words are not today's: then they must be shown
    again before anybody relies on them.
    """
    to = recipients.get(recipient)
    if sentence != wording.sentence(to):
        raise SentenceChanged("Show the sentence again: it has changed.")
    consent = Consent.objects.create(
        person=person,
        recipient=to.key,
        fields=list(to.fields),
        purpose=to.purpose,
        sentence=sentence,
        sentence_hash=wording.digest(sentence),
        given_at=at,
        **circumstances.today(to),
    )
    event = ConsentEvent.objects.create(
        consent=consent, what=What.GIVEN, means=means, at=at
    )
    given.send(sender=Consent, consent=consent, event=event, page=page)
    return consent
