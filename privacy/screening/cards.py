"""Payment cards: 12 to 19 digits of a known brand, the last checks the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from privacy.screening.finding import Hit, Kind

SHORTEST, LONGEST = 12, 19
_RUN = re.compile(r"[0-9](?:[\s.,\-]{0,3}[0-9])*+")
_GROUP = re.compile(r"[0-9]+")
_GROUPINGS = frozenset({(4, 6, 5), (4, 6, 4)})  # American Express and Diners Club

# ISO/IEC 7812 prefixes as the brands publish them: first, last, lengths. The 13 digits
# of old Visa cards look like the number on a product (EAN), and 12 to 15 digits of
# Maestro like any parcel's: they are found beside a word alone.
_BRANDS: tuple[tuple[str, str, tuple[int, ...]], ...] = (
    ("2200", "2205", (16, 17, 18, 19)),  # Mir, Borica
    ("2221", "2720", (16,)),  # Mastercard
    ("300", "305", (14, 16)),  # Diners Club
    ("3095", "3095", (14, 16)),
    ("34", "34", (15,)),  # American Express
    ("3528", "3589", (16, 17, 18, 19)),  # JCB
    ("36", "36", (14, 16)),
    ("37", "37", (15,)),
    ("38", "39", (14, 16)),
    ("4", "4", (16, 19)),  # Visa, Elo
    ("5018", "5020", (16, 17, 18, 19)),  # Maestro, Dankort
    ("5038", "5038", (16, 17, 18, 19)),
    ("5041", "5041", (16,)),  # Elo
    ("506099", "506198", (16, 18, 19)),  # Verve
    ("5067", "5067", (16,)),
    ("508500", "508999", (16,)),  # RuPay
    ("509", "509", (16,)),  # Elo
    ("51", "55", (16,)),  # Mastercard
    ("5612", "5612", (16, 17, 18, 19)),
    ("5893", "5893", (16, 17, 18, 19)),
    ("6011", "6011", (16, 17, 18, 19)),  # Discover
    ("606282", "606282", (16,)),  # Hipercard
    ("606985", "608500", (16,)),  # RuPay
    ("62", "62", (16, 17, 18, 19)),  # UnionPay
    ("6304", "6304", (16, 17, 18, 19)),  # Maestro
    ("636", "639", (16, 17, 18, 19)),  # InterPayment, Elo, Maestro
    ("644", "659", (16, 17, 18, 19)),  # Discover, RuPay, Troy
    ("6759", "6763", (16, 17, 18, 19)),  # Maestro
    ("81", "82", (16, 17, 18, 19)),  # UnionPay, RuPay
    ("8600", "8600", (16,)),  # Uzcard
    ("9792", "9792", (16,)),  # Troy
    ("9860", "9860", (16,)),  # Humo
)
_OLD = {"4": (13,), "5": (12, 13, 14, 15), "6": (12, 13, 14, 15)}
"""Lengths of cards by their first digit, which a word must explain."""


@dataclass(frozen=True)
class _Run:
    """Groups of digits with at most three signs between: where each one starts."""

    plain: str
    spots: Sequence[tuple[int, int]]

    @cached_property
    def groups(self) -> list[str]:
        return [self.plain[start:end] for start, end in self.spots]

    def gaps(self, first: int, last: int) -> set[str]:
        """What stands between the groups `first` to `last`; a new line is a space."""
        pairs = zip(self.spots[first:last], self.spots[first + 1 : last], strict=False)
        return {
            self.plain[one[1] : two[0]].replace("\n", " ").strip(" ") or " "
            for one, two in pairs
        }


def hits(plain: str, words: Sequence[tuple[int, int]]) -> Iterator[Hit]:
    """Yield the cards of a reading; `words` are where the word "card" may explain one.

    "Flat 4 4111 1111 1111 1111" holds one: each row of neighbouring groups is tried.
    """
    for found in _RUN.finditer(plain):
        if found.end() - found.start() >= SHORTEST:
            spots = [m.span() for m in _GROUP.finditer(plain, *found.span())]
            yield from _in_run(_Run(plain, spots), words)


def luhn(digits: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812-1, annex B)."""
    doubled = "0246813579"
    total = sum(
        int(doubled[int(digit)] if place % 2 else digit)
        for place, digit in enumerate(reversed(digits))
    )
    return total % 10 == 0


def lengths(digits: str) -> tuple[int, ...]:
    """How many digits a card that starts like this has; () for no known brand."""
    for first, last, known in _BRANDS:
        if first <= digits[: len(first)] <= last:
            return known
    return ()


def _in_run(run: _Run, words: Sequence[tuple[int, int]]) -> Iterator[Hit]:
    first = free = 0
    while first < len(run.groups):
        last = _card_from(run, first, free, words)
        if last:
            yield Hit(Kind.CARD, run.spots[first][0], run.spots[last - 1][1])
            free = last
        first = last or first + 1


def _card_from(
    run: _Run, first: int, free: int, words: Sequence[tuple[int, int]]
) -> int:
    """The group after a card that starts at `first`; 0 where none does."""
    named = any(begin <= run.spots[first][0] <= end for begin, end in words)
    known = lengths("".join(run.groups[first : first + 6]))
    digits = ""
    for last in range(first, min(first + LONGEST, len(run.groups))):
        digits += run.groups[last]
        if len(digits) > LONGEST or not (known or named):
            break
        row = _Row(run, first, last + 1, digits)
        if _fits(row, known, free, named=named) and luhn(digits):
            return last + 1
    return 0


@dataclass(frozen=True)
class _Row:
    """Neighbouring groups of a run, joined."""

    run: _Run
    first: int
    last: int
    digits: str

    @property
    def is_whole(self) -> bool:
        """Whether the run holds nothing else."""
        return self.first == 0 and self.last == len(self.run.groups)


def _fits(row: _Row, known: Sequence[int], free: int, *, named: bool) -> bool:
    """Whether a row of digits is a card if its last one is right.

    `known` are the lengths of the brand that starts like it.

    Beside a word for a card it may be old, grouped in any way, or of another brand.
    """
    if named and len(row.digits) in known:
        return True
    if named and row.is_whole:
        return len(row.digits) in {*_OLD.get(row.digits[0], ()), 16}
    return len(row.digits) in known and _stands_out(row, free)


def _stands_out(row: _Row, free: int) -> bool:
    """Whether the groups belong together, and to nothing longer."""
    run, first, last = row.run, row.first, row.last
    return (
        len(run.gaps(first, last)) <= 1
        and _is_grouped(run, first, last)
        and not _is_part(row, free)
        and _is_free_of_letters(run, first, last)
        and not _is_establishment(run, first, last, row.digits)
    )


def _is_grouped(run: _Run, first: int, last: int) -> bool:
    """Whether all groups but the last are alike, as people write cards down."""
    sizes = _sizes(run, first, last)
    whole = set(sizes[:-1])
    alike = len(whole) <= 1 and all(sizes[-1] <= size for size in whole)
    return alike or min(sizes) >= 4 or tuple(sizes) in _GROUPINGS


def _sizes(run: _Run, first: int, last: int) -> list[int]:
    """How long the groups are; halves of one on two lines are one."""
    sizes = [len(group) for group in run.groups[first:last]]
    spots = run.spots[first:last]
    for at in range(len(sizes) - 1, 0, -1):
        between = run.plain[spots[at - 1][1] : spots[at][0]]
        if "\n" in between and sizes[at - 1] + sizes[at] == sizes[0]:
            sizes[at - 1 : at + 1] = [sizes[0]]
    return sizes


def _is_part(row: _Row, free: int) -> bool:
    """Whether like groups go on to the left for longer than a card, as on parcels."""
    run, first, many = row.run, row.first, len(row.digits)
    size = len(run.groups[first])
    while first > free and many <= LONGEST:
        alike = len(run.groups[first - 1]) == size
        if not alike or len(run.gaps(first - 1, row.last)) > 1:
            return False
        first, many = first - 1, many + size
    return many > LONGEST


def _is_free_of_letters(run: _Run, first: int, last: int) -> bool:
    """Whether no letter touches the digits, but those of a word: "card4111…"."""
    start, end = run.spots[first][0], run.spots[last - 1][1]
    before = re.search(r"[0-9A-Z]{0,3}\Z", run.plain[max(0, start - 3) : start])
    after = re.match(r"[0-9A-Z]{0,3}", run.plain[end : end + 3])
    touching = [found.group() for found in (before, after) if found]
    return all(not part or (len(part) == 3 and part.isalpha()) for part in touching)


def _is_establishment(run: _Run, first: int, last: int, digits: str) -> bool:
    """Whether it is a French SIRET: a company's nine digits, checked, and five."""
    plain_or_threes = tuple(_sizes(run, first, last)) not in _GROUPINGS
    short = len(digits) == 14 and digits[9:11] == "00"
    return short and plain_or_threes and luhn(digits[:9])
