"""Where a letter comes back to: an address of its own for each, that nobody can forge.

The envelope sender (RFC 5321, section 4.1.1.2) names the letter by its id and a keyed
digest of it. The text of the letter names the shop's usual address, for answers.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from uuid import UUID

from django.conf import settings

from privacy.encryption import envelope, roots

KEY = "return path 1"
DIGEST_BYTES = 10
_ID_BYTES = 16
# In Base32, as some servers write addresses in small letters: 42 signs, so the local
# part stays below the 64 that RFC 5321 allows in section 4.5.3.1.1.
TAG_SIGNS = 42


class NotOurs(Exception):
    """The address names no letter, or somebody made it up."""


def sender(letter_id: UUID) -> str:
    """Return the envelope sender of a letter; "" when the shop has none set up."""
    if not settings.RETURN_ADDRESS:
        return ""
    local, _, domain = settings.RETURN_ADDRESS.rpartition("@")
    return f"{local}+{_tag(letter_id, roots.in_force())}@{domain}"


def is_one(address: str) -> bool:
    """Tell whether an address has the form of one that sender() gives."""
    local, _, domain = address.strip().lower().rpartition("@")
    own, _, own_domain = settings.RETURN_ADDRESS.lower().rpartition("@")
    ours = bool(own) and domain == own_domain and local.startswith(f"{own}+")
    return ours and len(local) == len(own) + 1 + TAG_SIGNS


def letter_of(address: str) -> UUID:
    """Return the id of the letter whose return address this is, or raise NotOurs."""
    if not is_one(address):
        raise NotOurs("This address is not one that our letters come back to.")
    tag = address.strip().lower().rpartition("@")[0][-TAG_SIGNS:]
    try:
        letter_id = UUID(bytes=_bytes(tag)[:_ID_BYTES])
    except (binascii.Error, ValueError):
        raise NotOurs("This return address names no letter.") from None
    for root in roots.known():
        if hmac.compare_digest(_tag(letter_id, root).encode(), tag.encode()):
            return letter_id
    raise NotOurs("This return address was not made by us.")


def _tag(letter_id: UUID, root: bytes) -> str:
    key = envelope.derived(root, KEY)
    told = hmac.digest(key, letter_id.bytes, "sha256")[:DIGEST_BYTES]
    return base64.b32encode(letter_id.bytes + told).decode().rstrip("=").lower()


def _bytes(tag: str) -> bytes:
    return base64.b32decode(tag.upper() + "=" * (-len(tag) % 8))
