"""The versions one after the other, and from when to when each was in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shop.policy.standing import day
from shop.policy.version import PolicyVersion


@dataclass(frozen=True)
class Entry:
    """A version, and when it binds or bound the shop."""

    version: PolicyVersion
    words: str
    is_in_force: bool


def entries(*, at: datetime) -> list[Entry]:
    """Return every version, the newest first."""
    versions = list(PolicyVersion.objects.defer("sections").order_by("-number"))
    return [
        _entry(version, versions[:place], at) for place, version in enumerate(versions)
    ]


def entry(version: PolicyVersion, *, at: datetime) -> Entry:
    """Return one version with when it is in force."""
    later = PolicyVersion.objects.defer("sections").filter(number__gt=version.number)
    return _entry(version, list(later), at)


def _entry(version: PolicyVersion, later: list[PolicyVersion], at: datetime) -> Entry:
    ends = min((each.in_force_from for each in later), default=None)
    begins = version.in_force_from
    if ends is not None and ends <= begins:
        words = f"Announced for {day(begins)}, and replaced before that day"
        return Entry(version, words, False)
    if begins > at:
        return Entry(version, f"In force from {day(begins)}", False)
    if ends is None or ends > at:
        until = f", until {day(ends)}" if ends else ""
        return Entry(version, f"In force since {day(begins)}{until}", True)
    return Entry(version, f"In force from {day(begins)} until {day(ends)}", False)
