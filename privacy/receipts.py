"""Receipts: a letter for each consent that was given, and one for what was withdrawn.

Whoever gives or withdraws needs not think of it: the letter is written in the same
transaction, or nothing happened.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.dispatch import receiver
from django.utils import timezone

from privacy import consent, letters
from privacy.consent import Consent, ConsentEvent, wording
from privacy.people import Person
from privacy.purposes import Purpose

KEEP_DAYS = 90
PURPOSE = Purpose.OFFICIAL_NOTICE
GIVEN, WITHDRAWN = "consent_given", "consent_withdrawn"

for _name in (GIVEN, WITHDRAWN):
    letters.register(_name, purpose=PURPOSE, keep_days=KEEP_DAYS)


@receiver(consent.given, dispatch_uid="receipt of a consent")
def _given(consent: Consent, event: ConsentEvent, page: str, **kwargs: Any) -> None:
    _write(GIVEN, consent.person_id, [event], page)


@receiver(consent.withdrawn, dispatch_uid="receipt of a withdrawal")
def _withdrawn(
    person_id: UUID, events: Sequence[ConsentEvent], page: str, **kwargs: Any
) -> None:
    _write(WITHDRAWN, person_id, events, page)


def _write(
    template: str, person_id: UUID, events: Sequence[ConsentEvent], page: str
) -> None:
    """Write one letter about all of it; whoever has no address any more gets none."""
    person = Person.objects.get(pk=person_id)
    if person.email_index is None:
        return
    at = max(each.at for each in events)
    letters.write(
        template=template,
        purpose=PURPOSE,
        person=person,
        context={
            "told": [_told(each) for each in events],
            "at": timezone.localtime(at),
            "page": page or f"{settings.SHOP_ORIGIN}{settings.CHOICES_PATH}",
        },
        at=at,
    )


def _told(event: ConsentEvent) -> dict[str, Any]:
    """Return what a receipt says of one event: TS 27560, clause 6.4, and the record."""
    agreed = event.consent
    return {
        "receipt": event.pk,
        "record": agreed.pk,
        "means": event.get_means_display(),
        "sentence": agreed.sentence,
        "recipient": agreed.recipient_name,
        "what": wording.listed(agreed.fields),
        "purpose": Purpose(agreed.purpose).words,
        "given_at": timezone.localtime(agreed.given_at),
        "version": agreed.sentence_version,
        "digest": agreed.sentence_hash,
        "kept_until": agreed.kept_until,
        "schema": agreed.schema_version,
        "left": _left(agreed),
    }


def _left(agreed: Consent) -> list[datetime]:
    """When something left on the word of this consent, oldest first."""
    moments = agreed.disclosures.order_by("at").values_list("at", flat=True)
    return [timezone.localtime(each) for each in moments]


def _invented(**more: Any) -> dict[str, Any]:
    """What a receipt may say, of a consent that nobody gave."""
    moment = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    told = {
        "receipt": UUID(int=1),
        "record": UUID(int=2),
        "means": "a box that was ticked",
        "sentence": "Give an invented carrier your name to bring this order.",
        "recipient": "An invented carrier",
        "what": "your name",
        "purpose": Purpose.DELIVERY.words,
        "given_at": moment,
        "version": wording.VERSION,
        "digest": "0" * 64,
        "kept_until": date(2032, 11, 23),
        "schema": "ISO/IEC TS 27560:2023",
        "left": [],
    }
    page = f"{settings.SHOP_ORIGIN}{settings.CHOICES_PATH}"
    return {"told": [told | more], "at": moment, "page": page}


letters.preview(GIVEN, _invented)
letters.preview(WITHDRAWN, _invented, title="Nothing had left")
letters.preview(
    WITHDRAWN,
    lambda: _invented(left=[datetime(2026, 11, 23, 9, 45, tzinfo=UTC)]),
    title="Something had left",
)
