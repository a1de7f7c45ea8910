"""What has to be settled before somebody can be erased, said by those who know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol
from uuid import UUID

from privacy import declarations
from privacy.erasure.owned import Scope
from privacy.people import Person


class Blocker(Protocol):
    """Says what stands in the way, in sentences for the customer."""

    def __call__(self, person_id: UUID, scope: Scope | None) -> list[str]:
        """Return the sentences; none when nothing does. No scope means everything."""


_registered: dict[str, Blocker] = {}


def register(blocker: Blocker) -> Blocker:
    """Have `blocker` asked from now on. Registering it again changes nothing."""
    _registered[f"{blocker.__module__}.{_name(blocker)}"] = blocker
    return blocker


def of(person_id: UUID, scope: Scope | None = None) -> tuple[str, ...]:
    """Return every sentence that stands in the way of erasing this person."""
    asked = [*_registered.values()]
    return tuple(said for blocker in asked for said in blocker(person_id, scope))


def _name(blocker: Callable[..., object]) -> str:
    return getattr(blocker, "__qualname__", type(blocker).__qualname__)


@register
def works_here(person_id: UUID, scope: Scope | None) -> list[str]:
    """Say that staff stay as long as they work here."""
    exempt = declarations.of(Person).exempt
    if scope is None and Person.objects.filter(pk=person_id, **exempt).exists():
        return ["You work here: your account can be erased when that has ended."]
    return []
