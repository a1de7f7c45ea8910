"""The sentence beside the box: who gets which values, and what for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from privacy.recipients import Recipient

LANGUAGE = "en-GB"
VERSION = "2026-11-22"
"""The day from which the sentence is built like this. Other words, another day."""

_FIELD_WORDS = {
    "contact_name": "your name",
    "contact_email": "your email address",
    "delivery_address": "your delivery address",
    "number": "the number of your order",
    "amount": "the amount",
}


class SentenceChanged(Exception):
    """What the person agreed to is not what the shop would do now."""


def sentence(recipient: Recipient) -> str:
    """Return the exact words beside the box: who gets what, and what for."""
    return f"Give {recipient.name} {listed(recipient.fields)} {recipient.what_for}."


def listed(fields: Iterable[str]) -> str:
    """Return fields in words: "your name and your delivery address"."""
    what = [_FIELD_WORDS.get(name, name.replace("_", " ")) for name in fields]
    return " and ".join(filter(None, [", ".join(what[:-1]), what[-1]]))


def digest(words: str) -> str:
    """Return the SHA-256 of a sentence in UTF-8, as hex."""
    return hashlib.sha256(words.encode()).hexdigest()
