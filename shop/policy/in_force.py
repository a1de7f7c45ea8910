"""The number of the version in force, from memory: each order asks for it.

A version is in force a minute after it was published at the earliest, and memory is
never older than half of that: so every process knows it in time.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from shop.policy.version import SHOWN_FOR, PolicyVersion

SOONEST = timedelta(minutes=1)
KEPT_FOR = 30.0
"""Seconds for which the list of versions is remembered."""

_Known = tuple[tuple[int, datetime, datetime], ...]
"""Numbers, from when each is in force, and when it was published; newest first."""


@dataclass
class _Memory:
    versions: _Known = ()
    until: float = 0.0


_memory = _Memory()


def number(*, at: datetime) -> int | None:
    """Return the number of the version in force at `at`; None before any exists."""
    versions = _versions()
    begun = (found for found, begins, _ in versions if begins <= at)
    first = versions[-1][0] if versions else None
    return next(begun, first)


def is_news(*, at: datetime) -> bool:
    """Tell whether a version after the first was published lately, or is announced."""
    return any(
        found > 1 and (published > at - SHOWN_FOR or begins > at)
        for found, begins, published in _versions()
    )


def forget() -> None:
    """Read the versions anew the next time."""
    _memory.until = 0.0


def _versions() -> _Known:
    now = time.monotonic()
    if now >= _memory.until:
        rows = PolicyVersion.objects.order_by("-number")
        _memory.versions = tuple(
            rows.values_list("number", "in_force_from", "published_at")
        )
        # That there is none yet is not worth remembering.
        _memory.until = now + KEPT_FOR if _memory.versions else 0.0
    return _memory.versions
