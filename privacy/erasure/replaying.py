"""After a restore: the erasures that a backup does not know of are done again.

The ledger in the vault says what was erased, the main database which entries of it
were carried out here. What only one of them knows is done again, and looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, transaction
from django.db.models import Model, QuerySet

from privacy import declarations
from privacy.encryption import carried, keys, shredding
from privacy.encryption.carried import Carried
from privacy.erasure import batches, clearing, newcomers, owned, plans, tombstones
from privacy.erasure.batches import Work
from privacy.erasure.plans import DELETE
from privacy.erasure.run import Run
from privacy.erasure.running import ASKED, OWNED
from privacy.people import Person
from privacy.vault.models import DataKey, LedgerEntry, LedgerRows


class Restored(ImproperlyConfigured):
    """A database comes from a backup that is older than some erasures."""


class NotReplayed(Exception):
    """Something is still there after an erasure was done again."""


@dataclass(frozen=True)
class Missing:
    """An entry that one of the databases does not know: it has to be done again.

    `is_forgotten` says that the vault is the one that lost it, and its keys are back.
    """

    entry: LedgerEntry
    is_forgotten: bool = False


def prove_at_start() -> None:
    """Raise Restored unless both databases know the same erasures.

    Databases that do not answer yet, or have no tables yet, can't say.
    """
    try:
        number = len(missing())
    except DatabaseError:
        return
    if number:
        what = "1 erasure" if number == 1 else f"{number:,} erasures"
        raise Restored(
            f"A database was restored from a backup that does not know of {what}:"
            " run `manage.py erasures replay` before the shop opens again."
        )


def missing() -> list[Missing]:
    """Return what has to be done again, in the order in which it was done first."""
    # The vault first: what it calls finished is known to the main database by then.
    entries = {entry.pk: entry for entry in LedgerEntry.objects.order_by("begun_at")}
    known = {each.pk: each for each in Carried.objects.order_by("begun_at")}
    lost = [entries[key] for key in entries.keys() - known.keys()]
    found = [Missing(entry) for entry in lost if _was_lost(entry)]
    found += [
        Missing(_as_entry(known[key]), is_forgotten=True)
        for key in known.keys() - entries.keys()
    ]
    return sorted(found, key=lambda each: (each.entry.begun_at, each.entry.pk))


def rows_of(each: Missing) -> int:
    """Return how many rows would be cleared or deleted again. It changes nothing."""
    entry = each.entry
    if entry.reason == shredding.PART:
        return sum(rows.count() for _, rows in _parts(entry))
    if entry.reason == shredding.RUN:
        return sum(work.rows().count() for work in _works(entry))
    return sum(rows.count() for _, rows in _with_its_key(entry))


def replay(each: Missing, *, at: datetime) -> None:
    """Do one entry again, look whether it is done, and note that it is.

    Doing it again changes nothing, and finishes what was broken off. Raises
    NotReplayed when something is left: then it stays missing.
    """
    entry = each.entry
    if each.is_forgotten:
        _remember(entry)
    if entry.reason == shredding.PART:
        _again(_parts(entry), at)
    else:
        _whole(entry, at)
    if rows_of(each) or not _key_is_right(entry):
        raise NotReplayed(f"Erasure {entry.pk} is not done: something is left.")
    carried.note(entry, at=at)
    still_open = LedgerEntry.objects.filter(pk=entry.pk, finished_at=None)
    still_open.update(finished_at=max(at, entry.begun_at))


def _was_lost(entry: LedgerEntry) -> bool:
    """Tell whether an entry that is not noted here is more than just under way."""
    if entry.finished_at is not None:
        return True
    if entry.reason == shredding.RUN:
        # The tombstone was there before the entry was written.
        tombs = Person.objects.filter(pk=entry.subject, erasing_since__isnull=False)
        return not tombs.exists()
    if entry.reason == shredding.PART:
        runs = Run.objects.filter(subject_id=entry.subject, finished_at=None)
        return not runs.exists()
    # The worker finishes these by the entry alone.
    return False


def _as_entry(known: Carried) -> LedgerEntry:
    return LedgerEntry(
        id=known.pk,
        subject=known.subject,
        reason=known.reason,
        begun_at=known.begun_at,
    )


def _remember(entry: LedgerEntry) -> None:
    """Write an entry that the vault lost into it again, before anything is done."""
    LedgerEntry.objects.bulk_create([entry], ignore_conflicts=True)


def _whole(entry: LedgerEntry, at: datetime) -> None:
    """Destroy the key again and clear what it sealed; for a person, all about them."""
    if entry.reason == shredding.RUN:
        with transaction.atomic():
            _mark(entry, at)
    keys.destroy(entry.subject, at=at)
    if entry.reason == shredding.RUN:
        with transaction.atomic():
            _person_again(entry, at)
    _again(_with_its_key(entry), at)
    shredding.clear_indexes(entry.subject)


def _mark(entry: LedgerEntry, at: datetime) -> None:
    """Take nothing new for them, and bind again the cases that were found theirs."""
    person = tombstones.locked(entry.subject)
    if person is not None and person.erasing_since is None:
        tombstones.put_up(person, at=at)
    for part in entry.parts.filter(action=OWNED):
        owner = declarations.of(_model(part)).owner
        rows = _rows(_model(part), part.ids).filter(**{f"{owner}__isnull": True})
        if person is not None:
            rows.update(**{str(owner): person.pk})


def _person_again(entry: LedgerEntry, at: datetime) -> None:
    tombstones.locked(entry.subject)
    newcomers.include(_works(entry), at=at)
    tombstones.inscribe(entry.subject, plans.goes(Person)[1], at=at)


def _works(entry: LedgerEntry) -> list[Work]:
    """Return what clears all about a person but the case that asked for it."""
    person_id = entry.subject
    spared = set(newcomers.spared(list(Run.objects.filter(subject_id=person_id))))
    for part in entry.parts.filter(action=ASKED):
        spared |= set(map(UUID, part.ids))
    return [
        Work(model._meta.label, *plans.goes(model), person_id, None, spared)
        for model in owned.models()
        if model is not Person and plans.goes(model)[1]
    ]


def _parts(entry: LedgerEntry) -> Iterator[tuple[LedgerRows, QuerySet[Any]]]:
    """Return what the ledger names, with the rows that still hold something."""
    for part in entry.parts.exclude(action__in=(ASKED, OWNED)):
        yield part, _left(part)


def _with_its_key(entry: LedgerEntry) -> Iterator[tuple[LedgerRows, QuerySet[Any]]]:
    """Return the row that went with a key of its own, if it is there again."""
    if entry.reason != batches.WITH_ITS_ROW:
        return
    for model in owned.with_own_keys():
        label, (action, fields) = model._meta.label, plans.goes(model)
        ids = [str(entry.subject)]
        part = LedgerRows(label=label, action=action, fields=fields, ids=ids)
        yield part, _left(part)


def _left(part: LedgerRows) -> QuerySet[Any]:
    """Return those of the noted rows that are there and still hold something."""
    rows = _rows(_model(part), part.ids)
    if part.action == DELETE:
        return rows
    return rows.filter(clearing.left(_model(part), part.fields))


def _again(parts: Iterator[tuple[LedgerRows, QuerySet[Any]]], at: datetime) -> None:
    for part, rows in parts:
        with transaction.atomic():
            if part.action == DELETE:
                rows.delete()
            else:
                rows.update(**clearing.cleared(_model(part), part.fields))


def _key_is_right(entry: LedgerEntry) -> bool:
    """Tell whether no key is left; where a part was cleared it stays."""
    live = DataKey.objects.filter(subject=entry.subject, destroyed_at=None)
    return entry.reason == shredding.PART or not live.exists()


def _model(part: LedgerRows) -> type[Model]:
    found: type[Model] = apps.get_model(part.label)
    return found


def _rows(model: type[Model], ids: list[Any]) -> QuerySet[Any]:
    every: QuerySet[Any] = QuerySet(model=model)
    return every.filter(pk__in=ids)
