"""Blind indexes: find a sealed value by an exact match without opening any.

HMAC-SHA-256 cut to 128 bits, under a key of its own for each context. Whoever sees two
equal digests of one context knows that the values are equal, and no more.
"""

from __future__ import annotations

import functools
import hashlib
import unicodedata
from typing import Any

from privacy.encryption import envelope, roots

DIGEST_BYTES = 16
# Raised when a rule of normalising changes: every stored digest changes with it.
NORMALISING = 1


def digest(context: str, value: str, *, root: bytes | None = None) -> bytes:
    """Return the 16-byte digest of a normalised `value` within `context`.

    It is made under the root that is written under now, or under another one.
    """
    inner, outer = _begun(root or roots.in_force(), context)
    within, around = inner.copy(), outer.copy()
    within.update(value.encode("utf-8", "surrogatepass"))
    around.update(within.digest())
    found: bytes = around.digest()
    return found[:DIGEST_BYTES]


def digests(context: str, value: str) -> list[bytes]:
    """Return every digest under which a normalised `value` may be stored now."""
    return [digest(context, value, root=root) for root in roots.known()]


def normalised_text(value: str) -> str:
    """Return `value` trimmed, in Unicode form NFKC and without regard to case."""
    if value.isascii():
        # Nothing to compose, and one fold for each letter.
        return value.lower().strip()
    folded = unicodedata.normalize("NFKC", value).casefold()
    return unicodedata.normalize("NFKC", folded).strip()


def normalised_email(value: str) -> str:
    """Return the form under which an e-mail address is indexed, version 1.

    Trimmed, NFKC, case-folded, the domain in its ASCII form (RFC 3490). Dots and plus
    tags in the local part stay: they are different mailboxes for some providers.
    """
    text = normalised_text(value)
    local, at, domain = text.rpartition("@")
    if domain.isascii():
        return text
    try:
        return local + at + domain.encode("idna").decode()
    except UnicodeError:
        return text


@functools.lru_cache(maxsize=64)
def _begun(root: bytes, context: str) -> tuple[Any, Any]:
    """Return HMAC's two hashes (RFC 2104, section 2), each with its key taken in.

    To copy both costs half as much as to copy one object of the module hmac.
    """
    key = envelope.derived(root, f"blind index {NORMALISING} {context}")
    block = key.ljust(hashlib.sha256().block_size, b"\0")
    inner, outer = (bytes(byte ^ pad for byte in block) for pad in (0x36, 0x5C))
    return hashlib.sha256(inner), hashlib.sha256(outer)
