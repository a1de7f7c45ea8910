"""Shredding: destroying a person's key, so that no copy of the data opens any more.

The ledger in the vault is written before the first destructive step and closed after
the last one, so that a step that was missed is found and done again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from privacy.encryption import carried, columns, keys
from privacy.vault.models import LedgerEntry, LedgerRows

# Another process may hold the key for a minute, and write a digest with it.
STRAGGLERS = timedelta(minutes=10)
# Reasons in the ledger. A run destroys the key itself, after the values are cleared;
# and when a part is cleared the key stays.
RUN = "erasure"
PART = "part"


def note(*, subject: UUID, at: datetime, reason: str) -> LedgerEntry:
    """Write into the ledger that an erasure begins, before its first destructive step.

    Doing it again returns the same entry.
    """
    return _entry(subject, at, reason)


def note_part(*, subject: UUID, since: datetime, at: datetime) -> LedgerEntry:
    """Write into the ledger that a part of somebody's data goes, and their key stays.

    Doing it again returns the same entry; `since` is when this part was asked for.
    """
    with transaction.atomic(using="vault"):
        parts = LedgerEntry.objects.filter(subject=subject, reason=PART)
        found = parts.filter(begun_at__gte=since).order_by("begun_at").last()
        return found or LedgerEntry.objects.create(
            subject=subject, reason=PART, begun_at=max(at, since)
        )


def note_rows(
    entry: LedgerEntry,
    *,
    label: str,
    action: str,
    fields: Sequence[str] = (),
    ids: Sequence[Any],
) -> None:
    """Write into the ledger which rows go next, before they go.

    After a restore of an older backup they are found by that. No value is among it.
    Doing it again changes nothing.
    """
    told = [str(each) for each in ids]
    if told:
        rows = LedgerRows(
            entry=entry,
            label=label,
            action=action,
            fields=list(fields),
            ids=told,
            first=told[0],
        )
        with transaction.atomic(using="vault"):
            LedgerRows.objects.bulk_create([rows], ignore_conflicts=True)


def close_part(entry: LedgerEntry, *, at: datetime) -> None:
    """Write into the ledger that the part is gone. Doing it again changes nothing."""
    carried.note(entry, at=at)
    still_open = LedgerEntry.objects.filter(pk=entry.pk, finished_at=None)
    still_open.update(finished_at=max(at, entry.begun_at))


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

    Returns how many entries were looked at. To be done every few minutes. What a run
    began the run finishes: its key goes last.
    """
    unfinished = LedgerEntry.objects.filter(finished_at=None)
    still_open = list(unfinished.exclude(reason__in=(RUN, PART)))
    for entry in still_open:
        _carry_out(entry, at)
    for subject in lately(at=at):
        clear_indexes(subject)
    return len(still_open)


def lately(*, at: datetime) -> list[UUID]:
    """Return whose key went so short ago that another process may still hold it."""
    fresh = LedgerEntry.objects.filter(finished_at__gt=at - STRAGGLERS)
    return list(fresh.exclude(reason=PART).values_list("subject", flat=True))


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
        whole = LedgerEntry.objects.filter(subject=subject).exclude(reason=PART)
        found = whole.order_by("begun_at").last()
        return found or LedgerEntry.objects.create(
            subject=subject, reason=reason, begun_at=at
        )


def _carry_out(entry: LedgerEntry, at: datetime) -> None:
    clear_indexes(entry.subject)
    keys.destroy(entry.subject, at=at)
    # What another process indexed between the two steps.
    clear_indexes(entry.subject)
    carried.note(entry, at=at)
    entry.finished_at = max(at, entry.begun_at)
    entry.save(update_fields=["finished_at"])
