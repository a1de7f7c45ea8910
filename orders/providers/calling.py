"""The wire to Stripe: one request and its answer, and nothing of either in a log.

Form fields go out, JSON comes back (Stripe API, versions dated as in VERSION). Only
within privacy.disclosure.leaving does a connection get through at all.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

import urllib3
from django.conf import settings

from orders.payments import Refused, Unreachable
from privacy.recipients import is_this_machine

logger = logging.getLogger(__name__)

VERSION = "2024-06-20"
SECONDS = urllib3.Timeout(connect=5, read=15)
LONGEST_ANSWER = 256 * 1024
SAYS_NO = frozenset({400, 402, 404})
"""What stays so, however often it is asked. A wrong key, a limit or a fault of the
provider (401, 403, 409, 429, 5xx) may be over a minute later."""
_CODE = re.compile(r"[a-z_]{1,60}")


def post(path: str, fields: Mapping[str, str], *, key: str) -> Mapping[str, Any]:
    """Have something made, once for each ``key`` (the header Idempotency-Key).

    Raises Refused when the provider says no, Unreachable when nothing is known.
    """
    return _sent("POST", path, urlencode(fields), {"Idempotency-Key": key})


def get(path: str, **asked: str) -> Mapping[str, Any]:
    """Ask how something stands; raises as ``post`` does."""
    there = f"{path}?{urlencode(asked)}" if asked else path
    return _sent("GET", there, "", {})


def is_safe(url: str) -> bool:
    """Whether the address is one to send a key to: TLS, or this very machine."""
    there = urlsplit(url)
    inside = there.scheme == "http" and is_this_machine(there.hostname or "?")
    return there.scheme == "https" or inside


def _sent(
    method: str, path: str, body: str, headers: Mapping[str, str]
) -> Mapping[str, Any]:
    if not is_safe(settings.STRIPE_API):
        raise Unreachable("STRIPE_API has to be an https address.")
    try:
        status, told = _answer(method, path, body, headers)
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        # Its text holds the address.
        logger.warning("stripe was not reached: %s", type(error).__name__)
        raise Unreachable("Stripe gave no answer.") from None
    if status == 200:
        return told
    code = _code(told)
    logger.warning("stripe answered %s %s", status, code)
    if status in SAYS_NO:
        raise Refused(f"Stripe says no ({code}).")
    raise Unreachable(f"Stripe could not answer ({code}).")


def _answer(
    method: str, path: str, body: str, headers: Mapping[str, str]
) -> tuple[int, Mapping[str, Any]]:
    """Send it without retries, redirects or proxies, and read so much and no more."""
    said = {
        "Authorization": f"Bearer {settings.STRIPE_KEY}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Stripe-Version": VERSION,
        "User-Agent": "Foldwell",
        **headers,
    }
    with urllib3.PoolManager(timeout=SECONDS, retries=False) as pool:
        answer = pool.request(
            method,
            settings.STRIPE_API + path,
            body=body or None,
            headers=said,
            redirect=False,
            preload_content=False,
        )
        text = answer.read(LONGEST_ANSWER + 1)
    if len(text) > LONGEST_ANSWER:
        raise ValueError("That is longer than any answer.")
    told = json.loads(text) if text else {}
    return answer.status, told if isinstance(told, dict) else {}


def _code(told: Mapping[str, Any]) -> str:
    """The provider's own word for what is wrong; never its sentence."""
    error = told.get("error")
    said = error.get("code") or error.get("type") if isinstance(error, dict) else None
    known = isinstance(said, str) and _CODE.fullmatch(said)
    return str(said) if known else "without a reason"
