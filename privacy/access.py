"""Who of the staff looked at what, and what for: rows that the person can read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from privacy.identifiers import new_id
from privacy.purposes import Purpose

if TYPE_CHECKING:
    from privacy.people import Person


class Access(models.Model):
    """One look of one member of staff at some fields of one person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="accesses"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    fields = models.JSONField()
    purpose = models.CharField(
        max_length=32, choices=[(p.value, p.words) for p in Purpose]
    )
    at = models.DateTimeField()

    class Meta:
        """Newest first is how it is read."""

        verbose_name_plural = "accesses"
        indexes = (models.Index(fields=["person", "-at"], name="access_newest_first"),)

    class PersonalData:
        """Names of fields, never their values."""

        subject = "person_id"
        not_personal = ("id", "by", "fields", "purpose", "at")

    def __str__(self) -> str:
        """Name the row."""
        return f"access {self.pk}"


def record(
    *,
    person: Person,
    by: Person,
    fields: Iterable[str],
    purpose: Purpose,
    at: datetime,
) -> Access:
    """Write down that `by` looks at these fields of `person` for `purpose`.

    `fields` are labels such as "orders.Order.contact_name".
    """
    return Access.objects.create(
        person=person, by=by, fields=sorted(fields), purpose=purpose, at=at
    )
