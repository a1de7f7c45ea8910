"""What is different between two texts of the policy, sentence by sentence.

Sections are matched by their key and rows by what stands in their first place, so that
something that only moved is not taken for something new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TypeVar

from shop.policy.text import Cell, Row, Section, Text

_T = TypeVar("_T")


class Kind(StrEnum):
    """What became of a sentence, a row or a section."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Line:
    """A sentence, and whether it was added, removed, or is the same."""

    kind: Kind
    words: str


@dataclass(frozen=True)
class Place:
    """What is different in one place of a row, under the heading of its column."""

    column: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class RowChange:
    """A row that was added, removed or changed: its name, and where it differs."""

    kind: Kind
    name: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class SectionChange:
    """A section that was added, removed or changed; `part_of` is one that it is in."""

    kind: Kind
    title: str
    part_of: str
    lines: tuple[Line, ...]
    rows: tuple[RowChange, ...]


@dataclass(frozen=True)
class Difference:
    """All that is different; `same` are the titles of sections that are not at all.

    `only_sequence` says that the same sentences stand in another sequence.
    """

    sections: tuple[SectionChange, ...]
    same: tuple[str, ...]
    only_sequence: bool

    @property
    def count(self) -> int:
        """Return how many sentences were added or removed."""
        return sum(1 for _ in self.lines())

    def lines(self) -> Iterator[Line]:
        """Return every sentence that was added or removed."""
        for section in self.sections:
            every = list(section.lines)
            for row in section.rows:
                every += (line for place in row.places for line in place.lines)
            yield from (line for line in every if line.kind is not Kind.SAME)


def difference(old: Text, new: Text) -> Difference:
    """Return what changes from one text to another, in the sequence of the new one."""
    before = {section.key: section for section in old}
    after = {section.key: section for section in new}
    titles = {section.key: section.title for section in (*old, *new)}
    found = {
        key: change
        for key in _merged(list(before), list(after))
        if (change := _section(before.get(key), after.get(key), titles))
    }
    # Of one with parts that changed it is not said that it stayed.
    parents = {each.under for each in (*old, *new) if each.key in found}
    same = tuple(
        section.title
        for section in new
        if not (section.under or section.key in {*found, *parents})
    )
    return Difference(tuple(found.values()), same, not found and old != new)


def _section(
    old: Section | None, new: Section | None, titles: Mapping[str, str]
) -> SectionChange | None:
    """Return how a section changed; None when it did not."""
    there = new or old
    if there is None:
        raise ValueError("There is nothing to compare.")
    empty = Section(there.key, "")
    lines = _headings(old or empty, new or empty)
    lines += compared((old or empty).says, (new or empty).says)
    rows = tuple(_rows(old or empty, new or empty))
    kind = _kind(old, new)
    if kind is Kind.CHANGED and not rows and _all_same(lines):
        return None
    # A section of which only rows changed says nothing twice.
    shown = () if _all_same(lines) else lines
    part_of = titles.get(there.under, "")
    return SectionChange(kind, there.title, part_of, shown, rows)


def _headings(old: Section, new: Section) -> tuple[Line, ...]:
    """Return what changed in the titles of a section that stays."""
    if not (old.title and new.title):
        return ()
    heads = compared((old.title, *old.columns), (new.title, *new.columns))
    return () if _all_same(heads) else heads


def compared(old: Sequence[str], new: Sequence[str]) -> tuple[Line, ...]:
    """Return the sentences of both, what was removed before what was added."""
    found: list[Line] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            found += (Line(Kind.SAME, each) for each in new[k:m])
        else:
            found += (Line(Kind.REMOVED, each) for each in old[i:j])
            found += (Line(Kind.ADDED, each) for each in new[k:m])
    return tuple(found)


def _rows(old: Section, new: Section) -> Iterator[RowChange]:
    before, after = _named(old.rows), _named(new.rows)
    columns = new.columns or old.columns
    for name in _merged(list(before), list(after)):
        was, now = before.get(name), after.get(name)
        places = tuple(_places(columns, was or (), now or ()))
        if places:
            yield RowChange(_kind(was, now), name[0], places)


def _places(columns: Sequence[str], was: Row, now: Row) -> Iterator[Place]:
    """Return where a row differs; its name stands above, and not among them."""
    for number, column in list(enumerate(columns))[1:] or [(0, "")]:
        lines = compared(_cell(was, number), _cell(now, number))
        if not _all_same(lines):
            yield Place(column, lines)


def _cell(row: Row, number: int) -> Cell:
    return row[number] if number < len(row) else ()


def _named(rows: Sequence[Row]) -> dict[tuple[str, int], Row]:
    """Return rows by their names; a name that comes again gets a number."""
    seen: Counter[str] = Counter()
    found = {}
    for row in rows:
        name = " ".join(row[0])
        seen[name] += 1
        found[name, seen[name]] = row
    return found


def _merged(old: Sequence[_T], new: Sequence[_T]) -> list[_T]:
    """Return all of `new` in its sequence, what is gone where it stood before."""
    merged = list(new)
    for place, each in enumerate(old):
        if each not in new:
            neighbour = next((e for e in reversed(old[:place]) if e in merged), None)
            spot = merged.index(neighbour) + 1 if neighbour is not None else 0
            merged.insert(spot, each)
    return merged


def _kind(old: object | None, new: object | None) -> Kind:
    if old is None:
        return Kind.ADDED
    return Kind.REMOVED if new is None else Kind.CHANGED


def _all_same(lines: Sequence[Line]) -> bool:
    return all(line.kind is Kind.SAME for line in lines)
