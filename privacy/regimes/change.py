"""What the shop's owner changed in the table of laws, with the reason and the date."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from privacy.identifiers import new_id


class RuleChange(models.Model):
    """One value of one regime that the owner replaced, from a day on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    regime = models.CharField(max_length=16)
    # The name of a column of the table, such as "deadline_count".
    rule = models.CharField(max_length=32)
    value = models.JSONField()
    source = models.CharField(max_length=300)
    effective_from = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """The newest that is in force counts."""

        ordering = ("regime", "rule", "effective_from")
        constraints = (
            models.UniqueConstraint(
                fields=["regime", "rule", "effective_from"],
                name="one_change_for_a_day",
            ),
        )

    class PersonalData:
        """Facts of law."""

        not_personal = (
            *("id", "regime", "rule", "value", "source", "effective_from", "by", "at"),
        )

    def __str__(self) -> str:
        """Name the row."""
        return f"{self.rule} of {self.regime} from {self.effective_from}"
