"""A chart of what is due: bars with lengths worked out here, and their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from privacy.retention.forecast import Entry

LONGEST = 100
SHORTEST = 2
"""What is not nothing is seen."""


@dataclass(frozen=True)
class Bar:
    """One bar: its words, its number, its length of LONGEST, and its tone."""

    words: str
    number: int
    length: int
    tone: str = ""


def bars(entries: Sequence[Entry], weeks: Sequence[date]) -> list[Bar]:
    """Return what is late, due now, and due in each week ahead."""
    ahead = [sum(entry.weeks[n] for entry in entries) for n in range(len(weeks))]
    late = sum(entry.late for entry in entries)
    due = sum(entry.now for entry in entries)
    most = max([late, due, *ahead, 1])
    shown = [("Late", late, "late"), ("Due now", due, "due")]
    shown += [
        (f"From {date_format(day, 'j M')}", number, "")
        for day, number in zip(weeks, ahead, strict=True)
    ]
    return [Bar(words, n, _length(n, most), tone) for words, n, tone in shown]


def _length(number: int, most: int) -> int:
    return max(number * LONGEST // most, SHORTEST) if number else 0
