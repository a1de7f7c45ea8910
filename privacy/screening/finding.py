"""What was found in a text: its kind, where it stands, and how to say so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a number is, as a person would call it."""

    CARD = "a card number"
    BANK_ACCOUNT = "a bank account number"
    IDENTITY = "a national identity number"
    PASSPORT = "a passport number"
    HEALTH = "a health number"


@dataclass(frozen=True)
class Hit:
    """A place in a reading; ``start`` and ``end`` count its signs."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True)
class Finding:
    """One number in a text as it was typed.

    ``words`` say what it looks like and where it stands, without a sign of it:
    "a card number in line 2". ``span`` is its place in the text.
    """

    kind: Kind
    words: str
    span: tuple[int, int]


SHORT = 60
"""Characters that anyone takes in at one look, so that no place need be named."""


def where(text: str, start: int) -> str:
    """Say where the sign at `start` stands in `text`; "" where anyone sees it."""
    before = text[:start]
    lines = text.rstrip().count("\n") + 1
    line = f" in line {before.count(chr(10)) + 1}" if lines > 1 else ""
    row_start = before.rfind("\n") + 1
    row_end = text.find("\n", start)
    row = text[row_start : row_end if row_end >= 0 else len(text)]
    if len(row) <= SHORT:
        return line
    place = ("near the start", "in the middle", "near the end")
    third = place[min(2, 3 * (start - row_start) // len(row))]
    return f"{line}, {third}" if line else f" {third}"
