"""What the page Your data shows: the records, those of an order under the order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from privacy import purposes
from privacy.cases import timeline
from privacy.cases.case import Case
from privacy.copies import gathering
from privacy.copies.gathering import Group, Row, Value
from privacy.people import Person
from privacy.purposes import Purpose

SHOWN_AT_FIRST = 20


@dataclass(frozen=True, repr=False)
class Record:
    """One row, with the rows that are parts of it."""

    label: str
    about: str
    row: Row
    parts: tuple[Record, ...]

    @property
    def title(self) -> str:
        """What it is called."""
        return self.row.title or self.about

    @property
    def values(self) -> tuple[Value, ...]:
        """Its own values."""
        return self.row.values

    def every(self) -> Iterator[Value]:
        """Return its values and those of its parts."""
        yield from self.row.values
        for part in self.parts:
            yield from part.every()


@dataclass(frozen=True, repr=False)
class Section:
    """The records of one kind; `more` of them are on a page of their own."""

    label: str
    about: str
    records: tuple[Record, ...]
    count: int
    more: int

    @property
    def anchor(self) -> str:
        """The section's id on the page."""
        return self.label.lower().replace(".", "-")

    @property
    def is_person(self) -> bool:
        """Whether it is the person's own row, which is shown open."""
        return self.label == Person._meta.label


@dataclass(frozen=True)
class Open:
    """A request that is open, with the way to its page."""

    reference: str
    title: str
    path: str


def sections(
    groups: list[Group], *, only: str = "", every: bool = False
) -> list[Section]:
    """Return the newest records by kind; all of one kind if it is `only`.

    With `every` none is left for a page of its own.
    """
    ids = {row.id for group in groups for row in group.rows}
    parts: dict[Any, list[tuple[Group, Row]]] = {}
    for group in groups:
        for row in group.rows:
            if row.part_of in ids:
                parts.setdefault(row.part_of, []).append((group, row))
    most = None if only or every else SHOWN_AT_FIRST
    found = []
    for group in groups:
        rows = [row for row in group.rows if row.part_of not in ids]
        if rows and only in ("", group.label):
            found.append(_section(group, rows[::-1], parts, most))
    return found


def open_cases(person: Person) -> list[Open]:
    """Return the person's requests that are not closed, newest first."""
    cases = Case.objects.open().filter(person=person).order_by("-received_at")
    with purposes.using(Purpose.OWN_REQUEST, by=person):
        return [
            Open(each.reference, timeline.now(each).title, each.path_for_customer())
            for each in cases
        ]


def facts(person: Person, *, only: str, at: datetime) -> dict[str, Any]:
    """Return everything that the page shows; of `only` one kind all records.

    Where there are none of that kind (any more), the page shows all kinds.
    """
    groups = gathering.held(person, at)
    if only not in {group.label for group in groups}:
        only = ""
    return {
        "sections": sections(groups, only=only),
        "kinds": len(groups),
        "values": gathering.counted(groups),
        "given": gathering.disclosures(person),
        "looks": gathering.accesses(person),
        "choices": gathering.choices(person),
        "not_held": gathering.NOT_HELD,
        "unlinked": gathering.unlinked(),
        "requests": open_cases(person),
        "only": only,
        "read_at": at,
    }


def _section(
    group: Group,
    rows: list[Row],
    parts: dict[Any, list[tuple[Group, Row]]],
    most: int | None,
) -> Section:
    shown = rows[:most]
    records = tuple(_record(group, row, parts) for row in shown)
    more = len(rows) - len(shown)
    return Section(group.label, group.about, records, len(rows), more)


def _record(
    group: Group, row: Row, parts: dict[Any, list[tuple[Group, Row]]]
) -> Record:
    inner = tuple(_record(g, r, parts) for g, r in parts.get(row.id, ()))
    return Record(group.label, group.about, row, inner)
