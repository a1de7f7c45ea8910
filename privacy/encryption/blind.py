"""Blind indexes: find a sealed value by an exact match without opening any.

HMAC-SHA-256 cut to 128 bits, under a key of its own for each context. Whoever sees two
equal digests of one context knows that the values are equal, and no more.
"""

from __future__ import annotations

import functools
import hmac
import unicodedata

from privacy.encryption import envelope, roots

DIGEST_BYTES = 16
# Raised when a rule of normalising changes: every stored digest changes with it.
NORMALISING = 1


def digest(context: str, value: str, *, root: bytes | None = None) -> bytes:
    """Return the 16-byte digest of a normalised `value` within `context`.

    It is made under the root that is written under now, or under another one.
    """
    keyed = _keyed(root or roots.in_force(), context).copy()
    keyed.update(value.encode("utf-8", "surrogatepass"))
    return keyed.digest()[:DIGEST_BYTES]


def digests(context: str, value: str) -> list[bytes]:
    """Return every digest under which a normalised `value` may be stored now."""
    return [digest(context, value, root=root) for root in roots.known()]


def normalised_text(value: str) -> str:
    """Return `value` trimmed, in Unicode form NFKC and without regard to case."""
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
def _keyed(root: bytes, context: str) -> hmac.HMAC:
    key = envelope.derived(root, f"blind index {NORMALISING} {context}")
    return hmac.new(key, digestmod="sha256")
