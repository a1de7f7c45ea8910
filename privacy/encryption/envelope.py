"""The wire format: how one value is sealed under one key. Pure, no database.

    version 1 | key commitment 4 | nonce 12 | ciphertext | tag 16      (33 bytes more)

AES-256-GCM after NIST SP 800-38D with a random 96-bit nonce. The additional
authenticated data names the column, the person and the row, so that a value which was
moved anywhere else does not open. GCM does not commit to its key; the four bytes that
follow the version do, and they tell a wrong key from a changed value.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterator
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = 1
_VERSION = bytes([VERSION])
_COMMITMENT, _NONCE, _TAG = 4, 12, 16
HEADER = 1 + _COMMITMENT
OVERHEAD = HEADER + _NONCE + _TAG
# Where version and commitment stand in a value, the nonce, and what is decrypted.
COMMITTED = slice(HEADER)
NONCE, BODY = slice(HEADER, HEADER + _NONCE), slice(HEADER + _NONCE, None)


class Unreadable(Exception):
    """A sealed value does not open. Messages hold ids and contexts, never values."""


class Truncated(Unreadable):
    """The value is shorter than an empty one can be."""


class UnknownVersion(Unreadable):
    """The value was written in a format that this program does not know."""


class WrongKey(Unreadable):
    """The value was sealed under another key."""


class Tampered(Unreadable):
    """The value, or the place where it stands, was changed since it was sealed."""


class DataKey:
    """One 32-byte key, ready for use. Shows nothing of itself."""

    __slots__ = ("_encrypt", "commitment", "decrypt", "header")

    def __init__(self, key: bytes) -> None:
        """Take the 32 bytes of the key."""
        aead = AESGCM(key)
        self._encrypt, self.decrypt = aead.encrypt, aead.decrypt
        self.commitment = hmac.digest(key, b"foldwell commitment 1", "sha256")[
            :_COMMITMENT
        ]
        # What every value begins with that this key seals.
        self.header = _VERSION + self.commitment

    def seal(self, value: bytes, bound_to: bytes, nonce: bytes | None = None) -> bytes:
        """Return `value` sealed, bound to the place that `bound_to` names.

        `nonce` is one of nonces(), where many values are sealed together.
        """
        nonce = nonce or os.urandom(_NONCE)
        return self.header + nonce + self._encrypt(nonce, value, bound_to)

    def open(self, sealed: bytes, bound_to: bytes) -> bytes:
        """Return the value, or raise a kind of Unreadable."""
        if commitment(sealed) != self.commitment:
            raise WrongKey("This value was sealed under another key.")
        return self.open_own(sealed, bound_to)

    def open_own(self, sealed: bytes, bound_to: bytes) -> bytes:
        """Return the value of one whose header is this key's, or raise Unreadable."""
        try:
            return self.decrypt(sealed[NONCE], sealed[BODY], bound_to)
        except (InvalidTag, ValueError):
            commitment(sealed)
            raise Tampered("This value or its place was changed.") from None


def nonces(many: int) -> Iterator[bytes]:
    """Return so many random nonces, each to be used once.

    Drawn together, since most of the time goes into asking the system. Whoever asks
    uses them up at once: kept for later, a process that forks would use them twice.
    """
    drawn = os.urandom(many * _NONCE)
    return (drawn[at : at + _NONCE] for at in range(0, len(drawn), _NONCE))


def place(context: str, *ids: UUID) -> bytes:
    """Return the additional authenticated data of a column, person and row.

    `context` is the column's frozen name, `ids` are those of the person and the row;
    without them it is what such data begin with. Each id is 16 bytes, so the parts
    can't be shifted into each other.
    """
    return context.encode() + b"\0" + b"".join(each.bytes for each in ids)


def is_sealed(value: bytes) -> bool:
    """Tell whether `value` has the form of a sealed value."""
    return len(value) >= OVERHEAD and value[0] == VERSION


def commitment(sealed: bytes) -> bytes:
    """Return the commitment of the key that `sealed` names, or raise Unreadable."""
    if len(sealed) < OVERHEAD:
        raise Truncated("This value is too short to be a sealed one.")
    if sealed[0] != VERSION:
        raise UnknownVersion(f"This value has the unknown format {sealed[0]}.")
    return sealed[1 : 1 + _COMMITMENT]


def new_data_key() -> bytes:
    """Return 32 random bytes."""
    return os.urandom(32)


def wrap(data_key: bytes, *, under: bytes, owner: bytes) -> bytes:
    """Return the data key encrypted `under` a key-encryption key, bound to `owner`."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(under).encrypt(nonce, data_key, owner)


def unwrap(wrapped: bytes, *, under: bytes, owner: bytes) -> bytes:
    """Return the data key, or raise Tampered."""
    try:
        return AESGCM(under).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], owner)
    except (InvalidTag, ValueError):
        raise Tampered("A wrapped data key or its place was changed.") from None


def owner(subject: UUID, generation: int, key_id: str) -> bytes:
    """Return what a wrapped data key is bound to: whose it is, and under which key."""
    return (
        b"data key\0" + subject.bytes + generation.to_bytes(4, "big") + key_id.encode()
    )


def derived(root: bytes, context: str) -> bytes:
    """Return the 32-byte key for `context` under the index root key."""
    return expanded(root, context.encode())


def expanded(key: bytes, info: bytes) -> bytes:
    """Return 32 bytes by HKDF-Expand of RFC 5869, section 2.3, one block of it.

    The extract step is left out, as section 3.3 allows: `key` is uniformly random.
    """
    return hmac.new(key, info + b"\x01", hashlib.sha256).digest()
