"""The keys of certificates: the one that signs, and all that can be verified with.

They lie in the key file (`privacy.encryption.keyset`). The public halves are published
for ever, also of keys that sign no more.
"""

from __future__ import annotations

from typing import Any

from privacy.encryption import keyset, signing
from privacy.encryption.keyset import KeysetError
from privacy.encryption.signing import Former, SigningKeys


def current() -> SigningKeys:
    """Return the keys, or raise KeysetError when there are none yet."""
    found = keyset.current().signing
    if found is None:
        raise KeysetError(
            "There is no key that signs certificates: type 'manage.py keys"
            " rotate-signing'."
        )
    return found


def current_id() -> str:
    """Return the id of the key that signs now."""
    return signing.key_id(current().public)


def sign(message: bytes) -> bytes:
    """Return the signature of `message` under the key that signs now, 64 bytes."""
    return current().sign(message)


def public() -> dict[str, bytes]:
    """Return every public key by its id; none when there is no key yet."""
    return {signing.key_id(each.public): each.public for each in _all()}


def published() -> dict[str, Any]:
    """Return them as a JWK set (RFC 7517, section 5), with the dates of each.

    `since` and `until` are ISO 8601; `until` is empty for the key that signs now.
    """
    return {
        "keys": [
            signing.as_jwk(each.public)
            | {"kid": signing.key_id(each.public), "use": "sig", "alg": "EdDSA"}
            | {"since": each.since, "until": each.until}
            for each in _all()
        ]
    }


def _all() -> list[Former]:
    found = keyset.current().signing
    if found is None:
        return []
    return [Former(found.public, found.since, ""), *reversed(found.former)]
