"""Numbers without check digits: what a word calls one, and what looks like it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from privacy.screening import contexts
from privacy.screening.finding import Kind
from privacy.screening.number import Number

# ICAO Doc 9303 gives nine signs; countries use six to nine, many with a letter or two.
_PASSPORT = re.compile(r"[A-Z]{0,3}\d{6,9}[A-Z]{0,2}|\d{2}[A-Z]{2}\d{5}")
_IN_ONE_PIECE = re.compile(
    r"[A-Z]{1,3}\d{5}|(?=(?:[A-Z]*\d){2})[0-9A-Z]{9}|(?=[0-9]*[A-Z])[0-9A-Z]{10}"
    r"|\d{2} ?\d{2} \d{6}"
)
_PAPER = re.compile(rf"{_PASSPORT.pattern}|[A-Z]{{0,3}}\d{{6,12}}[A-Z]{{0,3}}")
_HEALTH = re.compile(r"[A-Z]{0,4}\d{6,20}[A-Z]{0,2}")
_BANK = re.compile(r"\d{6,22}|\d{10}[0-9A-Z]{11}\d{2}")


@dataclass(frozen=True)
class Piece:
    """Some parts of a text in a row: as written, and as letters and digits alone.

    ``is_apart``: no other digits stand beside it, as those of a telephone would.
    """

    written: str
    signs: str
    is_apart: bool


Told = tuple[Kind, Callable[[Piece], bool]]
"""A kind, and what says of a piece whether it is one."""


def of(number: Number) -> Told:
    """Return what knows one country's number; without check digits it stands apart."""
    checked = bool(number.check)
    return (
        number.kind,
        lambda piece: (checked or piece.is_apart) and number.is_like(piece.signs),
    )


def _form(kind: Kind, joined: re.Pattern[str], *whole: re.Pattern[str]) -> Told:
    """A kind by its form alone: parts joined, or one piece as it is written."""
    return (
        kind,
        lambda piece: (
            piece.is_apart
            and bool(
                joined.fullmatch(piece.signs)
                or any(each.fullmatch(piece.written) for each in whole)
            )
        ),
    )


FORMS = (
    (contexts.IDENTITY, _form(Kind.IDENTITY, _PAPER, _IN_ONE_PIECE)),
    (contexts.PASSPORT, _form(Kind.PASSPORT, _PASSPORT, _IN_ONE_PIECE)),
    (contexts.HEALTH, _form(Kind.HEALTH, _HEALTH)),
    (contexts.BANK, _form(Kind.BANK_ACCOUNT, _BANK)),
)
"""What a word means, and what the number beside it looks like."""
