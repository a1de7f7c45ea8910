"""Whether a notice was signed by the provider, and signed just now.

The header Stripe-Signature is ``t=<seconds>,v1=<hex>,…``: HMAC-SHA256 over the seconds,
a full stop and the body, in scheme v1, under a secret of the endpoint. While a secret
is replaced there are two, and each may have signed. Source: Stripe's documentation of
webhook signatures, as of November 2026.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from datetime import datetime, timedelta

TOLERANCE = timedelta(minutes=5)
"""How far its clock and ours may be apart; an older notice was sent again by others."""
_SECONDS = re.compile(r"[0-9]{1,11}")
MOST_SIGNATURES = 20


class Forged(Exception):
    """Nobody whom we know signed this, or not just now."""


def require(*, body: bytes, header: str, secrets: Iterable[str], at: datetime) -> None:
    """Raise Forged unless one of the secrets signed exactly these bytes just now."""
    seconds, signatures = _parts(header)
    if abs(at.timestamp() - int(seconds)) > TOLERANCE.total_seconds():
        raise Forged("It was signed at another time.")
    right = [expected(secret, seconds, body) for secret in secrets]
    # Each with each, so that the time tells nothing.
    same = [
        hmac.compare_digest(given.encode(), wanted.encode())
        for given in signatures
        for wanted in right
    ]
    if not any(same):
        raise Forged("The signature is not right.")


def expected(secret: str, seconds: str, body: bytes) -> str:
    """Return the signature of scheme v1, as hex."""
    signed = seconds.encode() + b"." + body
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def _parts(header: str) -> tuple[str, list[str]]:
    """Return the time and the signatures of scheme v1; others don't count."""
    pairs = [each.strip().partition("=") for each in header.split(",")]
    times = [value for name, _, value in pairs if name == "t"]
    found = [value for name, _, value in pairs if name == "v1"][:MOST_SIGNATURES]
    if len(times) != 1 or not _SECONDS.fullmatch(times[0]) or not found:
        raise Forged("There is no signature.")
    return times[0], found
