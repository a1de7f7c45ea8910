"""The whole of what a copy tells: the values, the ledgers, and what is not held."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from privacy.consent import written
from privacy.copies import gathering
from privacy.copies.gathering import Group
from privacy.copies.ledgers import Choice, Given, Look
from privacy.people import Person


@dataclass(frozen=True, repr=False)
class Whole:
    """Everything about one person, as of one moment."""

    at: datetime
    groups: tuple[Group, ...]
    given: tuple[Given, ...]
    looks: tuple[Look, ...]
    choices: tuple[Choice, ...]
    consents: tuple[dict[str, Any], ...]
    not_held: tuple[str, ...]
    unlinked: tuple[str, ...]

    def __repr__(self) -> str:
        return "<Whole>"

    def group(self, label: str) -> Group:
        """Return the rows of one model; a group without any where there are none."""
        found = (each for each in self.groups if each.label == label)
        return next(found, Group(label, "", ()))


def parts() -> int:
    """Return in how many parts it is gathered."""
    return len(gathering.models())


def gathered(
    person: Person, *, at: datetime, tell: Callable[[int], None] = lambda done: None
) -> Whole:
    """Gather all of it; `tell` is told after each part how many are there."""
    groups = []
    for done, group in enumerate(gathering.gathered(person, at), start=1):
        groups += [group] if group.rows else []
        tell(done)
    return Whole(
        at=at,
        groups=tuple(groups),
        given=tuple(gathering.disclosures(person)),
        looks=tuple(gathering.accesses(person)),
        choices=tuple(gathering.choices(person)),
        consents=tuple(written.records(person)),
        not_held=gathering.NOT_HELD,
        unlinked=tuple(gathering.unlinked()),
    )
