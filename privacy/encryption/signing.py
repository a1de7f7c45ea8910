"""The key that signs certificates, as the key file holds it, and those before it.

Ed25519 after RFC 8032. A key's id is its thumbprint after RFC 7638, so that an id can
never stand for another key. Of a key that was replaced only the public half stays.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

BYTES = 32


@dataclass(frozen=True)
class Former:
    """A key that signs no more: its public half, and from when until when it signed."""

    public: bytes
    since: str
    until: str


@dataclass(frozen=True)
class SigningKeys:
    """The secret half of the key that signs, since when (ISO 8601), and the former."""

    seed: bytes = field(repr=False)
    since: str = ""
    former: tuple[Former, ...] = ()

    @property
    def public(self) -> bytes:
        """Return the public half of the key that signs, 32 bytes."""
        return _private(self.seed).public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature; the same message gives the same signature."""
        return _private(self.seed).sign(message)


def fresh(*, since: str = "") -> SigningKeys:
    """Return a new random key with none before it."""
    return SigningKeys(os.urandom(BYTES), since)


def replaced(keys: SigningKeys | None, *, at: datetime) -> SigningKeys:
    """Return a new key before which the present one was; its secret half is dropped."""
    now = at.isoformat()
    if keys is None:
        return fresh(since=now)
    last = Former(keys.public, keys.since, now)
    return SigningKeys(os.urandom(BYTES), now, (*keys.former, last))


def as_jwk(public: bytes) -> dict[str, str]:
    """Return a public key in the form of RFC 8037, section 2."""
    return {"crv": "Ed25519", "kty": "OKP", "x": _base64url(public)}


def key_id(public: bytes) -> str:
    """Return the thumbprint of a public key (RFC 7638, section 3), 43 signs."""
    told = json.dumps(as_jwk(public), sort_keys=True, separators=(",", ":"))
    return _base64url(hashlib.sha256(told.encode()).digest())


def written(keys: SigningKeys) -> dict[str, Any]:
    """Return what the key file holds, for parsed()."""
    return {
        "seed": base64.b64encode(keys.seed).decode(),
        "since": keys.since,
        "former": [
            vars(each) | {"public": base64.b64encode(each.public).decode()}
            for each in keys.former
        ],
    }


def parsed(told: Mapping[str, Any] | None) -> SigningKeys | None:
    """Return the keys that written() gave; None when there are none yet.

    Raises ValueError, KeyError or TypeError when it is something else.
    """
    if told is None:
        return None
    former = tuple(
        Former(_bytes(each["public"]), str(each["since"]), str(each["until"]))
        for each in told.get("former", ())
    )
    return SigningKeys(_bytes(told["seed"]), str(told.get("since", "")), former)


def _private(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: Any) -> bytes:
    found = base64.b64decode(text, validate=True)
    if len(found) != BYTES:
        raise ValueError("A key has 32 bytes.")
    return found
