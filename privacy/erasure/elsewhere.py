"""Values that left their rows for somewhere else, such as a file that was built.

Who puts them there says so here, and is told when somebody is erased or loses a part.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from uuid import UUID


class Told(Protocol):
    """Sees to it that nothing of somebody stays elsewhere."""

    def __call__(self, person_id: UUID, *, at: datetime) -> None:
        """Do it; again changes nothing. No row of a person is locked meanwhile."""


_registered: dict[str, Told] = {}


def register(told: Told) -> Told:
    """Have `told` called from now on. Registering it again changes nothing."""
    _registered[f"{told.__module__}.{_name(told)}"] = told
    return told


def tell(person_id: UUID, *, at: datetime) -> None:
    """Tell everybody that what they have of this person has to go."""
    for told in [*_registered.values()]:
        told(person_id, at=at)


def _name(told: Callable[..., object]) -> str:
    return getattr(told, "__qualname__", type(told).__qualname__)
