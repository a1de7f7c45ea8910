"""Consent: the sentence that was shown, who agreed to it, and whether it still stands.

A record says what was agreed to, an event that it was given or withdrawn. Both are
written once and never changed, and have the fields of ISO/IEC TS 27560:2023: see
docs/consent.md.
"""

from __future__ import annotations

from privacy.consent.event import ConsentEvent, Means, What
from privacy.consent.giving import give, given
from privacy.consent.record import Consent, ConsentQuerySet
from privacy.consent.withdrawing import (
    standing_now,
    withdraw,
    withdraw_all,
    withdrawn,
)
from privacy.consent.wording import SentenceChanged, digest, sentence
from privacy.recipients import get as recipient_of

__all__ = [
    "Consent",
    "ConsentEvent",
    "ConsentQuerySet",
    "Means",
    "SentenceChanged",
    "What",
    "digest",
    "give",
    "given",
    "recipient_of",
    "sentence",
    "standing_now",
    "withdraw",
    "withdraw_all",
    "withdrawn",
]
