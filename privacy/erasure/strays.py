"""Rows that name nobody and are somebody's all the same, told by those who know.

They are joined to the person before the person is erased, and so go as well.
"""

from __future__ import annotations

from collections.abc import Callable

from privacy.people import Person

Finder = Callable[[Person], object]

_registered: dict[str, Finder] = {}


def register(finder: Finder) -> Finder:
    """Have `finder` join rows to people from now on; doing it again changes nothing."""
    _registered[f"{finder.__module__}.{finder.__name__}"] = finder
    return finder


def include(person: Person) -> None:
    """Join to a person what is theirs. Doing it again includes what came since."""
    for finder in _registered.values():
        finder(person)
