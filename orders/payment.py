"""A payment and what verifies it. No card number can get into either."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from orders import keeping
from orders.keeping import accounting
from orders.money import AmountField
from orders.order import Order
from orders.states import UNSETTLED, PaymentState
from privacy import masking
from privacy.consent import Consent
from privacy.declarations import Personal
from privacy.encryption import blind
from privacy.encryption.fields import EncryptedJSONField
from privacy.encryption.indexing import BlindIndexField
from privacy.encryption.querysets import SealedQuerySet
from privacy.encryption.sealed import SealedModel
from privacy.purposes import Purpose

_LONG_NUMBER = re.compile(r"[0-9](?:[ -]?[0-9]){12,}")
CODE_CONTEXT = "orders.payment.code"
_TWO_YEARS = keeping.two_years(latest="opened_at")


class CardNumberRefused(ValueError):
    """Something that looks like a card number was to be kept."""


@dataclass(frozen=True, repr=False)
class PaymentVerification:
    """How a payment is known to be made: one sealed record.

    Arguments:
        provider: the key of the payment method.
        code: the transfer reference given to the customer, such as "FW7K2M9Q".
        reference: the provider's own name for the payment.
        result: "awaited", "matched", "approved" or "declined".
        checked_at: when the result was known, in ISO 8601.
        brand, last_four: of a card, as the provider reports them.
        checks: what was checked and how it went, such as "cvc: pass; postcode: fail".
        session: the provider's name for the page it opened for this payment.
        page: where that page is, until the payment is settled.

    Raises CardNumberRefused when any text holds thirteen digits or more in a row.
    """

    provider: str
    code: str | None = None
    reference: str | None = None
    result: str = "awaited"
    checked_at: str | None = None
    brand: str | None = None
    last_four: str | None = None
    checks: str | None = None
    session: str | None = None
    page: str | None = None

    def __post_init__(self) -> None:
        texts = (value for value in dataclasses.asdict(self).values() if value)
        if any(_LONG_NUMBER.search(text) for text in texts):
            raise CardNumberRefused("A card number is never kept here.")
        if len(self.last_four or "") > len("1234"):
            raise CardNumberRefused("Of a card only the last four digits are kept.")

    def __repr__(self) -> str:
        return f"<PaymentVerification by {self.provider}: {self.result}>"


class PaymentQuerySet(SealedQuerySet):
    """Payments."""

    def with_code(self, code: str) -> PaymentQuerySet:
        """Those whose transfer reference is exactly this one."""
        wanted = blind.digests(CODE_CONTEXT, blind.normalised_text(code))
        return self.filter(code_index__in=wanted)


class Payment(SealedModel):
    """The one payment of an order."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    order = models.OneToOneField(Order, models.CASCADE, related_name="payment")
    method = models.CharField(max_length=16)
    state = models.CharField(
        max_length=12, choices=PaymentState.choices, default=PaymentState.OPEN
    )
    currency = models.CharField(max_length=3)
    amount = AmountField()
    # How much of it went back or is agreed to go back.
    refunded = AmountField(default=0)
    verification = EncryptedJSONField(
        context="orders.payment.verification", type=PaymentVerification, null=True
    )
    code_index = BlindIndexField(
        source="verification",
        part="code",
        context=CODE_CONTEXT,
        unique=True,
        null=True,
    )
    opened_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    # Staff who matched a transfer; empty where a provider's answer settled it.
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    # The agreement that the provider hears of it, where it is another company.
    consent = models.ForeignKey(
        Consent, models.PROTECT, related_name="payments", null=True
    )
    # When the worker asks the provider how it stands; empty while nothing is open.
    asks_at = models.DateTimeField(null=True)
    # How many pages the provider opened for it that ended unpaid.
    attempt = models.PositiveSmallIntegerField(default=0)
    # When the provider said what does not fit; empty once staff have looked at it.
    doubted_at = models.DateTimeField(null=True)
    # The order's: from here the two years count.
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = PaymentQuerySet.as_manager()

    class Meta:
        """What is settled says when."""

        base_manager_name = "objects"
        indexes = (
            models.Index(fields=["state", "-opened_at"], name="payment_by_state"),
            models.Index(fields=["opened_at"], name="payment_by_time"),
            models.Index(
                fields=["asks_at"],
                condition=Q(asks_at__isnull=False),
                name="payment_to_ask_for",
            ),
            models.Index(
                fields=["doubted_at"],
                condition=Q(doubted_at__isnull=False),
                name="payment_in_doubt",
            ),
            models.Index(
                fields=["closed_at"],
                condition=Q(verification__isnull=False) | Q(code_index__isnull=False),
                name="payment_to_clear",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=PaymentState.values),
                name="payment_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNSETTLED, settled_at__isnull=True)
                | ~Q(state__in=UNSETTLED) & Q(settled_at__isnull=False),
                name="payment_settled_says_when",
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | Q(settled_at__isnull=False),
                name="payment_who_needs_when",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0), name="payment_is_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(refunded=0)
                | Q(
                    state=PaymentState.PAID,
                    refunded__gt=0,
                    refunded__lte=F("amount"),
                ),
                name="payment_refunds_no_more_than_was_paid",
            ),
        )

    class PersonalData:
        """The check of the payment is sealed; that it was paid is for the books."""

        subject = "person_id"
        moment = "opened_at"
        about = "Payments"
        verification = Personal(
            what="How your payment was checked",
            category="user.payment",
            purposes=(
                Purpose.ORDER_CONFIRMATION,
                Purpose.AFTER_SALES,
                Purpose.ACCOUNTING,
                Purpose.OWN_REQUEST,
            ),
            why="To match your payment with your order",
            retention=_TWO_YEARS,
            mask=masking.hidden,
        )
        code_index = keeping.index_of(
            "the reference of your transfer", retention=_TWO_YEARS
        )
        method = accounting(
            what="Way of paying", why="To know how you paid", after="opened_at"
        )
        state = accounting(
            what="State", why="To know whether it is paid", after="opened_at"
        )
        amount = accounting(
            what="Amount",
            why="To know how much was due",
            after="opened_at",
            recipients=("stripe",),
        )
        refunded = accounting(
            what="Refunded", why="To know how much of it went back", after="opened_at"
        )
        settled_at = accounting(
            what="When you paid", why="To know when you paid", after="opened_at"
        )
        not_personal = (
            "id",
            "order",
            "currency",
            "opened_at",
            "settled_by",
            "consent",
            "asks_at",
            "attempt",
            "doubted_at",
            "closed_at",
        )

    def __str__(self) -> str:
        """Name the row."""
        return f"payment {self.pk}"

    @property
    def is_paid(self) -> bool:
        """Whether the money is here."""
        return self.state == PaymentState.PAID

    @property
    def goes_back_whole(self) -> bool:
        """Whether all of it went back to the customer, or was agreed to."""
        return self.is_paid and self.refunded >= self.amount

    @property
    def is_unsettled(self) -> bool:
        """Whether it can still be paid."""
        return self.state in UNSETTLED
