"""What the vault holds: wrapped data keys, proofs of keys, and two ledgers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from privacy.identifiers import new_id


class DataKey(models.Model):
    """One generation of one subject's data key, wrapped by a key-encryption key."""

    subject = models.UUIDField()
    generation = models.PositiveIntegerField()
    key_id = models.CharField(max_length=64)
    wrapped = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        """A key is either there or destroyed, and each generation exists once."""

        constraints = (
            models.UniqueConstraint(
                fields=["subject", "generation"], name="one_key_per_generation"
            ),
            models.CheckConstraint(
                condition=Q(wrapped=None) ^ Q(destroyed_at=None),
                name="key_is_there_or_destroyed",
            ),
        )

    class PersonalData:
        """Keys and random ids: nothing that says who somebody is."""

        not_personal = (
            "id",
            "subject",
            "generation",
            "key_id",
            "wrapped",
            "created_at",
            "destroyed_at",
        )

    def __str__(self) -> str:
        """Name the row."""
        return f"data key {self.generation} of {self.subject}"


class LedgerEntry(models.Model):
    """An erasure: written before its first destructive step, closed after its last.

    After a restore of the main database the open and closed entries say who must be
    erased again.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.UUIDField(db_index=True)
    reason = models.CharField(max_length=32)
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        """An erasure can't end before it began."""

        verbose_name_plural = "ledger entries"
        constraints = (
            models.CheckConstraint(
                condition=Q(finished_at=None)
                | Q(finished_at__gte=models.F("begun_at")),
                name="erasure_ends_after_it_began",
            ),
        )

    class PersonalData:
        """Random ids and times: nothing that says who somebody was."""

        not_personal = ("id", "subject", "reason", "begun_at", "finished_at")

    def __str__(self) -> str:
        """Name the row."""
        return f"erasure {self.id}"


class LedgerRows(models.Model):
    """Some rows that an erasure concerns: noted before they are cleared or deleted.

    `action` is "clear", "delete", or "owned" for rows with a key of their own that
    are about the erased person.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry = models.ForeignKey(LedgerEntry, models.CASCADE, related_name="parts")
    label = models.CharField(max_length=100)
    action = models.CharField(max_length=16)
    fields = models.JSONField(default=list)
    ids = models.JSONField(default=list)
    first = models.CharField(max_length=64)

    class Meta:
        """In the order in which they went; the same rows are noted once."""

        verbose_name_plural = "ledger rows"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["entry", "label", "action", "first"],
                name="each_batch_noted_once",
            ),
        )

    class PersonalData:
        """Names of columns and random ids of rows, never a value."""

        not_personal = ("id", "entry", "label", "action", "fields", "ids", "first")

    def __str__(self) -> str:
        """Name the row."""
        return f"rows {self.pk} of erasure {self.entry_id}"


class Canary(models.Model):
    """The proof of one key: a known constant sealed or digested with it."""

    name = models.CharField(max_length=80, primary_key=True)
    proof = models.BinaryField()

    class Meta:
        """Its plural is not canarys."""

        verbose_name_plural = "canaries"

    class PersonalData:
        """A constant under a key."""

        not_personal = ("name", "proof")

    def __str__(self) -> str:
        """Name the row."""
        return f"proof of {self.name}"


class Rotation(models.Model):
    """A rotation of many keys: when it began, so that it can go on after a stop."""

    of = models.CharField(max_length=16)
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        """One of each kind at a time."""

        constraints = (
            models.UniqueConstraint(
                fields=["of"],
                condition=Q(finished_at=None),
                name="one_rotation_at_a_time",
            ),
        )

    class PersonalData:
        """What is rotated, and two moments."""

        not_personal = ("id", "of", "begun_at", "finished_at")

    def __str__(self) -> str:
        """Name the row."""
        return f"rotation {self.pk} of {self.of}"
