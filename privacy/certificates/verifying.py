"""Verifying a certificate: that it is, byte for byte, what the shop signed.

`docs/verify_certificate.py` does the same for whoever has nothing but the file and the
published keys; a test holds the two together.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from privacy.certificates.canonical import NotCanonical, canonical

MOST_BYTES = 1_000_000


class NotGenuine(Exception):
    """It is not what the shop signed; the message says why in one sentence."""


def verify(raw: bytes, keys: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the certificate in the file `raw`, or raise NotGenuine.

    `keys` are the public keys by id. One line break at the end of the file may be
    there or not; every other byte counts.
    """
    document = _read(raw)
    named, signature = document.get("key"), document.get("signature")
    if not isinstance(named, str) or not named:
        raise NotGenuine("The certificate does not say which key signed it.")
    if named not in keys:
        raise NotGenuine(
            "The key that the certificate names is not among the published keys."
        )
    try:
        public = Ed25519PublicKey.from_public_bytes(keys[named])
        public.verify(_signature(signature), signed(document))
    except InvalidSignature:
        raise NotGenuine(
            "The signature does not match: the certificate was changed."
        ) from None
    return document


def signed(document: Mapping[str, Any]) -> bytes:
    """Return what the signature is over: the document without it."""
    rest = {name: value for name, value in document.items() if name != "signature"}
    return canonical(rest)


def _read(raw: bytes) -> dict[str, Any]:
    text = raw.removesuffix(b"\n")
    try:
        if len(text) > MOST_BYTES:
            raise NotCanonical("No certificate is as long.")
        document = json.loads(text)
        same = isinstance(document, dict) and canonical(document) == text
    except (ValueError, RecursionError):
        same = False
    if not same:
        raise NotGenuine(
            "The file is not a certificate as it was issued: a byte of it was changed,"
            " or it never was one."
        )
    return document  # type: ignore[no-any-return] # looked at above


def _signature(text: Any) -> bytes:
    try:
        found = base64.b64decode(text, validate=True)
    except (TypeError, ValueError, binascii.Error):
        raise InvalidSignature from None
    # The last sign of base64 has bits that count for nothing.
    if base64.b64encode(found).decode() != text:
        raise InvalidSignature
    return found
