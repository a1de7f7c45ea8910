"""What is looked for in one pass, of many people at once.

A text is cut into words, and a table tells which words belong to something wanted; so
the time does not grow with the number of people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from privacy.erasure import unfolding

DIGEST = 16
FEW, SMALL = 200, 4096
MOST_PATTERNS = 64
SHORTEST_PATTERN = 4
# A run of as many letters and numbers may hide a text in base64 or hex.
HIDING = 12


@dataclass
class Wanted:
    """Texts and digests by whom they belong to."""

    texts: dict[str, set[UUID]] = field(default_factory=dict)
    digests: dict[bytes, set[UUID]] = field(default_factory=dict)
    _anchors: dict[str, set[str]] = field(default_factory=dict)

    def add(self, whose: UUID, texts: Iterable[str]) -> None:
        """Look for these texts too."""
        for text in map(unfolding.folded, texts):
            if words := unfolding.tokens(text):
                self.texts.setdefault(text, set()).add(whose)
                self._anchors.setdefault(_anchor(text, words), set()).add(text)

    def add_digests(self, whose: UUID, digests: Iterable[str]) -> None:
        """Look for these digests too, given as hex; they may also lie there as hex."""
        for digest in digests:
            self.digests.setdefault(bytes.fromhex(digest), set()).add(whose)
            self.add(whose, [digest])

    def patterns(self) -> list[str] | None:
        """Return words of which each wanted text holds one; None if they are many.

        For a database that leaves out values with none of them: small ASCII letters
        alone, since only those are the same for every program. Longer words are not
        among them, as no long run of signs is left out.
        """
        words = [each for each in self._anchors if len(each) < HIDING]
        usable = all(w.isascii() and len(w) >= SHORTEST_PATTERN for w in words)
        return words if usable and len(words) <= MOST_PATTERNS else None

    def found_in(self, stored: str | bytes) -> Mapping[UUID, set[str]]:
        """Return whose values stand in what is stored, and which."""
        found: dict[UUID, set[str]] = {}
        for reading in unfolding.readings(stored):
            if isinstance(reading, bytes):
                for digest in self._digests_in(reading):
                    for whose in self.digests[digest]:
                        found.setdefault(whose, set()).add(digest.hex())
                continue
            for text in self.texts_in(reading):
                for whose in self.texts[text]:
                    found.setdefault(whose, set()).add(text)
        return found

    def texts_in(self, reading: str) -> set[str]:
        """Return the wanted texts that stand in a folded one."""
        known = self._anchors.keys() & set(unfolding.tokens(reading))
        return {
            text
            for word in known
            for text in self._anchors[word]
            if _stands_in(text, reading)
        }

    def _digests_in(self, raw: bytes) -> set[bytes]:
        if len(raw) < DIGEST or not self.digests:
            return set()
        if len(raw) <= SMALL and len(self.digests) > FEW:
            windows = {raw[i : i + DIGEST] for i in range(len(raw) - DIGEST + 1)}
            return windows & self.digests.keys()
        return {digest for digest in self.digests if digest in raw}


def _anchor(text: str, words: list[str]) -> str:
    """Return the word by which a text is found: long, in ASCII, of its first part."""
    local = unfolding.tokens(text.partition("@")[0]) if "@" in text else words
    usable = [word for word in local if len(word) >= SHORTEST_PATTERN]
    return max(usable or words, key=lambda word: (word.isascii(), len(word)))


def _stands_in(text: str, reading: str) -> bool:
    """Tell whether it stands there as words of its own, and not within longer ones."""
    start = reading.find(text)
    while start >= 0:
        end = start + len(text)
        before, after = reading[max(start - 1, 0) : start], reading[end : end + 1]
        if not (_joins(before, text[0]) or _joins(after, text[-1])):
            return True
        start = reading.find(text, start + 1)
    return False


def _joins(outside: str, inside: str) -> bool:
    return outside.isalnum() and inside.isalnum()
