"""A return: goods that come back, from the word of the customer to its end."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from orders import keeping
from orders.keeping import accounting
from orders.order import Order
from orders.returns.words import ENDED, Kind, ReturnState, Wanted, Why
from privacy import masking
from privacy.declarations import Personal
from privacy.encryption.fields import EncryptedTextField
from privacy.encryption.querysets import SealedQuerySet
from privacy.encryption.sealed import SealedModel
from privacy.purposes import Purpose

LONGEST = 500
"""Characters of the words that say why something was not taken back."""


class ReturnQuerySet(SealedQuerySet):
    """Returns."""

    def of(self, order: Order) -> Self:
        """Those of one order with their lines, oldest first."""
        rows = self.filter(order_id=order.pk).order_by("announced_at", "id")
        return rows.prefetch_related("lines__line")


class Return(SealedModel):
    """Goods of one order that come back, or would have, had they left."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    order = models.ForeignKey(Order, models.CASCADE, related_name="returns")
    # The form it was said with: sent twice, it makes one return.
    form_id = models.UUIDField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    wants = models.CharField(
        max_length=12, choices=Wanted.choices, default=Wanted.REFUND
    )
    reason = models.CharField(max_length=16, choices=Why.choices, blank=True)
    state = models.CharField(
        max_length=12, choices=ReturnState.choices, default=ReturnState.ANNOUNCED
    )
    # The row of the rules on returns that it was taken under, such as "return-EU".
    rule = models.CharField(max_length=32)
    # Why something was not taken back, in the words of the staff.
    words = EncryptedTextField(
        context="orders.return.words", max_length=LONGEST, null=True
    )
    announced_at = models.DateTimeField()
    send_by = models.DateField()
    # When money or goods have to be with the customer; empty until that is known.
    due_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = ReturnQuerySet.as_manager()

    class Meta:
        """States and ends hold in the database, whoever writes."""

        base_manager_name = "objects"
        default_permissions = ("view",)
        permissions = (
            ("receive_return", "Can note that goods came back"),
            ("handle_return", "Can look at returned goods and say what follows"),
        )
        indexes = (
            models.Index(
                fields=["due_on", "announced_at"],
                condition=Q(closed_at__isnull=True),
                name="return_by_due",
            ),
            models.Index(fields=["-announced_at"], name="return_newest_first"),
            models.Index(
                fields=["closed_at"],
                condition=Q(words__isnull=False),
                name="return_to_clear",
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=["order", "form_id"], name="return_once"),
            models.CheckConstraint(
                condition=Q(state__in=ReturnState.values), name="return_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, closed_at__isnull=False)
                | ~Q(state__in=ENDED) & Q(closed_at__isnull=True),
                name="return_ended_says_when",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.WITHDRAWAL, reason="", wants=Wanted.REFUND)
                | Q(kind=Kind.RETURN, reason__in=Why.values, wants__in=Wanted.values),
                name="return_says_why_withdrawal_does_not",
            ),
        )

    class PersonalData:
        """That something came back is for the books; the staff's words are sealed."""

        subject = "person_id"
        moment = "announced_at"
        about = "What you sent back"
        words = Personal(
            what="Why we did not take something back",
            category="user.content.private",
            purposes=(Purpose.AFTER_SALES, Purpose.OWN_REQUEST),
            why="To tell you why we did not take back what you sent",
            retention=keeping.two_years(latest="announced_at"),
            mask=masking.hidden,
        )
        kind = accounting(
            what="Withdrawal or return",
            why="To know which rules it goes by",
            after="announced_at",
        )
        wants = accounting(
            what="What you wanted for it",
            why="To send you money or another one",
            after="announced_at",
        )
        reason = accounting(
            what="Reason", why="To know what was wrong", after="announced_at"
        )
        state = accounting(
            what="State", why="To know where your return stands", after="announced_at"
        )
        announced_at = accounting(
            what="When you told us",
            why="To know from when its days count",
            after="announced_at",
        )
        not_personal = (
            "id",
            "order",
            "form_id",
            "rule",
            "send_by",
            "due_on",
            "closed_at",
        )

    def __str__(self) -> str:
        """Name the row."""
        return f"return {self.pk}"

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in ENDED

    @property
    def is_withdrawal(self) -> bool:
        """Whether somebody used a right to withdraw."""
        return self.kind == Kind.WITHDRAWAL
