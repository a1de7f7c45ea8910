"""An order: who bought, where it goes, what it came to, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from orders import countries, keeping, money
from orders.addresses import Address
from orders.keeping import accounting
from orders.money import AmountField, Charge, Totals
from orders.states import CLOSED, State
from privacy import masking
from privacy.consent import Consent
from privacy.declarations import Personal
from privacy.encryption.fields import (
    EncryptedEmailField,
    EncryptedJSONField,
    EncryptedTextField,
)
from privacy.encryption.indexing import BlindIndexField
from privacy.encryption.querysets import SealedQuerySet
from privacy.encryption.sealed import SealedModel
from privacy.purposes import Purpose


def _country_only(address: Address) -> str:
    """An address as staff see it in a list: the country and no more."""
    return f"{masking.DOTS} {countries.name(address.country)}"


class OrderQuerySet(SealedQuerySet):
    """Orders."""

    def of(self, person: models.Model) -> Self:
        """Those of one person, newest first."""
        return self.filter(person_id=person.pk).order_by("-placed_at")

    def with_story(self) -> Self:
        """With everything that a page about one order shows, in three queries."""
        with_one = self.select_related("payment", "consent")
        return with_one.prefetch_related("lines", "events")


class Order(SealedModel):
    """One order. Its number is random; its secret link is the customer's way in."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="orders"
    )
    number = models.CharField(max_length=20, unique=True)
    checkout_id = models.UUIDField(unique=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PLACED)
    contact_name = EncryptedTextField(
        "name", context="orders.order.contact_name", max_length=200, null=True
    )
    contact_email = EncryptedEmailField(
        "email address", context="orders.order.contact_email", null=True
    )
    contact_email_index = BlindIndexField(
        source="contact_email", context="orders.order.contact_email", null=True
    )
    delivery_address = EncryptedJSONField(
        context="orders.order.delivery_address", type=Address, null=True
    )
    link = EncryptedTextField(context="orders.order.link", max_length=26, null=True)
    link_index = BlindIndexField(
        source="link", context="orders.order.link", unique=True, null=True
    )
    delivery_method = models.CharField(max_length=12)
    delivery_name = models.CharField(max_length=100)
    delivery_tax_rate = models.DecimalField(max_digits=5, decimal_places=2)
    consent = models.ForeignKey(
        Consent, models.PROTECT, related_name="orders", null=True
    )
    earliest_on = models.DateField()
    latest_on = models.DateField()
    currency = models.CharField(max_length=3)
    items_total = AmountField()
    delivery_total = AmountField()
    tax_total = AmountField()
    total = AmountField()
    # The number of the privacy policy in force then, where the site told it.
    policy_version = models.PositiveIntegerField(null=True)
    placed_at = models.DateTimeField()
    # Delivered or cancelled: from here the two years count.
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = OrderQuerySet.as_manager()

    # True on the instance that placing.place has just made, for its caller.
    newly_placed = False

    class Meta:
        """Sums and states hold in the database, whoever writes."""

        base_manager_name = "objects"
        # Nobody types, edits or deletes an order: each verb has a right of its own.
        default_permissions = ("view",)
        permissions = (
            ("pack_order", "Can pack orders and send them off"),
            ("settle_payment", "Can note that the money for an order is here"),
            ("cancel_order", "Can cancel orders"),
            ("reveal_contact", "Can open who ordered, for a written reason"),
        )
        indexes = (
            models.Index(fields=["-placed_at"], name="order_newest_first"),
            models.Index(fields=["state", "-placed_at"], name="order_by_state"),
            models.Index(fields=["person", "-placed_at"], name="order_of_person"),
            models.Index(fields=["contact_email_index"], name="order_by_email"),
            # What names the buyer, until it is cleared.
            models.Index(
                fields=["closed_at"],
                condition=Q(contact_name__isnull=False)
                | Q(contact_email__isnull=False)
                | Q(contact_email_index__isnull=False)
                | Q(delivery_address__isnull=False)
                | Q(link__isnull=False)
                | Q(link_index__isnull=False),
                name="order_to_clear",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="order_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(total=F("items_total") + F("delivery_total")),
                name="order_total_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(items_total__gte=0, delivery_total__gte=0, tax_total__gte=0)
                & Q(tax_total__lte=F("total")),
                name="order_amounts_are_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CLOSED, closed_at__isnull=False)
                | Q(closed_at__isnull=True) & ~Q(state__in=CLOSED),
                name="order_closed_says_when",
            ),
            models.CheckConstraint(
                condition=Q(latest_on__gte=F("earliest_on")),
                name="order_dates_in_sequence",
            ),
        )

    class PersonalData:
        """Four facts about the person, sealed; the rest is what the books need."""

        subject = "person_id"
        moment = "placed_at"
        about = "Orders"
        contact_name = Personal(
            category="user.name",
            purposes=(
                Purpose.ORDER_CONFIRMATION,
                Purpose.DELIVERY,
                Purpose.AFTER_SALES,
                Purpose.OWN_REQUEST,
            ),
            why="To address your parcel and our letters about it",
            retention=keeping.TWO_YEARS,
            mask=masking.name,
            recipients=("carrier",),
        )
        contact_email = Personal(
            category="user.contact.email",
            purposes=(
                Purpose.ORDER_CONFIRMATION,
                Purpose.AFTER_SALES,
                Purpose.OWN_REQUEST,
            ),
            why="To find your order when you write to us about it",
            retention=keeping.TWO_YEARS,
            mask=masking.email,
        )
        contact_email_index = keeping.index_of("the email address you give")
        delivery_address = Personal(
            category="user.contact.address",
            purposes=(
                Purpose.ORDER_CONFIRMATION,
                Purpose.DELIVERY,
                Purpose.AFTER_SALES,
                Purpose.OWN_REQUEST,
            ),
            why="To bring the parcel to you",
            retention=keeping.TWO_YEARS,
            mask=_country_only,
            recipients=("carrier",),
        )
        link = Personal(
            what="The secret link to your order",
            category="user.authorization.credentials",
            purposes=(
                Purpose.ORDER_CONFIRMATION,
                Purpose.DELIVERY,
                Purpose.AFTER_SALES,
                Purpose.CONVERSATION,
                Purpose.OWN_REQUEST,
            ),
            why="To let you open this order without an account",
            retention=keeping.TWO_YEARS,
        )
        link_index = keeping.index_of("its secret link")
        number = accounting(
            what="Number",
            why="To name the order",
            after="placed_at",
            recipients=("stripe",),
        )
        placed_at = accounting(
            what="When you ordered", why="To know when it was sold", after="placed_at"
        )
        state = accounting(
            what="State", why="To know where your order stands", after="placed_at"
        )
        delivery_name = accounting(
            what="Delivery", why="To know how it reached you", after="placed_at"
        )
        total = accounting(what="Total", why="To show what you paid", after="placed_at")
        not_personal = (
            "id",
            "checkout_id",
            "delivery_method",
            "delivery_tax_rate",
            "consent",
            "earliest_on",
            "latest_on",
            "currency",
            "items_total",
            "delivery_total",
            "tax_total",
            "closed_at",
            "policy_version",
        )

    def __str__(self) -> str:
        """Name the order; its number says nothing about anyone."""
        return f"order {self.number}"

    def lock(self) -> None:
        """Read it anew, under a lock until the transaction ends.

        Every verb takes this lock first: one sequence for everybody.
        """
        self.refresh_from_db(from_queryset=Order.objects.select_for_update())

    def path_for_customer(self) -> str:
        """The path of the order's page. Needs a purpose that opens the link."""
        return reverse("orders:order", args=[self.link])

    def url_for_customer(self) -> str:
        """The whole address of the order's page, for a letter. Needs a purpose."""
        return f"{settings.SHOP_ORIGIN}{self.path_for_customer()}"

    @property
    def is_collected(self) -> bool:
        """Whether the customer comes to the shop for it."""
        return self.delivery_method == "pickup"

    @property
    def goes_by_carrier(self) -> bool:
        """Whether a third party brings it."""
        return self.delivery_method == "carrier"

    @property
    def is_closed(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in CLOSED

    def totals(self, lines: Iterable[Charge] | None = None) -> Totals:
        """The order added up again from its lines, with the tax by rate.

        ``lines`` are its own, where the caller has fetched them already.
        """
        return money.totals(
            self.lines.all() if lines is None else lines,
            self.delivery_total,
            delivery_rate=self.delivery_tax_rate,
        )

    def contact_kept_until(self) -> date | None:
        """When name, e-mail and address go; None while the order is open."""
        return keeping.TWO_YEARS.ends_on(self.closed_at) if self.closed_at else None

    def books_kept_until(self) -> date:
        """Until when date, items and total stay, without the name."""
        return type(self).PersonalData.total.retention.ends_on(self.placed_at)
