"""Verifying: reads the whole trail and says what is not as it was written, and where.

Each entry is hashed anew, compared with the one before it, and its signature looked
at; each tree head is compared with the entries that it was signed over.
"""

from __future__ import annotations

import base64
import binascii
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from privacy.certificates import keys
from privacy.certificates.canonical import NotCanonical, canonical
from privacy.trail import guarding, heads, merkle
from privacy.trail.entry import TrailEntry, signed
from privacy.trail.heads import TreeHead

AT_ONCE = 2_000
MOST_FLAWS = 100
"""After so many it is clear that the trail is not whole."""


class NotWhole(Exception):
    """The trail is not as it was written; the message says where, without a value."""


@dataclass(frozen=True)
class Flaw:
    """One thing that is not as it was written. `position` is that of the entry."""

    position: int | None
    words: str


@dataclass
class Report:
    """What was found: how many entries, their root, how many heads, and the flaws."""

    entries: int = 0
    root: bytes = merkle.EMPTY
    heads: int = 0
    flaws: list[Flaw] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether everything is as it was written."""
        return not self.flaws

    def add(self, position: int | None, words: str) -> None:
        """Note a flaw, unless there are enough."""
        if len(self.flaws) < MOST_FLAWS:
            self.flaws.append(Flaw(position, words))


def verify(*, saved: Iterable[Mapping[str, Any]] = ()) -> Report:
    """Read all entries and heads, and return what was found.

    `saved` are heads that were kept elsewhere, as TreeHead.as_json() gave them.
    """
    found = _Reading(keys.public())
    for table in guarding.unguarded():
        found.report.add(None, f"Nothing guards the rows of {table} against changes.")
    found.take_heads(saved)
    for entry in TrailEntry.objects.order_by("position").iterator(AT_ONCE):
        found.read(entry)
    found.end()
    return found.report


def sign_head(*, at: datetime) -> TreeHead:
    """Sign a tree head over all entries, after looking that they are whole.

    Raises NotWhole instead of signing what was changed.
    """
    report = verify()
    if not report.is_whole:
        raise NotWhole(report.flaws[0].words)
    return heads.sign(size=report.entries, root=report.root, at=at)


class _Reading:
    """One pass over the trail."""

    def __init__(self, public: Mapping[str, bytes]) -> None:
        self.keys = {
            key_id: Ed25519PublicKey.from_public_bytes(raw)
            for key_id, raw in public.items()
        }
        self.report, self.tree = Report(), merkle.Tree()
        # What each size's heads say the root is: (the head in words, the root).
        self.roots: dict[int, list[tuple[str, str]]] = defaultdict(list)
        self.next, self.last = 0, merkle.EMPTY

    def take_heads(self, saved: Iterable[Mapping[str, Any]]) -> None:
        """Look at the heads' own signatures, and remember what they say."""
        expected = 0
        for head in TreeHead.objects.order_by("number").iterator(AT_ONCE):
            if head.number > expected:
                self.report.add(None, f"Tree head {expected} is missing.")
            expected = head.number + 1
            self.report.heads += 1
            self._take(head.as_json(), f"Tree head {head.number}")
        for told in saved:
            self._take(told, f"The head over {told.get('size')} entries kept elsewhere")
        self._compare()

    def read(self, entry: TrailEntry) -> None:
        """Look at one entry, in its place after those before it."""
        position = entry.position
        if position < self.next:
            self.report.add(position, f"Entry {position} stands where none can be.")
            return
        if position > self.next:
            self.report.add(self.next, _missing(self.next, position - 1))
        leaf, wrong = self._leaf(entry), []
        if leaf != bytes(entry.hash):
            wrong.append("was changed")
        if position == self.next and bytes(entry.previous) != self.last:
            wrong.append("does not follow the one before it")
        if not self._is_signed(
            entry.key, signed(bytes(entry.hash)), bytes(entry.signature)
        ):
            wrong.append("was not written by the program")
        if wrong:
            self.report.add(position, f"Entry {position} {', '.join(wrong)}.")
        self.next, self.last = position + 1, bytes(entry.hash)
        self.report.entries += 1
        self.tree.add(leaf)
        self._compare()

    def end(self) -> None:
        """Say which heads speak of entries that are no more."""
        self.report.root = self.tree.root()
        for size in sorted(self.roots):
            # Entries that are missing before the end were told already.
            if size > self.next:
                words = f"{self.roots[size][0][0]} was signed over {size} entries"
                gone = _missing(self.next, size - 1)
                self.report.add(self.next, f"{gone} {words}.")

    def _leaf(self, entry: TrailEntry) -> bytes:
        try:
            return entry.leaf_hash()
        except NotCanonical:
            return merkle.EMPTY

    def _take(self, told: Mapping[str, Any], named: str) -> None:
        rest = {name: value for name, value in told.items() if name != "signature"}
        try:
            message = canonical(rest)
            signature = base64.b64decode(str(told.get("signature")), validate=True)
        except (NotCanonical, binascii.Error):
            message = signature = b""
        if told.get("type") != heads.TYPE or not self._is_signed(
            str(told.get("key")), message, signature
        ):
            self.report.add(None, f"{named} is not as it was signed.")
            return
        self.roots[int(told["size"])].append((named, str(told["root"])))

    def _compare(self) -> None:
        """Hold the tree against what heads of its size say."""
        for named, root in self.roots.pop(self.tree.size, ()):
            if root != self.tree.root().hex():
                self.report.add(
                    None, f"{named} does not fit the first {self.tree.size} entries."
                )

    def _is_signed(self, key: str, message: bytes, signature: bytes) -> bool:
        if key not in self.keys:
            return False
        try:
            self.keys[key].verify(signature, message)
        except InvalidSignature:
            return False
        return True


def _missing(first: int, last: int) -> str:
    if first == last:
        return f"Entry {first} is missing."
    return f"Entries {first} to {last} are missing."
