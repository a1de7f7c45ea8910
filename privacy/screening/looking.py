"""Looks through a text for numbers that we never need, and names what it finds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from privacy.screening import (
    alone,
    bank_accounts,
    cards,
    contexts,
    explained,
    ibans,
    passing,
)
from privacy.screening.contexts import Word
from privacy.screening.finding import Finding, Hit, where
from privacy.screening.reading import Reading, read

_DIGIT = re.compile(r"\d")
# Fewer than six digits, and none in a long row of signs, are no number of anybody.
_ENOUGH = re.compile(
    r"(?:[^0-9]*+[0-9]){6}"
    r"|.*?(?<![0-9A-Z])(?:(?=[0-9A-Z]{7})[A-Z]*+[0-9]"
    r"|[A-Z]{2}[0-9]{2}(?: [0-9A-Z]{4}){2}|[1-9][A-Z][0-9A-Z][0-9]-[A-Z])",
    re.DOTALL,
)
_CARD_REACH = 40
MOST = 20
"""Findings are enough for any sentence."""


def found(text: str) -> list[Finding]:
    """Return the card, bank, identity, passport and health numbers in `text`.

    In their order, each once, and MOST at most. Nearly every text gets an empty list.
    """
    if not _DIGIT.search(text):
        return []
    reading = read(text)
    if not _ENOUGH.match(reading.plain):
        return []
    return [_named(text, reading, hit) for hit in _apart(_hits(reading.plain))]


def _hits(plain: str) -> Iterator[Hit]:
    """All hits, the surest first."""
    left = passing.blotted(plain)
    if not _ENOUGH.match(left):
        return
    words = contexts.in_text(left)
    yield from ibans.hits(left)
    yield from cards.hits(left, _after_card(words))
    yield from alone.hits(left)
    yield from bank_accounts.hits(left, words)
    yield from explained.hits(left, words)


def _after_card(words: Sequence[Word]) -> list[tuple[int, int]]:
    """The stretches of a text in which a number is told to be a card's."""
    ends = [*(word.start for word in words[1:]), None]
    return [
        (
            word.end,
            word.end + _CARD_REACH if end is None else min(word.end + _CARD_REACH, end),
        )
        for word, end in zip(words, ends, strict=False)
        if contexts.CARD in word.meanings
    ]


def _apart(hits: Iterable[Hit]) -> list[Hit]:
    """The hits in the order of the text, without those that lie upon a surer one."""
    kept: list[Hit] = []
    for hit in islice(hits, MOST):
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def _named(text: str, reading: Reading, hit: Hit) -> Finding:
    span = reading.span(hit.start, hit.end)
    return Finding(hit.kind, f"{hit.kind}{where(text, span[0])}", span)
