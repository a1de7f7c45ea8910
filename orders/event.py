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
    ADDRESS_CHANGED = "address_changed", "Delivery address changed"
    LEFT_OUT = "left_out", "The rest is not sent"
    LOST = "lost", "Lost on the way"
    CAME_BACK = "came_back", "Parcel came back to us"
    WITHDRAWN = "withdrawn", "Withdrawn from the contract"
    RETURN_ANNOUNCED = "return_announced", "Return announced"
    RETURN_CALLED_OFF = "return_called_off", "Return called off"
    RETURN_RECEIVED = "return_received", "Return received"
    RETURN_INSPECTED = "return_inspected", "Return looked at"
    RETURN_REFUSED = "return_refused", "Return refused"
    EXCHANGED = "exchanged", "Exchanged"
    REFUND_OPENED = "refund_opened", "Refund agreed"
    ACCOUNT_GIVEN = "account_given", "Account for the refund given"
    REFUND_CALLED_OFF = "refund_called_off", "Refund called off"
    REFUNDED = "refunded", "Refund sent"
    INVOICED = "invoiced", "Invoice made"
    CREDITED = "credited", "Credit note made"
    ASKED = "asked", "Question asked"
    ANSWERED = "answered", "Question answered"


REPEATED = (Verb.DECLINED, Verb.ADDRESS_CHANGED, Verb.ACCOUNT_GIVEN)
"""What may happen to one order, or one part of it, more than once. The rest happens
once, or once for each part of the order that it happened to."""


class Event(models.Model):
    """One thing that happened. Rows are added and never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    order = models.ForeignKey(Order, models.CASCADE, related_name="events")
    verb = models.CharField(max_length=20, choices=Verb.choices)
    # The parcel, return, refund, invoice or message it happened to; else the order.
    part = models.UUIDField(null=True)
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
                condition=Q(part__isnull=True) & ~Q(verb__in=REPEATED),
                name="event_happens_once",
            ),
            models.UniqueConstraint(
                fields=["part", "verb"],
                condition=Q(part__isnull=False) & ~Q(verb__in=REPEATED),
                name="event_happens_once_to_a_part",
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
        not_personal = ("id", "order", "by", "part")

    def __str__(self) -> str:
        """Name the row."""
        return f"{self.verb} of order {self.order_id}"
