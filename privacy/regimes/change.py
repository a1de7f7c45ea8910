"""What the shop's owner changed in the table of laws, with the reason and the date."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from privacy.identifiers import new_id
from privacy.regimes import table
from privacy.regimes.rules import Kind, NotAValue


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

    def kind(self) -> Kind:
        """Return what its value may be. Raises NotAValue for a rule there is not."""
        known = self.regime in table.current().rows
        rules = table.rules_of(self.regime) if known else {}
        if self.rule not in rules:
            raise NotAValue("Choose a rule that this row of the table has.")
        return rules[self.rule]

    def clean(self) -> None:
        """Refuse a rule there is not, and a value that the rule can't have."""
        super().clean()
        try:
            kind = self.kind()
        except NotAValue as wrong:
            raise ValidationError({"rule": str(wrong)}) from None
        try:
            kind.check(self.value)
        except NotAValue as wrong:
            raise ValidationError({"value": str(wrong)}) from None
