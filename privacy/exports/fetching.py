"""Fetching: the file is handed out once, and everybody in it can read that it was.

The rows that say so and the end of the file are one transaction.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from privacy import disclosure, purposes
from privacy.access import Access
from privacy.disclosure import DisclosureRefused
from privacy.encryption import keys
from privacy.exports import asking, ending
from privacy.exports.export import Export, ExportedPerson
from privacy.exports.recording import note
from privacy.exports.states import State
from privacy.people import Person
from privacy.purposes import Purpose
from privacy.recipients import UnknownRecipient
from privacy.refusing import NotAllowed


class NotThere(NotAllowed):
    """There is nothing to fetch; the text says why and what to do."""


def fetch(export: Export, *, by: Person, at: datetime) -> bytes:
    """Return the encrypted file and forget it; of two at once, one gets it.

    Raises NotThere when it is not built, was fetched, ran out or was taken back.
    """
    if ending.is_void(export):
        ending.take_back(export, at=at)
    try:
        return _fetched(export, by, at)
    except (DisclosureRefused, UnknownRecipient):
        ending.take_back(export, at=at)
        raise NotThere(
            "Somebody in it took their consent back, or its receiver is not on the"
            " register any more. Ask for a new export."
        ) from None


def file_name(export: Export) -> str:
    """Return what the file is called: the number of the export, and nobody's name."""
    return f"{export.reference}.zip.age"


def _fetched(export: Export, by: Person, at: datetime) -> bytes:
    with transaction.atomic():
        # Before anything is locked: those who record wait for each other.
        note(export, "fetched", by=by, at=at)
        theirs = Export.objects.select_for_update().filter(pk=export.pk, by=by)
        mine = theirs.filter(state=State.BUILT, expires_at__gt=at).first()
        if mine is None:
            raise NotThere(_why(Export.objects.get(pk=export.pk), at))
        with purposes.using(Purpose(mine.purpose), by=by):
            package, words = mine.package or "", mine.words or ""
        rows = mine.people.filter(person__erasing_since=None)
        inside = list(rows.select_related("person", "consent"))
        _tell(mine, inside, words, at)
        _let_out(mine, inside, at)
        mine.state, mine.fetched_at, mine.package = State.FETCHED, at, None
        mine.save()
    return base64.b64decode(package)


def _tell(
    export: Export, inside: Sequence[ExportedPerson], words: str, at: datetime
) -> None:
    """Write for each person that somebody may look at these values now, and why."""
    people = list(dict.fromkeys(each.person_id for each in inside))
    keys.prefetch(people)
    fields = sorted(asking.columns_of(export))
    Access.objects.bulk_create(
        [_look(export, each, fields, words, at) for each in people], batch_size=200
    )


def _look(
    export: Export, person_id: UUID, fields: list[str], words: str, at: datetime
) -> Access:
    return Access(
        holder_id=person_id,
        person_id=person_id,
        by_id=export.by_id,
        fields=fields,
        row_id=export.pk,
        purpose=export.purpose,
        reason=export.reason,
        words=words,
        at=at,
    )


def _let_out(export: Export, inside: Sequence[ExportedPerson], at: datetime) -> None:
    """Pass the door, where it goes to somebody outside: one row for each person."""
    names = [each.rpartition(".")[2] for each in asking.columns_of(export)]
    for each in inside if export.recipient else ():
        disclosure.disclose(
            person=each.person,
            recipient=export.recipient,
            fields=names,
            purpose=Purpose(export.purpose),
            consent=each.consent,
            at=at,
            by=export.by,
            about=each.pk,
        )


def _why(export: Export, at: datetime) -> str:
    again = "Ask for a new export."
    if export.state == State.FETCHED:
        return f"This file was fetched already, and each can be fetched once. {again}"
    if export.state == State.TAKEN_BACK:
        return f"Somebody in it was erased, so this file was taken back. {again}"
    if export.state in {State.ASKED, State.APPROVED}:
        return "This file is not built yet. Come back when the page says that it is."
    return f"There is no file any more. {again}"
