"""Numbers that a word beside them explains: "PESEL 44051401359", "… is my passport"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from privacy.screening import contexts, papers
from privacy.screening.contexts import Word
from privacy.screening.finding import Hit, Kind
from privacy.screening.numbers import ALL, BY_KEY
from privacy.screening.papers import Piece, Told
from privacy.screening.passing import BLOT

REACH, BACK = 48, 28
"""Signs from the end of a word to its number, and from a number on to its word."""
LONGEST = 23
_TRIES = 4
_PART = re.compile(r"[0-9A-Z]+")
_JOINT = re.compile(r"[\s.\-/()·:]{1,3}")
_TIED = re.compile(r"[-./][0-9A-Z]")
"""What goes on after a sign that does not end a number."""
_DIGITS = re.compile(r"[0-9]")
_DATE = re.compile(
    r"(?:0?[1-9]|[12]\d|3[01])([ ./-])(?:0?[1-9]|1[0-2])\1(?:19|20)?\d\d"
    r"|(?:19|20)\d\d([ ./-])(?:0[1-9]|1[0-2])\2(?:0[1-9]|[12]\d|3[01])"
)
_NOTHING = "(?!)"
_BEFORE = re.compile(r"[0-9][ ()-]{0,2}\Z")
_AFTER = re.compile(r"[ ()-]{0,2}[0-9]")


@dataclass(frozen=True)
class _Asked:
    """What is looked for beside a word: numbers of these shapes, and forms."""

    shapes: re.Pattern[str]
    numbers: tuple[Told, ...]
    forms: tuple[Told, ...]


def hits(plain: str, words: Sequence[Word]) -> Iterator[Hit]:
    """Yield the numbers of a reading that one of `words` explains."""
    ends = _ends(plain, words)
    for at, word in enumerate(words):
        told = _told(word.meanings)
        if told.numbers or told.forms:
            before = words[at - 1] if at else None
            yield from _beside(plain, word, told, before, ends[at])


def _ends(plain: str, words: Sequence[Word]) -> list[int]:
    """Where the reach of each word ends: at the next one beside which numbers pass."""
    ends, end = [], len(plain)
    for word in reversed(words):
        ends.append(end)
        end = end if word.meanings else word.start
    return ends[::-1]


def _beside(
    plain: str, word: Word, told: _Asked, before: Word | None, after: int
) -> Iterator[Hit]:
    hit = _first(plain, word.end, min(word.end + REACH, after), told)
    if hit:
        yield hit
        return
    start = max(word.start - BACK, before.end if before else 0)
    hit = _first(plain, start, word.start, told, ends_by=word.start)
    if hit and not (before and _has(plain, before, hit)):
        yield hit


def _has(plain: str, word: Word, hit: Hit) -> bool:
    """Whether the number is more likely that of a word before it."""
    between = plain[word.end : hit.start]
    return len(between) <= BACK // 2 and not {"\n", BLOT} & set(between)


@cache
def _told(meanings: frozenset[str]) -> _Asked:
    """What the number beside a word may be."""
    of_people = {BY_KEY[key] for key in meanings & set(BY_KEY)}
    if contexts.IDENTITY in meanings:
        of_people |= {number for number in ALL if number.kind is Kind.IDENTITY}
    ordered = [number for number in ALL if number in of_people]
    return _Asked(
        shapes=re.compile("|".join(number.shape for number in ordered) or _NOTHING),
        numbers=tuple(map(papers.of, ordered)),
        forms=tuple(form for meaning, form in papers.FORMS if meaning in meanings),
    )


def _first(
    plain: str,
    start: int,
    end: int,
    told: _Asked,
    *,
    ends_by: int | None = None,
) -> Hit | None:
    """The first number that starts between `start` and `end` and is one of `told`."""
    limit = ends_by if ends_by is not None else end + 2 * LONGEST
    spots = [found.span() for found in _PART.finditer(plain, start, limit)]
    for first in _starts(plain, spots, end)[: 2 * _TRIES]:
        hit = _longest(plain, spots[first:], told)
        if hit:
            return hit
    return None


def _starts(plain: str, spots: Sequence[tuple[int, int]], end: int) -> list[int]:
    """Which parts may begin a number: those with a digit, then letters before one."""
    inside = [at for at, spot in enumerate(spots) if spot[0] < end]
    digits = [bool(_DIGITS.search(plain, *spot)) for spot in spots]
    first = [at for at in inside if digits[at]][:_TRIES]
    led = [
        at
        for at in inside
        if not digits[at]
        and spots[at][1] - spots[at][0] <= 6
        and any(digits[at + 1 : at + 3])
    ]
    return first + led[:_TRIES]


def _longest(plain: str, spots: Sequence[tuple[int, int]], told: _Asked) -> Hit | None:
    """The longest row of parts from the first one on that is one of `told`."""
    found, signs, at = None, "", spots[0][0]
    for start, end in spots:
        if signs and not _JOINT.fullmatch(plain, at, start):
            break
        signs, at = signs + plain[start:end], end
        if len(signs) > LONGEST:
            break
        kind = _kind(_piece(plain, spots[0][0], end, signs), told)
        if kind and not _TIED.match(plain, end):
            found = Hit(kind, spots[0][0], end)
    return found


def _piece(plain: str, start: int, end: int, signs: str) -> Piece:
    before = _BEFORE.search(plain[max(0, start - 3) : start])
    apart = not before and not _AFTER.match(plain, end)
    return Piece(plain[start:end], signs, apart)


def _kind(piece: Piece, told: _Asked) -> Kind | None:
    if len(piece.signs) < 5 or _DATE.fullmatch(piece.written):
        return None
    numbers = told.numbers if told.shapes.fullmatch(piece.signs) else ()
    asked = (*numbers, *told.forms)
    return next((kind for kind, is_one in asked if is_one(piece)), None)
