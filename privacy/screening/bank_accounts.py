"""Bank accounts as they are written at home: with a sort code, or a routing number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from privacy.screening import contexts
from privacy.screening.contexts import Word
from privacy.screening.finding import Hit, Kind

REACH = 80
"""Signs before and after a word in which both parts of an account stand."""
_SORT_CODE = re.compile(r"(?<![0-9A-Z])[0-9]{2}([ .-]?)[0-9]{2}\1[0-9]{2}(?![0-9A-Z])")
_ACCOUNT = re.compile(r"(?<![0-9A-Z])(?:[0-9]{7,8}|[0-9]{4}[ -][0-9]{4})(?![0-9A-Z])")
_ROUTING = re.compile(r"(?<![0-9A-Z])[0-9]{9}(?![0-9A-Z])")
_WEIGHTS = (3, 7, 1) * 3


def hits(plain: str, words: Sequence[Word]) -> Iterator[Hit]:
    """Yield the accounts of a reading that one of `words` announces."""
    for word in words:
        start, end = max(0, word.start - REACH), word.end + REACH
        if contexts.SORT_CODE in word.meanings:
            yield from _sorted_account(plain, start, end)
        elif contexts.ROUTING in word.meanings:
            yield from _routing_number(plain, start, end)


def _sorted_account(plain: str, start: int, end: int) -> Iterator[Hit]:
    """A sort code of six digits and an account of seven or eight (Pay.UK)."""
    code = _SORT_CODE.search(plain, start, end)
    account = next(
        (
            found
            for found in _ACCOUNT.finditer(plain, start, end)
            if code and (found.start() >= code.end() or found.end() <= code.start())
        ),
        None,
    )
    if code and account:
        first, last = sorted((code.span(), account.span()))
        yield Hit(Kind.BANK_ACCOUNT, first[0], last[1])


def _routing_number(plain: str, start: int, end: int) -> Iterator[Hit]:
    """Nine digits weighed 3, 7, 1 (ABA routing number policy): it names the bank."""
    for found in _ROUTING.finditer(plain, start, end):
        digits = map(int, found.group())
        if sum(d * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 10 == 0:
            yield Hit(Kind.BANK_ACCOUNT, *found.span())
