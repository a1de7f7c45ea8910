"""What happened to an order: one row for each verb, with when and by whom."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from orders.keeping import accounting
from orders.order import Order
from privacy.identifiers import new_id


class Verb(models.TextChoices):
    """Everything that happens to an order, in the words of its timeline."""

    PLACED = "placed", "Order placed"
    DECLINED = "declined", "Payment declined"
    PAID = "paid", "Payment received"
    PACKED = "packed", "Packed"
    HANDED_OVER = "handed_over", "Handed over"
    DELIVERED = "delivered", "Delivered"
    CANCELLED = "cancelled", "Cancelled"


class Event(models.Model):
    """One thing that happened. Rows are added and never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    order = models.ForeignKey(Order, models.CASCADE, related_name="events")
    verb = models.CharField(max_length=12, choices=Verb.choices)
    at = models.DateTimeField()
    # The member of staff; empty where the customer or the program did it.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    class Meta:
        """The story is read from its beginning; each verb happens once."""

        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(verb__in=Verb.values), name="event_verb_is_known"
            ),
            models.UniqueConstraint(
                fields=["order", "verb"],
                condition=~Q(verb=Verb.DECLINED),
                name="event_happens_once",
            ),
        )
        indexes = (models.Index(fields=["at"], name="event_by_time"),)

    class PersonalData:
        """The story of a purchase, kept with the books."""

        subject = "person_id"
        moment = "at"
        about = "What happened to your orders"
        verb = accounting(
            what="What happened", why="To show what happened to your order", after="at"
        )
        at = accounting(what="When", why="To show when it happened", after="at")
        not_personal = ("id", "order", "by")

    def __str__(self) -> str:
        """Name the row."""
        return f"{self.verb} of order {self.order_id}"
