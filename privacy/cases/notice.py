"""A notice: one recipient has to be told what became of data that they got.

GDPR Art. 19: everybody to whom data was disclosed hears of corrections and erasures.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from privacy.cases.case import Case
from privacy.declarations import Retention
from privacy.identifiers import new_id


class Notice(models.Model):
    """What one recipient is told about one case, and whether they confirmed it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="notices")
    recipient = models.CharField(max_length=64)
    fields = models.JSONField()
    written_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    acknowledged_at = models.DateTimeField(null=True)
    # Who of the staff told them, where no machine does.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        """Each recipient is told once about a case."""

        constraints = (
            models.UniqueConstraint(
                fields=["case", "recipient"], name="one_notice_for_a_recipient"
            ),
        )
        indexes = (models.Index(fields=["written_at"], name="notice_by_time"),)

    class PersonalData:
        """Names of fields and times; the ledger's numbers say about whom."""

        # With the case that it belongs to, which waits for it.
        row = (Retention(after="written_at", months=12, words="a year after it"),)
        not_personal = (
            *("id", "case", "recipient", "fields", "written_at", "next_try_at"),
            *("tries", "acknowledged_at", "by"),
        )

    def __str__(self) -> str:
        """Name the row."""
        return f"notice {self.pk}"
