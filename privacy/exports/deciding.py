"""Deciding: a second person agrees to exactly what was shown, or says no.

Whoever asked may take it back until the file is fetched.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from privacy.exports import asking, tasks
from privacy.exports.asking import NotAsked
from privacy.exports.export import WAITS, Export
from privacy.exports.recording import note
from privacy.exports.states import OPEN, Refusal, State
from privacy.nudging import nudge
from privacy.people import Person
from privacy.refusing import NotAllowed

APPROVE = "privacy.approve_export"
OWN = "You asked for this. Somebody else has to decide."


class Changed(NotAllowed):
    """It is not what was shown any more."""


def approve(*, export: Export, shown: str, by: Person, at: datetime) -> None:
    """Agree to what was shown, and let the worker build it.

    `shown` is the hash of the preview. Raises Changed when it would take out something
    else by now, NotAllowed from another state, for whoever asked, and where whoever
    asked may not ask for that any more.
    """
    with transaction.atomic():
        fresh = _locked(export, "approved", by, at)
        _refuse_own(fresh, by)
        _still_waits(fresh, at)
        try:
            seen = asking.require(fresh, at=at)
        except NotAsked as refused:
            raise NotAllowed(f"{refused} Whoever asked has to ask again.") from None
        if seen.digest != shown:
            raise Changed(
                "The numbers have changed since you loaded this page. Read them again."
            )
        fresh.state, fresh.decided_by, fresh.decided_at = State.APPROVED, by, at
        fresh.rows, fresh.people_counted = seen.rows, seen.people
        fresh.agreed_hash, fresh.expires_at = shown, at + WAITS
        fresh.save()
        nudge(tasks.build, str(fresh.pk))
    export.refresh_from_db()


def refuse(*, export: Export, reason: Refusal, by: Person, at: datetime) -> None:
    """Say no, and why. Raises NotAllowed from another state, and for whoever asked."""
    with transaction.atomic():
        export.refusal = reason
        fresh = _locked(export, "refused", by, at)
        _refuse_own(fresh, by)
        _still_waits(fresh, at)
        fresh.state, fresh.decided_by, fresh.decided_at = State.REFUSED, by, at
        fresh.refusal, fresh.lock = reason, None
        fresh.save()
    export.refresh_from_db()


def withdraw(*, export: Export, by: Person, at: datetime) -> None:
    """Take back what one asked for, with its file. Raises NotAllowed once it is out."""
    with transaction.atomic():
        fresh = _locked(export, "withdrawn", by, at)
        if fresh.by_id != by.pk or fresh.state not in OPEN:
            raise NotAllowed(_stands(fresh))
        fresh.state, fresh.lock, fresh.package = State.WITHDRAWN, None, None
        fresh.save()
    export.refresh_from_db()


def _locked(export: Export, what: str, by: Person, at: datetime) -> Export:
    """Record the step and return the row under a lock; a refusal takes both back."""
    note(export, what, by=by, at=at)
    rows = Export.objects.select_for_update(of=("self",)).select_related("by")
    found: Export = rows.get(pk=export.pk)
    return found


def _refuse_own(export: Export, by: Person) -> None:
    if export.by_id == by.pk:
        raise NotAllowed(OWN)


def _still_waits(export: Export, at: datetime) -> None:
    if export.state != State.ASKED or export.expires_at <= at:
        raise NotAllowed(_stands(export))


def _stands(export: Export) -> str:
    stands = State(export.state).label.lower()
    return f"This can’t be done now: the export is in the state “{stands}”."
