"""A run: one approved plan being carried out, and how far it got."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from privacy.declarations import Erasure, Latest, Personal, Retention
from privacy.encryption.fields import EncryptedJSONField
from privacy.encryption.querysets import SealedQuerySet
from privacy.encryption.sealed import SealedModel
from privacy.identifiers import new_id
from privacy.purposes import Purpose


@dataclass(frozen=True, repr=False)
class Needles:
    """What must not be found afterwards.

    `values` tell of one person wherever they stand. `near` are those that others have
    as well, such as a town: they count in rows that are tied to the person. `indexes`
    are digests as hex.
    """

    values: tuple[str, ...] = ()
    indexes: tuple[str, ...] = ()
    near: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "<Needles>"


class Run(SealedModel):
    """A plan under way. Its key goes with its needles when the last look is done."""

    class Stage(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        CHECKING = "checking", "Checking"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    case = models.OneToOneField(
        "privacy.Case", models.PROTECT, null=True, related_name="run"
    )
    # The id outlives the person's row: never a foreign key.
    subject_id = models.UUIDField(db_index=True)
    plan = models.JSONField()
    plan_hash = models.CharField(max_length=64)
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.WAITING)
    needles = EncryptedJSONField(
        context="privacy.erasure.needles", type=Needles, null=True
    )
    # Labels of columns and counts where something was still found.
    findings = models.JSONField(default=dict)
    queued_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = SealedQuerySet.as_manager()

    class Meta:
        """Two plans never run on one person at once."""

        base_manager_name = "objects"
        constraints = (
            models.UniqueConstraint(
                fields=["subject_id"],
                condition=Q(finished_at=None),
                name="one_run_for_a_person",
            ),
        )
        indexes = (
            models.Index(fields=["queued_at"], name="run_by_time"),
            models.Index(
                fields=["finished_at"],
                condition=Q(needles__isnull=False),
                name="run_with_needles",
            ),
        )

    class PersonalData:
        """The values to look for, until they are not found."""

        subject = "id"
        owner = "subject_id"
        about = "Your erasure"
        needles = Personal(
            what="What we look for after erasing",
            category="user.content.private",
            purposes=(Purpose.OWN_REQUEST,),
            why="To make sure that nothing is left",
            retention=Retention(
                after="finished_at",
                words="until nothing is found, and a year at most",
                latest=Latest(after="queued_at", months=12),
            ),
            erasure=Erasure.CLEAR,
        )
        row = (Retention(after="queued_at", months=24, words="two years after it"),)
        not_personal = (
            *("id", "case", "subject_id", "plan", "plan_hash", "stage", "findings"),
            *("queued_at", "claimed_at", "attempts", "finished_at"),
        )

    def __str__(self) -> str:
        """Name the row."""
        return f"run {self.pk}"


class Step(models.Model):
    """One step of a run: what is done to which fields, and up to which row it got."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(Run, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=100)
    action = models.CharField(max_length=16)
    fields = models.JSONField(default=list)
    # The last row that is done, as text: rows are taken by their ids, never by offset.
    cursor = models.CharField(max_length=64, blank=True)
    rows = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        """Each step once, in its place."""

        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["run", "position"], name="each_step_once"),
        )

    class PersonalData:
        """Labels, row ids and counts."""

        not_personal = (
            *("id", "run", "position", "label", "action", "fields"),
            *("cursor", "rows", "finished_at"),
        )

    def __str__(self) -> str:
        """Name the row."""
        return f"step {self.position} of run {self.run_id}"
