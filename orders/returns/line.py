"""One line of a return: how many pieces of what was sold, and what became of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from orders.keeping import accounting
from orders.line import Line
from orders.returns.coming_back import Return
from privacy.identifiers import new_id


class ReturnLine(models.Model):
    """Some pieces of one line of the order, on their way back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    coming_back = models.ForeignKey(Return, models.CASCADE, related_name="lines")
    line = models.ForeignKey(Line, models.CASCADE, related_name="returned")
    # Of what comes back: after an exchange no longer that of the line.
    sku = models.CharField(max_length=64)
    quantity = models.PositiveIntegerField()
    # Pieces taken back, and of those what can be sold again; empty until looked at.
    accepted = models.PositiveIntegerField(null=True)
    shelved = models.PositiveIntegerField(null=True)
    # What is sent for it, where it is to be exchanged.
    other_sku = models.CharField(max_length=64, blank=True)
    other_title = models.CharField(max_length=200, blank=True)
    other_variant = models.CharField(max_length=100, blank=True)
    announced_at = models.DateTimeField()

    class Meta:
        """Nothing is taken back that was not sent, nor shelved that was not taken."""

        ordering = ("line__position",)
        constraints = (
            models.UniqueConstraint(
                fields=["coming_back", "line"], name="return_line_once"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=1), name="return_line_returns_something"
            ),
            models.CheckConstraint(
                condition=Q(accepted__isnull=True, shelved__isnull=True)
                | Q(
                    accepted__isnull=False,
                    shelved__isnull=False,
                    accepted__lte=F("quantity"),
                    shelved__lte=F("accepted"),
                ),
                name="return_line_adds_up",
            ),
        )
        indexes = (models.Index(fields=["announced_at"], name="return_line_by_time"),)

    class PersonalData:
        """What came back belongs to the books, like what was bought."""

        subject = "person_id"
        moment = "announced_at"
        about = "What you sent back"
        quantity = accounting(
            what="How many", why="To know how many came back", after="announced_at"
        )
        accepted = accounting(
            what="How many we took back",
            why="To know how many we owe you for",
            after="announced_at",
        )
        other_title = accounting(
            what="Exchanged for",
            why="To know what we sent instead",
            after="announced_at",
        )
        other_variant = accounting(
            what="Kind of what it was exchanged for",
            why="To know which kind we sent instead",
            after="announced_at",
        )
        not_personal = (
            "id",
            "coming_back",
            "line",
            "sku",
            "shelved",
            "other_sku",
            "announced_at",
        )

    def __str__(self) -> str:
        """Name the row."""
        return f"line {self.pk} of return {self.coming_back_id}"
