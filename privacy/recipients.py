"""The register of third parties: who may receive which values, and what for."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from privacy.purposes import Purpose


class UnknownRecipient(Exception):
    """Nobody of that key is on the register."""


@dataclass(frozen=True)
class Recipient:
    """A third party: its key, its name, the fields it may get, and what for."""

    key: str
    name: str
    fields: tuple[str, ...]
    purpose: Purpose
    what_for: str


def get(key: str) -> Recipient:
    """Return the recipient with this key, or raise UnknownRecipient."""
    try:
        entry = settings.RECIPIENTS[key]
    except KeyError:
        raise UnknownRecipient(f"{key!r} is not on the register.") from None
    return Recipient(
        key=key,
        name=entry["name"],
        fields=tuple(entry["fields"]),
        purpose=Purpose(entry["purpose"]),
        what_for=entry["what_for"],
    )
