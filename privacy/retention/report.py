"""A report of one sweep: when, how much of what went, and what could not."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from privacy.declarations import Retention
from privacy.identifiers import new_id


class SweepReport(models.Model):
    """One sweep. The counts grow with each batch, in the batch's own transaction."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    started_at = models.DateTimeField()
    # Empty while it runs, and for good when it was broken off.
    finished_at = models.DateTimeField(null=True)
    # A dry one has counted what a sweep would do.
    is_dry = models.BooleanField(default=False)
    # How many rows or values went, by label such as "orders.Order.contact_name".
    counts = models.JSONField(default=dict)
    # Labels of what went wrong; the next sweep tries again.
    failed = models.JSONField(default=list)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        """Read from the newest."""

        indexes = (models.Index(fields=["-started_at"], name="sweeps_newest_first"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(finished_at__gte=F("started_at")),
                name="sweep_ends_after_it_starts",
            ),
        )

    class PersonalData:
        """Names of columns and numbers."""

        row = (
            Retention(after="started_at", months=24, words="two years after the sweep"),
        )
        not_personal = (
            *("id", "started_at", "finished_at", "is_dry", "counts", "failed"),
        )

    def __str__(self) -> str:
        """Name the row."""
        return f"sweep {self.pk}"

    @property
    def total(self) -> int:
        """Return how many rows and values went."""
        return sum(self.counts.values())

    def add(self, counts: dict[str, int]) -> None:
        """Write down what a batch did, to be called in its transaction."""
        found = {label: number for label, number in counts.items() if number}
        for label, number in found.items():
            self.counts[label] = self.counts.get(label, 0) + number
        if found:
            self.save(update_fields=["counts"])
