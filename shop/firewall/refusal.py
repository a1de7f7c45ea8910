"""How many requests a rule turned away in an hour: a row of numbers, about nobody."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models

KEPT = timedelta(days=90)


class RefusalQuerySet(models.QuerySet["Refusal"]):
    """Sets of hours."""

    def since(self, moment: datetime) -> RefusalQuerySet:
        """Return the hours that ended after `moment`."""
        return self.filter(hour__gt=moment - timedelta(hours=1))

    def ended(self, *, at: datetime) -> RefusalQuerySet:
        """Return the hours that are older than they are kept."""
        return self.filter(hour__lt=at - KEPT)


class Refusal(models.Model):
    """One rule in one hour; `hour` is its beginning, in UTC."""

    rule = models.CharField(max_length=20)
    hour = models.DateTimeField()
    count = models.PositiveBigIntegerField()

    objects: ClassVar = RefusalQuerySet.as_manager()

    class PersonalData:
        """Numbers alone: no address, no path, no time finer than an hour."""

        not_personal = ("id", "rule", "hour", "count")

    class Meta:
        verbose_name = "refusal"
        default_permissions = ("view",)
        constraints = (
            models.UniqueConstraint(
                fields=("hour", "rule"), name="shop_refusal_one_per_hour"
            ),
        )

    def __str__(self) -> str:
        """Name the row by its rule."""
        return f"refusals by {self.rule}"
