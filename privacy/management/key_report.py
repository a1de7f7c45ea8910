"""`manage.py keys list` and `status`: what is there, under way, and missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from privacy.certificates import keys
from privacy.encryption import canary, index_rotation, keyset, rotation
from privacy.management.progress import counted, moment
from privacy.vault.models import LedgerEntry


def listed(*, out: Any) -> Iterator[str]:
    """Show each key-encryption key and how many data keys lie under it."""
    found = keyset.reread()
    for key_id in sorted({*found.keys, *canary.needed()}):
        under = counted(rotation.under(key_id), "data key")
        yield f"{key_id:<20} {under:<20} {_note(found, key_id)}".rstrip()


def status(*, out: Any) -> Iterator[str]:
    """Say where the keys come from, what is under way and what is missing."""
    canary.verify(keyset.reread())
    yield "The keys are the ones that this shop's data were sealed with."
    yield from listed(out=out)
    yield _of_certificates()
    if waiting := rotation.to_rewrap().count():
        yield f"{counted(waiting, 'data key')} to wrap: manage.py keys rotate-people"
    if under_way := rotation.begun():
        yield f"New data keys for all: begun {moment(under_way.begun_at)}, not over."
    if index_rotation.begun():
        yield "The index root is being replaced: manage.py keys rotate-index"
    if rotation.outlived():
        yield f"{counted(rotation.outlived(), 'old data key')} to destroy"
    yield f"Subjects with a key: {rotation.people():,}"
    yield f"Subjects whose key was destroyed: {rotation.shredded():,}"
    if lost := rotation.unaccounted():
        yield f"Destroyed without an entry in the ledger: {lost:,}. Who did that?"
    if unfinished := LedgerEntry.objects.filter(finished_at=None).count():
        yield f"{counted(unfinished, 'erasure')} begun and not finished"


def _of_certificates() -> str:
    published = len(keys.public())
    if not published:
        return "No key signs certificates: manage.py keys rotate-signing"
    return f"Certificates are signed by {keys.current_id()}, one of {published}."


def _note(found: keyset.Keyset, key_id: str) -> str:
    if key_id not in found.keys:
        return "missing: put it back"
    return "primary" if key_id == found.primary else ""
