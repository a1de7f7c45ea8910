"""The one door through which personal data leaves for a third party."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction

from privacy import recipients
from privacy.consent import Consent
from privacy.declarations import Retention
from privacy.identifiers import new_id
from privacy.purposes import Purpose

if TYPE_CHECKING:
    from privacy.people import Person


class DisclosureRefused(Exception):
    """Nothing may leave: the message says what is missing."""


class Disclosure(models.Model):
    """What left, for whom, what for, and on whose word: the ledger people can read."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="disclosures"
    )
    recipient = models.CharField(max_length=64)
    fields = models.JSONField()
    purpose = models.CharField(
        max_length=32, choices=[(p.value, p.words) for p in Purpose]
    )
    consent = models.ForeignKey(
        Consent, models.PROTECT, related_name="disclosures", null=True
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    at = models.DateTimeField()

    class Meta:
        """Newest first is how it is read."""

        indexes = (
            models.Index(fields=["person", "-at"], name="disclosure_newest_first"),
            models.Index(fields=["at"], name="disclosure_by_time"),
        )

    class PersonalData:
        """Names of fields, never their values."""

        subject = "person_id"
        row = (Retention(after="at", months=72, words="six years after it left"),)
        not_personal = ("id", "recipient", "fields", "purpose", "consent", "by", "at")

    def __str__(self) -> str:
        """Name the row."""
        return f"disclosure {self.pk}"


@transaction.atomic
def disclose(
    *,
    person: Person,
    recipient: str,
    fields: Iterable[str],
    purpose: Purpose,
    consent: Consent | None,
    at: datetime,
    by: Person | None,
) -> Disclosure:
    """Write into the ledger that these fields leave, or raise DisclosureRefused.

    The consent is read again under a lock, so that one withdrawn a moment ago counts.
    """
    to = recipients.get(recipient)
    named = tuple(fields)
    if not set(named) <= set(to.fields) or purpose != to.purpose:
        raise DisclosureRefused(f"{to.name} is not registered for that.")
    standing = _standing(consent)
    if standing is None or not standing.covers(
        person=person, recipient=to, fields=named
    ):
        raise DisclosureRefused(f"There is no consent that {to.name} gets this.")
    return Disclosure.objects.create(
        person=person,
        recipient=to.key,
        fields=list(named),
        purpose=purpose,
        consent=standing,
        by=by,
        at=at,
    )


def _standing(consent: Consent | None) -> Consent | None:
    if consent is None:
        return None
    rows = Consent.objects.standing().select_for_update()
    return rows.filter(pk=consent.pk).first()
