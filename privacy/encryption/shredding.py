"""Shredding: destroying a person's key, so that no copy of the data opens any more.

The ledger in the vault is written before the first destructive step and closed after
the last one, so that a step that was missed is found and done again.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from privacy.encryption import columns, keys
from privacy.vault.models import LedgerEntry

# Another process may hold the key for a minute, and write a digest with it.
STRAGGLERS = timedelta(minutes=10)


def shred(*, subject: UUID, at: datetime, reason: str) -> LedgerEntry:
    """Destroy the key of `subject` and clear every blind index of theirs.

    `reason` is a word for the ledger, such as "request". Doing it again changes
    nothing, and finishes what was broken off. Processes that hold the key forget it
    within a minute. Returns the closed entry of the ledger.
    """
    entry = _entry(subject, at, reason)
    if entry.finished_at is None:
        _carry_out(entry, at)
    return entry


def resume(*, at: datetime) -> int:
    """Finish what was broken off, and clear what was written meanwhile.

    Returns how many entries were looked at. To be done every few minutes.
    """
    still_open = list(LedgerEntry.objects.filter(finished_at=None))
    for entry in still_open:
        _carry_out(entry, at)
    fresh = LedgerEntry.objects.filter(finished_at__gt=at - STRAGGLERS)
    for subject in fresh.values_list("subject", flat=True):
        clear_indexes(subject)
    return len(still_open)


def clear_indexes(subject: UUID) -> int:
    """Clear every blind index of `subject` in one step; return how many rows had one.

    Without this, whoever guesses an address could still see that it was here.
    """
    indexed = [table for table in columns.tables() if table.indexes]
    cleared = 0
    with transaction.atomic():
        for table in indexed:
            names = [index.name for index in table.indexes]
            nothing_left = Q(**{f"{name}__isnull": True for name in names})
            theirs = table.rows(**{table.subject: subject}).exclude(nothing_left)
            cleared += theirs.update(**dict.fromkeys(names))
    return cleared


def _entry(subject: UUID, at: datetime, reason: str) -> LedgerEntry:
    with transaction.atomic(using="vault"):
        found = LedgerEntry.objects.filter(subject=subject).order_by("begun_at").last()
        return found or LedgerEntry.objects.create(
            subject=subject, reason=reason, begun_at=at
        )


def _carry_out(entry: LedgerEntry, at: datetime) -> None:
    clear_indexes(entry.subject)
    keys.destroy(entry.subject, at=at)
    # What another process indexed between the two steps.
    clear_indexes(entry.subject)
    entry.finished_at = max(at, entry.begun_at)
    entry.save(update_fields=["finished_at"])
