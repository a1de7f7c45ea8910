"""What a record says beside the sentence: the parties, the values, the place, the law.

It is written down as it is on that day, since names, addresses and dates change later.
The keys are columns of the record; docs/consent.md says what TS 27560 calls them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings

from privacy import declarations
from privacy.consent import wording
from privacy.recipients import Recipient

SCHEMA = "ISO/IEC TS 27560:2023, record 1"
LEGAL_BASIS = "GDPR and UK GDPR Art. 6(1)(a): consent"
SHOP = "shop"
"""The id of the shop among the parties; a recipient's is its key in the register."""


def today(recipient: Recipient) -> dict[str, Any]:
    """Return the columns of a record that is given today for `recipient`."""
    return {
        "schema_version": SCHEMA,
        "sentence_version": wording.VERSION,
        "language": wording.LANGUAGE,
        "notice": f"{settings.SHOP_ORIGIN}{settings.POLICY_PATH}",
        "withdrawal": f"{settings.SHOP_ORIGIN}{settings.CHOICES_PATH}",
        "jurisdiction": settings.SHOP_COUNTRY,
        "stored_in": settings.DATA_STORED_IN,
        "legal_basis": LEGAL_BASIS,
        "parties": [_shop(), _third_party(recipient)],
        "information": list(_information(recipient)),
    }


def _shop() -> dict[str, str]:
    return {
        "id": SHOP,
        "name": settings.SHOP_NAME,
        "address": settings.SHOP_ADDRESS,
        "contact": settings.SHOP_EMAIL,
        "url": settings.SHOP_ORIGIN,
        "role": "PII controller",
        "type": "organisation",
    }


def _third_party(recipient: Recipient) -> dict[str, str]:
    """What the register says; an empty text is what it does not say."""
    told = settings.RECIPIENTS[recipient.key]
    return {
        "id": recipient.key,
        "name": recipient.name,
        "address": told.get("address", ""),
        "contact": told.get("contact", ""),
        "url": told.get("url", ""),
        "role": "third party",
        "type": "organisation",
    }


def _information(recipient: Recipient) -> Iterator[dict[str, str]]:
    """Each value that may leave, as it is declared beside its field."""
    for model in apps.get_models():
        for name, said in declarations.of(model).personal.items():
            if recipient.key in said.recipients and name in recipient.fields:
                yield {
                    "attribute": f"{model._meta.label}.{name}",
                    "category": said.category,
                    "words": wording.listed([name]),
                    "kept": said.retention.words,
                }
