"""What a probe found, and when: a row for each look."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from privacy.declarations import Retention
from privacy.identifiers import new_id


class PromiseResult(models.Model):
    """One finding of one probe."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    promise = models.CharField(max_length=4)
    probe = models.CharField(max_length=60)
    at = models.DateTimeField()
    # None: nothing could be measured.
    kept = models.BooleanField(null=True)
    words = models.CharField(max_length=400)
    counts = models.JSONField(default=dict)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        """The newest of each probe is what is read."""

        indexes = (models.Index(fields=["probe", "-at"], name="promise_newest_first"),)

    class PersonalData:
        """Numbers and the shop's own words."""

        row = (Retention(after="at", months=24, words="two years after the look"),)
        not_personal = ("id", "promise", "probe", "at", "kept", "words", "counts")

    def __str__(self) -> str:
        """Name the row."""
        return f"result {self.pk}"
