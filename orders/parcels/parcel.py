"""A parcel: what is in it, where it stands, and under which number it travels."""

from __future__ import annotations

import dataclasses
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from orders import keeping
from orders.keeping import accounting
from orders.order import Order
from privacy import masking
from privacy.declarations import Personal
from privacy.encryption.fields import EncryptedTextField
from privacy.encryption.querysets import SealedQuerySet
from privacy.encryption.sealed import SealedModel
from privacy.identifiers import new_id
from privacy.purposes import Purpose


class Kind(models.TextChoices):
    """Why a parcel was packed. AGAIN stands for one that was lost or came back."""

    ORDER = "order", "Of the order"
    EXCHANGE = "exchange", "In exchange"
    AGAIN = "again", "Sent again"


OF_THE_ORDER = (Kind.ORDER, Kind.AGAIN)
"""The kinds that the order's own state follows."""


class ParcelState(models.TextChoices):
    """Where a parcel stands. CANCELLED was packed and never left.

    LEFT_OUT stands for what was not even packed, when the rest had left already.
    """

    PACKED = "packed", "Packed"
    HANDED_OVER = "handed_over", "Handed over"
    DELIVERED = "delivered", "Delivered"
    LOST = "lost", "Lost on the way"
    CAME_BACK = "came_back", "Came back to us"
    CANCELLED = "cancelled", "Cancelled"
    LEFT_OUT = "left_out", "Never packed"


UNDER_WAY = (ParcelState.PACKED, ParcelState.HANDED_OVER)
FAILED = (ParcelState.LOST, ParcelState.CAME_BACK)
NEVER_LEFT = (ParcelState.CANCELLED, ParcelState.LEFT_OUT)

_TWO_YEARS = dataclasses.replace(
    keeping.two_years(latest="packed_at"),
    words="two years after the parcel arrived, was lost or came back",
)


class ParcelQuerySet(SealedQuerySet):
    """Parcels."""

    def of_the_order(self) -> Self:
        """Those that the order's state follows: no exchange, none that was replaced."""
        ours = self.filter(kind__in=OF_THE_ORDER)
        replaced = self.model.objects.filter(instead_of__isnull=False)
        return ours.exclude(state__in=NEVER_LEFT).exclude(
            pk__in=replaced.values("instead_of")
        )

    def undecided(self) -> Self:
        """Those that were lost or came back, and nobody made good yet."""
        return self.filter(state__in=FAILED, made_good_at=None)


class Parcel(SealedModel):
    """One parcel of an order. Its number counts from 1 within the order."""

    # Beside the order's, so that a person's rows are found without a join.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    order = models.ForeignKey(Order, models.CASCADE, related_name="parcels")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.ORDER)
    state = models.CharField(
        max_length=12, choices=ParcelState.choices, default=ParcelState.PACKED
    )
    tracking = EncryptedTextField(
        context="orders.parcel.tracking", max_length=40, null=True
    )
    # The parcel that was lost or came back, where this one was sent for it.
    instead_of = models.UUIDField(null=True, unique=True)
    packed_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True)
    # Delivered, lost, back or cancelled: from here the two years count.
    closed_at = models.DateTimeField(null=True)
    # When a parcel that failed was sent again or refunded.
    made_good_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = ParcelQuerySet.as_manager()

    class Meta:
        """A parcel that ended says when; only one that failed is made good."""

        base_manager_name = "objects"
        # Nobody types, edits or deletes a parcel: the order's rights are asked for.
        default_permissions = ()
        ordering = ("number",)
        indexes = (
            models.Index(fields=["state", "packed_at"], name="parcel_by_state"),
            models.Index(fields=["packed_at"], name="parcel_by_time"),
            models.Index(
                fields=["closed_at"],
                condition=Q(tracking__isnull=False),
                name="parcel_to_clear",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["order", "number"], name="parcel_number_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values), name="parcel_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ParcelState.values), name="parcel_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNDER_WAY, closed_at__isnull=True)
                | ~Q(state__in=UNDER_WAY) & Q(closed_at__isnull=False),
                name="parcel_closed_says_when",
            ),
            models.CheckConstraint(
                condition=Q(made_good_at__isnull=True) | Q(state__in=FAILED),
                name="parcel_made_good_had_failed",
            ),
        )

    class PersonalData:
        """The tracking number is sealed; that parcels left is for the books."""

        subject = "person_id"
        moment = "packed_at"
        about = "Parcels"
        tracking = Personal(
            what="Tracking number",
            category="user.unique_id",
            purposes=(
                Purpose.ORDER_CONFIRMATION,
                Purpose.DELIVERY,
                Purpose.AFTER_SALES,
                Purpose.OWN_REQUEST,
            ),
            why="To let you follow your parcel",
            retention=_TWO_YEARS,
            mask=masking.hidden,
        )
        state = accounting(
            what="State of the parcel",
            why="To know whether it reached you",
            after="packed_at",
        )
        packed_at = accounting(
            what="When it was packed",
            why="To know what left us and when",
            after="packed_at",
        )
        not_personal = (
            "id",
            "order",
            "number",
            "kind",
            "instead_of",
            "handed_over_at",
            "closed_at",
            "made_good_at",
        )

    def __str__(self) -> str:
        """Name the row."""
        return f"parcel {self.number} of order {self.order_id}"

    @property
    def is_under_way(self) -> bool:
        """Whether it is packed or on its way."""
        return self.state in UNDER_WAY

    @property
    def is_of_the_order(self) -> bool:
        """Whether the order's own state follows it: it is no exchange."""
        return self.kind in OF_THE_ORDER

    @property
    def has_left(self) -> bool:
        """Whether it was given to somebody."""
        return self.state not in {ParcelState.PACKED, *NEVER_LEFT}

    @property
    def is_left_out(self) -> bool:
        """Whether it stands for what was never packed."""
        return self.state == ParcelState.LEFT_OUT

    @property
    def waits_for_a_decision(self) -> bool:
        """Whether it failed, and was neither sent again nor refunded."""
        return self.state in FAILED and self.made_good_at is None


class ParcelLine(models.Model):
    """How many of one line of the order are in a parcel, in the words of that day.

    In an exchange ``sku``, ``title`` and ``variant`` are those of what goes instead.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="lines")
    # The id of the line of the order.
    line = models.UUIDField()
    position = models.PositiveSmallIntegerField()
    sku = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    variant = models.CharField(max_length=100, blank=True)
    quantity = models.PositiveIntegerField()
    packed_at = models.DateTimeField()

    class Meta:
        """Each line of the order is in a parcel once."""

        default_permissions = ()
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["parcel", "line"], name="parcel_line_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1), name="parcel_line_holds_something"
            ),
        )
        indexes = (models.Index(fields=["packed_at"], name="parcel_line_by_time"),)

    class PersonalData:
        """What was sent is the buyer's data; the books need it without the name."""

        subject = "person_id"
        moment = "packed_at"
        about = "What was in your parcels"
        title = accounting(
            what="Product", why="To show what was in the parcel", after="packed_at"
        )
        variant = accounting(
            what="Kind", why="To show which kind was in it", after="packed_at"
        )
        quantity = accounting(
            what="How many", why="To show how many were in it", after="packed_at"
        )
        not_personal = ("id", "parcel", "line", "position", "sku", "packed_at")

    def __str__(self) -> str:
        """Name the row."""
        return f"line {self.position} of parcel {self.parcel_id}"
