"""The ledger of what left: rows that are written once and that people can read."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from privacy.consent import Consent
from privacy.declarations import Retention
from privacy.identifiers import new_id
from privacy.purposes import Purpose
from privacy.recipients import Basis


class Disclosure(models.Model):
    """What left, for whom, what for, and on what basis. No row is ever changed.

    The names of fields that left are empty where only word left that something was
    corrected or erased.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # Nobody, while it is not known whose request it is that a letter answers.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="disclosures", null=True
    )
    # The request that it is about. No foreign key: requests go sooner.
    request = models.UUIDField(null=True)
    recipient = models.CharField(max_length=64)
    fields = models.JSONField()
    purpose = models.CharField(
        max_length=32, choices=[(p.value, p.words) for p in Purpose]
    )
    basis = models.CharField(
        max_length=16,
        choices=[(b.value, b.value) for b in Basis],
        default=Basis.CONSENT,
    )
    consent = models.ForeignKey(
        Consent, models.PROTECT, related_name="disclosures", null=True
    )
    # The law or the contract as it was named on that day.
    ground = models.CharField(max_length=300, default="")
    # What left, such as a letter: however often it is tried, it is one row.
    about = models.UUIDField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    at = models.DateTimeField()

    # Triggers see to it: privacy.append_only.
    is_written_once = True

    class Meta:
        """Newest first is how it is read. Nothing leaves without a basis."""

        indexes = (
            models.Index(fields=["person", "-at"], name="disclosure_newest_first"),
            models.Index(fields=["at"], name="disclosure_by_time"),
            models.Index(
                fields=["request"],
                condition=Q(request__isnull=False),
                name="disclosure_by_request",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["recipient", "about"], name="disclosure_once_for_each"
            ),
            models.CheckConstraint(
                condition=Q(basis=Basis.CONSENT, consent__isnull=False, ground="")
                | Q(
                    Q(consent=None) & ~Q(ground=""),
                    basis__in=[Basis.LEGAL_DUTY, Basis.PROCESSOR],
                ),
                name="disclosure_has_a_basis",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(request__isnull=False),
                name="disclosure_of_somebody",
            ),
        )

    class PersonalData:
        """Names of fields, never their values."""

        subject = "person_id"
        row = (Retention(after="at", months=72, words="six years after it left"),)
        not_personal = (
            *("id", "request", "recipient", "fields", "purpose", "basis", "consent"),
            *("ground", "about", "by", "at"),
        )

    def __str__(self) -> str:
        """Name the row."""
        return f"disclosure {self.pk}"
