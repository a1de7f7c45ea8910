"""How a value looks to someone who may not see it."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from privacy import declarations
from privacy.encryption import sealing
from privacy.encryption.fields import SealedField
from privacy.encryption.keys import ValueErased

DOTS = "•••"
ERASED = "erased"


def name(value: str) -> str:
    """Return the first letter of each word: "Maya Okafor" is shown as "M••• O•••"."""
    return " ".join(word[0] + DOTS for word in value.split()) or DOTS


def email(value: str) -> str:
    """Return the first letter and the domain: "m•••@example.net"."""
    local, at, domain = value.rpartition("@")
    return (local[:1] + DOTS + at + domain) if at else DOTS


def hidden(value: Any) -> str:
    """Return nothing of the value."""
    return DOTS


def masked(instance: Model, field_name: str) -> str:
    """Return the masked form of one field, whatever the use under way.

    The plain value does not leave this function. An erased one reads "erased", and
    one that was never given is empty.
    """
    field: Any = instance._meta.get_field(field_name)
    said = declarations.of(type(instance)).personal[field_name]
    mask = said.mask or hidden
    if not isinstance(field, SealedField):
        value = getattr(instance, field_name)
        return "" if value in (None, "") else mask(value)
    stored = instance.__dict__.get(field.attname)
    if stored is None:
        return ""
    try:
        return mask(sealing.plain(instance, field, stored))
    except ValueErased:
        return ERASED
