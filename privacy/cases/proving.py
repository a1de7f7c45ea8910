"""What can be asked of somebody to prove who they are, beside a code.

The ground floor knows no orders: whoever keeps facts registers how they are compared.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from privacy.people import Person

LATELY = timedelta(days=30)


class Facts(Protocol):
    """Facts of a kind that a person knows and a stranger does not."""

    def can_ask(self, person_id: UUID) -> bool:
        """Tell whether there is anything of theirs to ask about."""

    def matches(self, person_id: UUID, number: str, said: str) -> bool:
        """Compare what was said in constant time, whether or not it exists."""


_registered: list[Facts] = []


def register(facts: Facts) -> None:
    """Let identity be proved by these facts too."""
    _registered.append(facts)


def can_ask(person_id: UUID) -> bool:
    """Tell whether there is any fact to ask this person about."""
    return any(facts.can_ask(person_id) for facts in _registered)


def matches(person_id: UUID, *, number: str, said: str) -> bool:
    """Tell whether what was said is right for something of this person."""
    found = [facts.matches(person_id, number, said) for facts in _registered]
    return any(found)


def changed_lately(person: Person, *, at: datetime) -> bool:
    """Tell whether address or password changed within thirty days.

    Whoever took an account over changes them first.
    """
    changed = person.changed_at
    return changed is not None and at - changed < LATELY
