"""What of the vault's ledger the main database has carried out, entry by entry.

Both databases are backed up apart. When one of them is restored from an older backup,
comparing the two says which erasures have to be done again.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models, transaction

from privacy.vault.models import LedgerEntry


class Carried(models.Model):
    """One entry of the ledger whose destructive steps are done in this database."""

    id = models.UUIDField(primary_key=True, editable=False)
    subject = models.UUIDField()
    reason = models.CharField(max_length=32)
    begun_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        """Its plural is not carrieds."""

        verbose_name = verbose_name_plural = "carried out"

    class PersonalData:
        """Random ids and times, as in the ledger itself."""

        not_personal = ("id", "subject", "reason", "begun_at", "at")

    def __str__(self) -> str:
        """Name the row."""
        return f"carried out {self.pk}"


def note(entry: LedgerEntry, *, at: datetime) -> None:
    """Write down that an entry is carried out here. Doing it again changes nothing."""
    row = Carried(
        id=entry.pk,
        subject=entry.subject,
        reason=entry.reason,
        begun_at=entry.begun_at,
        at=at,
    )
    with transaction.atomic():
        Carried.objects.bulk_create([row], ignore_conflicts=True)
