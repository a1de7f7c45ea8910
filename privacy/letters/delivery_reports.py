"""Reading a report about a letter that was not delivered (RFC 3464).

Whatever comes in here was written by strangers. It is read with the standard library,
never shown and never logged; what is not clearly such a report counts for nothing.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import Message
from typing import Any

LONGEST = 256 * 1024
"""Bytes. A report with a whole letter of ours in it is a tenth of that."""
MOST_PARTS = 20
MOST_RECIPIENTS = 10
_NAMED_IN = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
_STATUS = re.compile(r"\s*([245])\.(\d{1,3})\.(\d{1,3})(?!\d)")
_ADDRESS = re.compile(r"[^\s<>,;:\"()]+@[^\s<>,;:\"()]+")
# RFC 3464, and RFC 6533 for addresses beyond ASCII.
_STATUS_PARTS = frozenset({"message/delivery-status", "message/global-delivery-status"})


class NotReadable(Exception):
    """It is too large, or broken, or nested: one sentence says which."""


@dataclass(frozen=True)
class Failure:
    """A report says that the letter was not delivered: with which status (RFC 3463)."""

    status: str


def parsed(raw: bytes) -> Message:
    """Return a message, or raise NotReadable."""
    if len(raw) > LONGEST:
        raise NotReadable(f"The message is larger than {LONGEST // 1024} KiB.")
    if raw.count(b"\n--") > 4 * MOST_PARTS or raw.lower().count(b"boundary") > 10:
        raise NotReadable("The message has more parts than a report has.")
    try:
        # The older policy: it keeps what is broken instead of interpreting it.
        message = email.message_from_bytes(raw, policy=policy.compat32)
        parts = list(message.walk())
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise NotReadable("The message is broken.") from None
    if len(parts) > MOST_PARTS + 2 * MOST_RECIPIENTS:
        raise NotReadable("The message has more parts than a report has.")
    return message


def addressed_to(message: Message) -> Iterator[str]:
    """Return every address that the message says it went to."""
    for name in _NAMED_IN:
        for value in message.get_all(name, []):
            yield from _ADDRESS.findall(str(value)[:2000])


def failure(message: Message) -> Failure | None:
    """Return what failed; None for delays, successes, replies and all other mail.

    Where a report speaks of several recipients, as when an address leads on to
    others, all of them have to have failed.
    """
    recipients = [fields for part in _reports(message) for fields in _recipients(part)]
    if not recipients or len(recipients) > MOST_RECIPIENTS:
        return None
    found = [_failed(fields) for fields in recipients]
    if not all(found):
        return None
    # One that may pass counts before those that don't: then the address is not wrong.
    return Failure(min(found))


def _reports(message: Message) -> list[Message]:
    """Return the parts that tell of deliveries, directly within a report (RFC 6522)."""
    told = str(message.get_param("report-type", "")).lower()
    if message.get_content_type() != "multipart/report" or told != "delivery-status":
        return []
    parts: Any = message.get_payload()
    direct = parts if isinstance(parts, list) else []
    return [part for part in direct if part.get_content_type() in _STATUS_PARTS]


def _recipients(part: Message) -> list[Message]:
    """Return the fields about each recipient: all groups but the first (section 2.1).

    The library takes the groups of a delivery-status apart, and reads a global one as
    a message whose header is the first group.
    """
    blocks: Any = part.get_payload()
    if not isinstance(blocks, list):
        return []
    if part.get_content_type() == "message/delivery-status":
        return blocks[1:]
    rest = str(blocks[0].get_payload()) if blocks else ""
    groups = re.split(r"\r?\n\s*\r?\n", rest.strip())
    return [email.message_from_string(group) for group in groups if group]


def _failed(fields: Message) -> str:
    """Return the status of a recipient where the delivery failed, else ""."""
    action = str(fields.get("Action", "")).partition("(")[0].strip().lower()
    status = _STATUS.match(str(fields.get("Status", "")))
    if action != "failed" or status is None or status[1] == "2":
        return ""
    return ".".join(status.groups())
