"""The draft: what was typed in checkout, sealed, until it is an order or a day old."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models

from orders.addresses import Address
from privacy.declarations import Erasure, Personal, Retention
from privacy.encryption.fields import EncryptedJSONField
from privacy.encryption.querysets import SealedQuerySet
from privacy.encryption.sealed import SealedModel
from privacy.purposes import Purpose


@dataclass(frozen=True, repr=False)
class Typed:
    """The answers given so far. `collects` says that no parcel is sent.

    Then the address stays empty. `delivery` and `payment` are keys of methods,
    `consent` is the sentence beside the box that was ticked, if one was, and
    `pay_consent` that of the box for the company that takes the payment.
    """

    email: str
    name: str
    collects: bool = False
    country: str = ""
    line1: str = ""
    line2: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    delivery: str = ""
    payment: str = ""
    consent: str | None = None
    pay_consent: str | None = None

    def __repr__(self) -> str:
        return "<Typed>"

    @property
    def address(self) -> Address | None:
        """Where the parcel goes, or None when the customer collects it."""
        if self.collects:
            return None
        return Address(
            country=self.country,
            line1=self.line1,
            line2=self.line2,
            city=self.city,
            region=self.region,
            postcode=self.postcode,
        )


class DraftQuerySet(SealedQuerySet):
    """Drafts by whether their day is over."""

    def standing(self, *, at: datetime) -> DraftQuerySet:
        """Drafts that may still become orders at `at`."""
        return self.filter(expires_at__gt=at)

    def expired(self, *, at: datetime) -> DraftQuerySet:
        """Drafts whose time was up by `at`."""
        return self.filter(expires_at__lte=at)


class Draft(SealedModel):
    """A checkout under way. It belongs to nobody yet, so it has a key of its own."""

    LIFE = timedelta(hours=24)

    typed = EncryptedJSONField("what was typed", context="shop.draft.typed", type=Typed)
    # Unit prices by sku in minor units, as the customer last saw them.
    shown = models.JSONField(default=dict)
    expires_at = models.DateTimeField(db_index=True)

    # Seen from here, the base's manager is a class variable and this one is not.
    # The stubs see no manager that is made of a queryset.
    objects = DraftQuerySet.as_manager()  # type: ignore[misc,unused-ignore]

    class Meta:
        """Its name in sentences."""

        verbose_name = "checkout draft"
        base_manager_name = "objects"

    class PersonalData:
        """All that was typed is one envelope; the row and its key go together."""

        subject = "id"
        typed = Personal(
            category="user.contact.address",
            purposes=(Purpose.ORDER_CONFIRMATION,),
            why="To make the order you are about to place",
            retention=Retention(after="expires_at", words="for 24 hours"),
            erasure=Erasure.DELETE_ROW,
        )
        not_personal = ("id", "shown", "expires_at")
