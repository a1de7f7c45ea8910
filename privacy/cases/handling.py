"""Whose a case is among the staff: it is nobody's until somebody takes it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models, transaction

from privacy.cases import moving
from privacy.cases.case import Case, NotAllowed
from privacy.identifiers import new_id
from privacy.people import Person
from privacy.trail import recording
from privacy.trail.entry import Kind


class Handling(models.Model):
    """One member of staff sees to one case."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.OneToOneField(Case, models.CASCADE, related_name="handling")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class PersonalData:
        """Who of the staff, and since when."""

        not_personal = ("id", "case", "by", "since")

    def __str__(self) -> str:
        """Name the row."""
        return f"handling of case {self.case_id}"


def take(*, case: Case, by: Person, at: datetime) -> None:
    """Make the case theirs, whoever's it was. Doing it again changes nothing.

    Raises NotAllowed for one that is closed.
    """
    with transaction.atomic():
        fresh = moving.locked(case)
        if fresh.is_closed:
            raise NotAllowed("This request is closed: there is nothing to take.")
        if not Handling.objects.filter(case=fresh, by=by).exists():
            told = {"by": by, "since": at}
            Handling.objects.update_or_create(case=fresh, defaults=told)
            _record(fresh, "taken", by, at)


def put_back(*, case: Case, by: Person, at: datetime) -> None:
    """Make the case nobody's again. Raises NotAllowed when it is not theirs."""
    with transaction.atomic():
        gone, _ = Handling.objects.filter(case=case, by=by).delete()
        if not gone:
            raise NotAllowed("This request is not yours. Load the page again.")
        _record(case, "put_back", by, at)


def handler(case: Case) -> Person | None:
    """Return who sees to a case; None while it is nobody's."""
    found = Handling.objects.filter(case=case).select_related("by").first()
    return found.by if found else None


def _record(case: Case, what: str, by: Person, at: datetime) -> None:
    recording.record(
        kind=Kind.DECISION,
        what=what,
        by=by,
        row_id=case.pk,
        at=at,
    )
