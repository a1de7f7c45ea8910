"""`manage.py keys list` and `status`: what is there, under way, and missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from privacy.encryption import canary, keyset, rotation
from privacy.vault.models import LedgerEntry


def listed(*, out: Any) -> Iterator[str]:
    """Show each key-encryption key and how many data keys lie under it."""
    found = keyset.reread()
    for key_id in sorted({*found.keys, *canary.needed()}):
        under = f"{rotation.under(key_id):>12,} data keys"
        yield f"{key_id:<20}{under}  {_note(found, key_id)}".rstrip()


def status(*, out: Any) -> Iterator[str]:
    """Say where the keys come from, what is under way and what is missing."""
    canary.verify(keyset.reread())
    yield "The keys are the ones that this shop's data were sealed with."
    yield from listed(out=out)
    if waiting := rotation.to_rewrap().count():
        yield f"{waiting:,} data keys wait for 'manage.py keys rotate-people'."
    if under_way := rotation.begun():
        yield f"New data keys for all: begun {_moment(under_way.begun_at)}, not over."
    if rotation.outlived():
        yield f"{rotation.outlived():,} old data keys are still there."
    yield f"{rotation.people():,} people have a key."
    yield f"{rotation.shredded():,} people's keys were destroyed for good."
    if unfinished := LedgerEntry.objects.filter(finished_at=None).count():
        yield f"{unfinished:,} erasures were begun and not finished."


def _note(found: keyset.Keyset, key_id: str) -> str:
    if key_id not in found.keys:
        return "missing: put it back"
    return "primary" if key_id == found.primary else ""


def _moment(at: Any) -> str:
    return f"{timezone.localtime(at):%d %B %Y %H:%M}"
