"""Finds the words of a text that tell what the number beside them is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from privacy.screening import numbers, words
from privacy.screening.reading import read

CARD, BANK, SORT_CODE, ROUTING = "card", "bank", "sort code", "routing"
PASSPORT, HEALTH, IDENTITY = "passport", "health", "identity"
PASSING = ""

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,6}(?![^\W\d_])|(?:[^\W\d_]\.){1,6}[^\W\d_](?![^\W\d_])|[^\W\d_]+"
)
_STEM = 4
"""Signs of a stem by which it is looked up."""
_NEAR = 3
"""Signs that may stand between two words of one phrase."""
# Scripts without spaces between words, or whose marks `re` takes for no letters.
_UNSPACED = re.compile(
    "[\u0900-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
)


@dataclass(frozen=True)
class Word:
    """A word at its place. ``meanings``: what it explains; none where that may pass."""

    start: int
    end: int
    meanings: frozenset[str]


_Token = tuple[str, int, int]


@dataclass(frozen=True)
class _Entry:
    """A phrase of the book, token by token; the last of a stem may go on."""

    tokens: tuple[str, ...]
    is_stem: bool
    meaning: str

    def stands_at(self, tokens: Sequence[_Token], at: int) -> bool:
        """Whether the tokens from `at` on are this phrase."""
        there = tokens[at : at + len(self.tokens)]
        if len(there) < len(self.tokens) or not _is_together(there):
            return False
        *first, last = (token for token, _, _ in there)
        whole = last.startswith(self.tokens[-1]) if self.is_stem else None
        same = last == self.tokens[-1] if whole is None else whole
        return same and tuple(first) == self.tokens[:-1]


@dataclass(frozen=True)
class _Book:
    """All words: by their first token, by the start of a stem, and as they stand."""

    phrases: dict[str, list[_Entry]] = field(default_factory=dict)
    stems: dict[str, list[_Entry]] = field(default_factory=dict)
    unspaced: dict[str, set[str]] = field(default_factory=dict)

    def add(self, word: str, meaning: str) -> None:
        """File one word under its meaning."""
        plain = read(word.rstrip("*")).plain
        if _UNSPACED.search(plain):
            self.unspaced.setdefault(plain, set()).add(meaning)
            return
        tokens = tuple(token for token, _, _ in _tokens(plain))
        entry = _Entry(tokens, word.endswith("*"), meaning)
        if entry.is_stem and len(tokens) == 1:
            self.stems.setdefault(tokens[0][:_STEM], []).append(entry)
        else:
            self.phrases.setdefault(tokens[0], []).append(entry)

    def at(self, tokens: Sequence[_Token], at: int) -> list[_Entry]:
        """Return the longest phrases that stand at one token."""
        token = tokens[at][0]
        there = (*self.phrases.get(token, ()), *self.stems.get(token[:_STEM], ()))
        found = [entry for entry in there if entry.stands_at(tokens, at)]
        longest = max((len(entry.tokens) for entry in found), default=0)
        return [entry for entry in found if len(entry.tokens) == longest]


def in_text(plain: str) -> list[Word]:
    """Return the words of a reading that explain numbers or let them pass, in order."""
    found = list(_spaced(plain))
    if not plain.isascii():
        found += _unspaced(plain)
        found.sort(key=lambda word: word.start)
    return found


def _spaced(plain: str) -> Iterator[Word]:
    book, tokens, at = _book(), _tokens(plain), 0
    while at < len(tokens):
        token = tokens[at][0]
        if token not in book.phrases and token[:_STEM] not in book.stems:
            at += 1
            continue
        there = book.at(tokens, at)
        size = len(there[0].tokens) if there else 1
        if there and not _is_sold(tokens, at + size, there):
            start, end = tokens[at][1], tokens[at + size - 1][2]
            yield Word(start, end, _meanings(entry.meaning for entry in there))
        at += size


def _unspaced(plain: str) -> Iterator[Word]:
    for word, meanings in _book().unspaced.items():
        at = plain.find(word)
        while at >= 0:
            yield Word(at, at + len(word), _meanings(meanings))
            at = plain.find(word, at + len(word))


@cache
def _book() -> _Book:
    book = _Book()
    told: dict[str, Iterable[str]] = {
        PASSING: words.PASSING,
        CARD: words.CARD,
        BANK: words.BANK,
        SORT_CODE: words.SORT_CODE,
        ROUTING: words.ROUTING,
        PASSPORT: words.PASSPORT,
        HEALTH: words.HEALTH,
        IDENTITY: words.IDENTITY,
        **{number.key: number.words for number in numbers.ALL},
    }
    for meaning, names in told.items():
        for name in names:
            book.add(name, meaning)
    return book


def _tokens(plain: str) -> list[_Token]:
    """Every word with its place; "D.N.I." is read as "DNI"."""
    return [
        (found.group().replace(".", ""), found.start(), found.end())
        for found in _TOKEN.finditer(plain)
        if found.end() - found.start() != 2 or _is_apart(plain, *found.span())
    ]


def _is_apart(plain: str, start: int, end: int) -> bool:
    """Whether no digit touches two letters: those of CC123456 are no word."""
    around = plain[max(0, start - 1) : start] + plain[end : end + 1]
    return not any("0" <= sign <= "9" for sign in around)


def _is_together(tokens: Sequence[_Token]) -> bool:
    return all(two[1] - one[2] <= _NEAR for one, two in pairwise(tokens))


def _meanings(told: Iterable[str]) -> frozenset[str]:
    """What a word explains: nothing only where it explains nothing anywhere."""
    return frozenset(told) - {PASSING}


def _is_sold(tokens: Sequence[_Token], after: int, entries: Iterable[_Entry]) -> bool:
    """Whether it is the passport of "passport cover": a thing that a shop sells."""
    named = any(entry.meaning in {PASSPORT, IDENTITY, HEALTH} for entry in entries)
    return named and after < len(tokens) and tokens[after][0] in words.SOLD
