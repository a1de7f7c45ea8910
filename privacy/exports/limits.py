"""How much each role may take out: for which purposes, how many rows and columns.

`settings.EXPORT_LIMITS` says it by role, the name of a group. A role that is not there
takes out nothing, and nor does somebody without a role, whatever else they may.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from privacy.people import Person
from privacy.purposes import Purpose


@dataclass(frozen=True)
class Limit:
    """The most rows, and the most columns that name people or reach them."""

    rows: int
    sealed: int


def of(person: Person) -> dict[Purpose, Limit]:
    """Return by purpose what somebody may take out; of two roles the wider counts."""
    found: dict[Purpose, Limit] = {}
    for purpose, limit in _given(person):
        before = found.get(purpose, limit)
        found[purpose] = Limit(
            max(before.rows, limit.rows), max(before.sealed, limit.sealed)
        )
    return found


def _given(person: Person) -> Iterator[tuple[Purpose, Limit]]:
    for role in sorted(person.groups.values_list("name", flat=True)):
        told = settings.EXPORT_LIMITS.get(role, {"purposes": ()})
        for purpose in told["purposes"]:
            yield Purpose(purpose), Limit(told["rows"], told["sealed"])
