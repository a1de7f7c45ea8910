"""What of a refund is for one line of the order."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from orders.keeping import accounting
from orders.line import Line
from orders.money import AmountField
from orders.refunds.refund import Refund
from privacy.identifiers import new_id


class RefundLine(models.Model):
    """How many pieces of a line go back, or an amount off it with no piece."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    refund = models.ForeignKey(Refund, models.CASCADE, related_name="lines")
    line = models.ForeignKey(Line, models.CASCADE, related_name="refunds")
    # Nought where an amount is taken off and nothing comes back.
    quantity = models.PositiveIntegerField()
    amount = AmountField()
    tax = AmountField()
    at = models.DateTimeField()

    class Meta:
        """A refund speaks of each line once."""

        ordering = ("line__position",)
        constraints = (
            models.UniqueConstraint(fields=["refund", "line"], name="refund_line_once"),
            models.CheckConstraint(
                condition=Q(amount__gte=0, tax__gte=0, tax__lte=F("amount")),
                name="refund_line_fits",
            ),
        )
        indexes = (models.Index(fields=["at"], name="refund_line_by_time"),)

    class PersonalData:
        """What came back of a purchase, kept with the books."""

        subject = "person_id"
        moment = "at"
        about = "What money went back for"
        quantity = accounting(
            what="How many", why="To know what was refunded", after="at"
        )
        amount = accounting(
            what="Amount", why="To know how much of it went back", after="at"
        )
        not_personal = ("id", "refund", "line", "tax", "at")

    def __str__(self) -> str:
        """Name the row."""
        return f"line {self.line_id} of refund {self.refund_id}"
