"""Screening of what people type: finds what looks like the number of a payment card."""

from __future__ import annotations

import re
import unicodedata

SENTENCE = "This looks like a card number. We never need one here. Remove it"

# ISO/IEC 7812-1: a card number has up to 19 digits; the shortest in use has 13.
SHORTEST, LONGEST = 13, 19
_RUN = re.compile(r"\d(?:[ .\-\u2010-\u2015]?\d)*")


def has_card_number(text: str) -> bool:
    """Whether `text` holds 13 to 19 digits, maybe in groups, with a right check digit.

    "Flat 4 4111 1111 1111 1111" does: every row of neighbouring groups is looked at.
    """
    plain = "".join(_as_digit(sign) for sign in unicodedata.normalize("NFKC", text))
    return any(
        _is_card_number(number)
        for run in _RUN.findall(plain)
        for number in _rows(re.findall(r"\d+", run))
    )


def luhn(digits: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812-1, annex B)."""
    doubled = "0246813579"
    total = sum(
        int(doubled[int(digit)] if place % 2 else digit)
        for place, digit in enumerate(reversed(digits))
    )
    return total % 10 == 0


def _as_digit(sign: str) -> str:
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)


def _rows(groups: list[str]) -> list[str]:
    """Neighbouring groups joined, as far as a card number can be long."""
    rows = []
    for start in range(len(groups)):
        row = ""
        for group in groups[start : start + LONGEST]:
            row += group
            if len(row) > LONGEST:
                break
            rows.append(row)
    return rows


def _is_card_number(number: str) -> bool:
    long_enough = SHORTEST <= len(number) <= LONGEST
    return long_enough and bool(number.strip("0")) and luhn(number)
