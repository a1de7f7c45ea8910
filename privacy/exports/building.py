"""The worker builds what was approved: row by row into memory, and then one file.

A worker may die at any moment: nothing lies half done anywhere, since the table is
never written, and the next one begins anew. Two at once leave one file.
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from privacy import purposes
from privacy.exports import choosing, locking, packing, sheets
from privacy.exports.choosing import Found
from privacy.exports.export import LIFE, Export, ExportedPerson, ExportQuerySet
from privacy.exports.recording import note
from privacy.exports.sheets import Column
from privacy.exports.states import State
from privacy.people import Person
from privacy.purposes import Purpose

LEASE = timedelta(minutes=10)
"""A worker that died holds its export no longer than this."""
MOST_ATTEMPTS = 3
ROWS_AT_ONCE = 500

logger = logging.getLogger(__name__)


class TakenOver(Exception):
    """Somebody else has it now, or it is not wanted any more."""


class Overtaken(Exception):
    """Somebody in it began to be erased meanwhile: it is built anew, without them."""


def build(export: Export, *, at: datetime) -> bool:
    """Build the file of an approved export; tell whether this did.

    Doing it twice, or by two workers at once, leaves one file. What goes wrong is tried
    again by the sweep, three times in all.
    """
    if not _claim(export, at):
        return False
    try:
        return _build(export, at)
    except TakenOver:
        return False
    except Overtaken:
        _held(export, at).update(claimed_at=None, attempts=F("attempts") - 1)
    except Exception as error:
        # Its text could hold a value.
        logger.warning("%s broke off: %s", export, type(error).__name__)
        _held(export, at).update(claimed_at=None)
    return False


def waiting(*, at: datetime) -> ExportQuerySet:
    """Return what waits for a worker, or whose worker died, the oldest first."""
    found: ExportQuerySet = Export.objects.filter(
        _free(at), state=State.APPROVED, expires_at__gt=at
    ).order_by("decided_at")
    return found


def _free(at: datetime) -> Q:
    return Q(claimed_at=None) | Q(claimed_at__lt=at - LEASE)


def _held(export: Export, at: datetime) -> ExportQuerySet:
    found: ExportQuerySet = Export.objects.filter(
        pk=export.pk, state=State.APPROVED, claimed_at=at
    )
    return found


def _claim(export: Export, at: datetime) -> bool:
    """Take it; a worker that dies has used up one of the attempts."""
    free = waiting(at=at).filter(pk=export.pk)
    given_up = free.filter(attempts__gte=MOST_ATTEMPTS)
    if given_up.update(state=State.FAILED, lock=None):
        logger.warning("%s could not be built", export)
        return False
    taken = free.update(claimed_at=at, attempts=F("attempts") + 1)
    export.refresh_from_db()
    return bool(taken)


def _build(export: Export, at: datetime) -> bool:
    found = choosing.found(export, most=export.rows + 1)
    if len(found) > export.rows:
        return _ask_again(export, at)
    columns = choosing.columns(export)
    with purposes.using(Purpose(export.purpose), by=export.by):
        rows = list(_texts(export, columns, found, at))
        lock: Any = export.lock
    packet = packing.packed(export, columns, rows, at)
    _keep(export, locking.locked(lock, packet), found, at)
    return True


def _texts(
    export: Export, columns: Sequence[Column], found: Sequence[Found], at: datetime
) -> Iterator[list[str]]:
    """Return the rows as texts, some at a time, and tell how far it got."""
    manager = choosing.sheet(export).model._default_manager
    along = {each.path.partition(".")[0] for each in columns if "." in each.path}
    for start in range(0, len(found), ROWS_AT_ONCE):
        ids = [each[0] for each in found[start : start + ROWS_AT_ONCE]]
        rows = manager.filter(pk__in=ids).select_related(*sorted(along))
        by_id = {row.pk: row for row in rows}
        yield from packing.texts([by_id[pk] for pk in ids if pk in by_id], columns)
        done = min(start + ROWS_AT_ONCE, len(found))
        if not _held(export, at).update(done=done, whole=len(found)):
            raise TakenOver


def _ask_again(export: Export, at: datetime) -> bool:
    """More fits by now than somebody agreed to: it has to be agreed to again."""
    with transaction.atomic():
        note(export, "more_than_approved", at=at)
        asked = {"state": State.ASKED, "decided_by": None, "decided_at": None}
        _held(export, at).update(**asked, agreed_hash="", claimed_at=None, attempts=0)
    return False


def _keep(export: Export, file: bytes, found: Sequence[Found], at: datetime) -> None:
    """Keep the file and note whom it is about, unless something came between."""
    with transaction.atomic():
        note(export, "built", at=at)
        mine = _held(export, at).select_for_update().first()
        if mine is None:
            raise TakenOver
        people = {(owner, given) for _, owner, given in found if owner is not None}
        ids = sorted({owner for owner, _ in people})
        erasable = sheets.holds_erasable(choosing.columns(export))
        if erasable and choosing.going(ids, since=at):
            raise Overtaken
        mine.people_inside = _put_in(mine, people, at)
        mine.package = base64.b64encode(file).decode("ascii")
        mine.lock = mine.claimed_at = None
        mine.state, mine.built_at, mine.expires_at = State.BUILT, at, at + LIFE
        mine.save()
    export.refresh_from_db()


def _put_in(export: Export, people: set[tuple[UUID, UUID | None]], at: datetime) -> int:
    """Note whom the file is about; of who was erased before it holds only the books."""
    there = Person.objects.filter(
        pk__in={owner for owner, _ in people}, erasing_since=None, erased_at=None
    )
    living = set(there.values_list("pk", flat=True))
    kept = _for_consent(export, people)
    made = ExportedPerson.objects.bulk_create(
        ExportedPerson(export=export, person_id=owner, consent_id=given, put_in_at=at)
        for owner, given in sorted(kept, key=str)
        if owner in living
    )
    return len(made)


def _for_consent(
    export: Export, people: set[tuple[UUID, UUID | None]]
) -> set[tuple[UUID, UUID | None]]:
    """Return each person with the consents it rests on; without, where it is none."""
    if export.recipient:
        return people
    return {(owner, None) for owner, _ in people}
