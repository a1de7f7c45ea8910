"""What can be checked without the shop: the trail line by line, and short proofs.

`docs/verify_trail.py` verifies what is made here; a test holds the two together.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

from privacy.trail import merkle
from privacy.trail.entry import TrailEntry
from privacy.trail.heads import TreeHead
from privacy.trail.verifying import AT_ONCE

INCLUSION, CONSISTENCY, ENTRY = "inclusion proof", "consistency proof", "entry"


class NoProof(Exception):
    """There is nothing to prove it by; the message says what to do."""


def inclusion(position: int) -> dict[str, Any]:
    """Return the proof that an entry is under the newest head (RFC 9162, 2.1.3).

    Raises NoProof for an entry that no head was signed over yet.
    """
    entry = TrailEntry.objects.filter(position=position).first()
    head = TreeHead.objects.filter(size__gt=position).order_by("-number").first()
    if entry is None or head is None:
        raise NoProof("No tree head was signed over such an entry.")
    path = merkle.inclusion_proof(_leaves(head.size), position)
    return {
        "type": INCLUSION,
        "entry": entry.document(),
        "path": [each.hex() for each in path],
        "head": head.as_json(),
    }


def consistency(first: int, second: int) -> dict[str, Any]:
    """Return the proof that one head begins another (RFC 9162, section 2.1.4).

    `first` and `second` are numbers of heads. Raises NoProof where there are none
    such, or the first has no entries.
    """
    found = TreeHead.objects.in_bulk([first, second])
    if not {first, second} <= found.keys():
        raise NoProof("There is no tree head of that number.")
    older, newer = found[first], found[second]
    try:
        path = merkle.consistency_proof(_leaves(newer.size), older.size)
    except IndexError as error:
        raise NoProof(str(error)) from None
    return {
        "type": CONSISTENCY,
        "first": older.as_json(),
        "second": newer.as_json(),
        "path": [each.hex() for each in path],
    }


def lines() -> Iterator[dict[str, Any]]:
    """Return every head and then every entry, with hashes and signatures."""
    for head in TreeHead.objects.order_by("number").iterator(AT_ONCE):
        yield head.as_json()
    for entry in TrailEntry.objects.order_by("position").iterator(AT_ONCE):
        signature = base64.b64encode(bytes(entry.signature)).decode()
        told = {"hash": bytes(entry.hash).hex(), "key": entry.key}
        yield {"type": ENTRY, "entry": entry.document(), "signature": signature} | told


def _leaves(size: int) -> list[bytes]:
    rows = TrailEntry.objects.filter(position__lt=size).order_by("position")
    return [bytes(each) for each in rows.values_list("hash", flat=True)]
