"""What happened to a case: one row for each step, with who and when, never a value."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from privacy.cases.case import Case
from privacy.cases.states import State
from privacy.identifiers import new_id


class CaseEvent(models.Model):
    """One step of one case. `by` is None where the customer or the program did it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="events")
    # A short word such as "received", "code_sent", "approved", "extended".
    what = models.CharField(max_length=32)
    state = models.CharField(max_length=20, choices=State.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    by_customer = models.BooleanField(default=False)
    # Counts and codes for the timeline.
    detail = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        """Read in the order in which it happened."""

        ordering = ("at", "id")

    class PersonalData:
        """Codes, counts and times."""

        not_personal = (
            *("id", "case", "what", "state", "by", "by_customer", "detail", "at"),
        )

    def __str__(self) -> str:
        """Name the row."""
        return f"{self.what} of case {self.case_id}"
