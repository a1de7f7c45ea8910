"""A refund: how much of an order goes back, why, which way, and where it stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from orders import keeping
from orders.keeping import accounting
from orders.money import AmountField
from orders.order import Order
from orders.refunds import account as accounts
from orders.refunds.account import Account
from privacy.declarations import Latest, Personal, Retention
from privacy.encryption.fields import EncryptedJSONField, EncryptedTextField
from privacy.encryption.querysets import SealedQuerySet
from privacy.encryption.sealed import SealedModel
from privacy.masking import hidden
from privacy.purposes import Purpose

TRANSFER = "transfer"
"""The way back that somebody types into the bank's page."""
ACCOUNT_DAYS = 60
"""How long an account waits for its refund; nobody needs as long."""


class State(models.TextChoices):
    """Where a refund stands. OPEN waits for a second person of the shop."""

    AWAITING_ACCOUNT = "awaiting", "Waits for an account"
    OPEN = "open", "To be sent"
    SENDING = "sending", "On its way to the provider"
    SENT = "sent", "Sent"
    FAILED = "failed", "Refused by the provider"
    CALLED_OFF = "called_off", "Called off"


UNSENT = (State.AWAITING_ACCOUNT, State.OPEN, State.SENDING, State.FAILED)


class Reason(models.TextChoices):
    """Why money goes back."""

    CANCELLED = "cancelled", "The order was cancelled"
    WITHDRAWN = "withdrawn", "Withdrawn from the contract"
    RETURNED = "returned", "Goods came back"
    LOST = "lost", "The parcel was lost"
    CAME_BACK = "came_back", "The parcel came back to us"
    LEFT_OUT = "left_out", "A part could not be sent"
    MISSING = "missing", "Something was missing"
    DAMAGED = "damaged", "Something arrived damaged"
    PRICE = "price", "The price was wrong"


class RefundQuerySet(SealedQuerySet):
    """Refunds."""

    def with_order(self) -> Self:
        """With the order and its payment, in one query."""
        return self.select_related("order", "order__payment")

    def that_count(self) -> Self:
        """Those whose money goes back or went back."""
        return self.exclude(state=State.CALLED_OFF)


class Refund(SealedModel):
    """Money of one order that goes back in one piece."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    order = models.ForeignKey(Order, models.CASCADE, related_name="refunds")
    # What it is for: a return, a parcel, the order. Asked twice, it is opened once.
    key = models.UUIDField(unique=True)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    state = models.CharField(max_length=12, choices=State.choices)
    # A way to pay, backwards: "transfer" where no provider does it.
    method = models.CharField(max_length=16)
    currency = models.CharField(max_length=3)
    amount = AmountField()
    tax = AmountField()
    # Agreed to by the shop's own judgement: neither a right, a return, a parcel nor the
    # customer's own step led to it, so that it can be called off for a while.
    stands_alone = models.BooleanField(default=False)
    # How much of both is for the delivery; the rest is that of the lines.
    delivery = AmountField()
    delivery_tax = AmountField()
    account = EncryptedJSONField(
        context="orders.refund.account", type=Account, null=True
    )
    # When an account that was typed goes, used or not.
    account_until = models.DateTimeField()
    # The provider's own name for the refund.
    reference = EncryptedTextField(
        context="orders.refund.reference", max_length=100, null=True
    )
    opened_at = models.DateTimeField()
    # Staff who agreed to it; empty where the customer's own step did.
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    # Staff who sent it, or let the provider send it; never who opened it.
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    # When the worker last turned to the provider.
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = RefundQuerySet.as_manager()

    class Meta:
        """Whoever writes: sums hold, and the second person is another."""

        base_manager_name = "objects"
        default_permissions = ("view",)
        permissions = (
            ("open_refund", "Can agree to send money back"),
            ("send_refund", "Can send money back that another agreed to"),
        )
        indexes = (
            models.Index(fields=["state", "opened_at"], name="refund_by_state"),
            models.Index(fields=["opened_at"], name="refund_by_time"),
            models.Index(
                fields=["account_until"],
                condition=Q(account__isnull=False),
                name="refund_account_to_clear",
            ),
            models.Index(
                fields=["sent_at"],
                condition=Q(reference__isnull=False),
                name="refund_to_clear",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="refund_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=Reason.values), name="refund_reason_is_known"
            ),
            models.CheckConstraint(
                condition=Q(tax__gte=0, tax__lte=F("amount"))
                & Q(delivery__gte=0, delivery__lte=F("amount"))
                & Q(delivery_tax__gte=0, delivery_tax__lte=F("delivery")),
                name="refund_amounts_fit",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SENT)
                | Q(sent_at__isnull=False, account__isnull=True),
                name="refund_sent_keeps_no_account",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CALLED_OFF)
                | Q(stands_alone=True, account__isnull=True)
                & Q(sent_at__isnull=True, tried_at__isnull=True),
                name="refund_called_off_stood_alone_unsent",
            ),
            models.CheckConstraint(
                condition=Q(sent_by__isnull=True)
                | Q(opened_by__isnull=True)
                | ~Q(sent_by=F("opened_by")),
                name="refund_needs_two_people",
            ),
        )

    class PersonalData:
        """The account is sealed and short-lived; the sums are for the books."""

        subject = "person_id"
        moment = "opened_at"
        about = "Refunds"
        account = Personal(
            what="The account that money goes back to",
            category="user.financial.bank_account",
            purposes=(Purpose.REFUND, Purpose.OWN_REQUEST),
            why="To send your money back",
            retention=Retention(
                after="account_until",
                words="when the money is sent, or 60 days after you gave it",
            ),
            mask=accounts.mask,
        )
        reference = Personal(
            what="The payment provider’s name for the refund",
            category="user.payment",
            purposes=(Purpose.REFUND, Purpose.ACCOUNTING, Purpose.OWN_REQUEST),
            why="To find the refund with the payment provider",
            retention=Retention(
                after="sent_at",
                months=24,
                words="two years after the money is sent",
                latest=Latest(after="opened_at", months=keeping.BOOKS.months),
            ),
            mask=hidden,
        )
        amount = accounting(
            what="Amount", why="To know how much went back", after="opened_at"
        )
        tax = accounting(
            what="Tax in it", why="To know how much of it was tax", after="opened_at"
        )
        reason = accounting(
            what="Reason", why="To know why money went back", after="opened_at"
        )
        state = accounting(
            what="State", why="To know whether it is sent", after="opened_at"
        )
        method = accounting(
            what="Way", why="To know how your money went back", after="opened_at"
        )
        opened_at = accounting(
            what="When we agreed to it",
            why="To know when money was owed",
            after="opened_at",
        )
        sent_at = accounting(
            what="When it was sent",
            why="To know when your money went back",
            after="opened_at",
        )
        not_personal = (
            *("id", "order", "key", "currency", "delivery", "delivery_tax"),
            *("account_until", "opened_by", "sent_by", "tried_at", "stands_alone"),
        )

    def __str__(self) -> str:
        """Name the row."""
        return f"refund {self.pk}"

    @property
    def is_sent(self) -> bool:
        """Whether the money is on its way."""
        return self.state == State.SENT

    @property
    def by_transfer(self) -> bool:
        """Whether somebody types it into the bank's page."""
        return self.method == TRANSFER

    @property
    def is_untouched(self) -> bool:
        """Whether it waits, and neither a bank nor a provider was ever told of it."""
        waits = self.state in (State.AWAITING_ACCOUNT, State.OPEN)
        return waits and self.sent_at is None and self.tried_at is None

    @property
    def holds_account(self) -> bool:
        """Whether an account was given and is still here; none is opened."""
        return self.__dict__["account"] is not None

    @property
    def takes_account(self) -> bool:
        """Whether the customer may still say where the money goes."""
        return self.by_transfer and self.state in (State.AWAITING_ACCOUNT, State.OPEN)

    def has_account_at(self, at: datetime) -> bool:
        """Whether an account is held that has not waited too long; none is opened."""
        return self.holds_account and self.account_until > at
