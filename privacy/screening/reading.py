"""A text as a machine reads it: plain digits, capitals, no accents, no hidden signs."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_ENCLOSING = range(0x20DD, 0x20E5)  # such as the box around the digit of a keycap
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters with nothing to see
_DOTS = frozenset("\u00b7\u2022\u2027\u30fb\u3002\uff0e\u2024")


@dataclass(frozen=True, repr=False)
class Reading:
    """The plain signs of a text; ``places`` is None where each stands as it stood."""

    plain: str
    places: Sequence[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the text as typed of the plain signs from `start` to `end`."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def read(text: str) -> Reading:
    """Read `text`: "４１１１‐Ä\u200b" becomes "4111-A"; each sign is one or none."""
    if text.isascii():
        return Reading(text.upper(), None)
    plain = text.translate(_SIGNS)
    if len(plain) == len(text):
        return Reading(plain, None)
    places = [at for at, sign in enumerate(text) if _SIGNS[ord(sign)] is not None]
    return Reading(plain, places)


class _Signs(dict[int, str | None]):
    """What each sign is read as; filled as signs turn up."""

    def __missing__(self, code: int) -> str | None:
        self[code] = sign = _plain(chr(code))
        return sign


def _plain(sign: str) -> str | None:
    """One capital, digit, space, dash or dot; None for what nobody sees."""
    if sign in "\n\u2028\u2029\x85":
        return "\n"
    if sign.isspace():
        return " "
    kind = unicodedata.category(sign)
    if _is_hidden(sign, kind):
        return None
    if kind == "Nd":
        return str(unicodedata.decimal(sign))
    if kind == "Pd" or sign == "\u2212":
        return "-"
    return "." if sign in _DOTS else _letter(sign)


def _is_hidden(sign: str, kind: str) -> bool:
    """Signs without width, and marks that a letter wears in some Latin texts."""
    if kind == "Mn":
        return ord(sign) < 0x370 or 0xFE00 <= ord(sign) <= 0xFE0F
    return kind in {"Cf", "Cc"} or sign in _BLANKS or ord(sign) in _ENCLOSING


def _letter(sign: str) -> str:
    """The capital of a letter without its accent, where both are one sign."""
    alike = unicodedata.normalize("NFKC", sign)
    sign = alike if len(alike) == 1 else sign
    apart = unicodedata.normalize("NFD", sign)
    if len(apart) > 1 and all(unicodedata.category(m) == "Mn" for m in apart[1:]):
        sign = apart[0]
    upper = sign.upper()
    return upper if len(upper) == 1 else sign


_SIGNS = _Signs()
