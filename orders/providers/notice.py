"""What a provider told us by itself: once each, and never what it said."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from privacy.declarations import Retention
from privacy.identifiers import new_id


class Outcome(models.TextChoices):
    """What a notice led to."""

    DONE = "done", "Done"
    KNOWN = "known", "Known before"
    REFUNDED = "refunded", "Too late: a refund was opened"
    DOUBTED = "doubted", "Does not fit: for staff"
    NOT_OURS = "not_ours", "Of no payment of ours"
    IGNORED = "ignored", "Nothing that we ask for"


class ProviderNotice(models.Model):
    """One signed notice, by the provider's own name for it. It is handled once.

    What it said is not kept, nor whose payment it was: that stands with the payment.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    provider = models.CharField(max_length=16)
    event_id = models.CharField(max_length=255)
    kind = models.CharField(max_length=100)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    at = models.DateTimeField()

    class Meta:
        """Each once, whoever sends it twice at the same moment."""

        # Whoever settles payments sees them: there is no right of its own.
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "event_id"], name="provider_notice_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values),
                name="provider_notice_outcome_is_known",
            ),
        )
        indexes = (models.Index(fields=["-at"], name="provider_notice_by_time"),)

    class PersonalData:
        """Names of messages and of their kinds."""

        row = (Retention(after="at", months=3, words="three months after it"),)
        not_personal = ("id", "provider", "event_id", "kind", "outcome", "at")

    def __str__(self) -> str:
        """Name the row."""
        return f"notice {self.pk}"
