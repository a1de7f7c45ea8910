"""An invoice or a credit note: frozen when it is issued, sealed with a key of its own.

Amounts and what was sold stand in clear, as the books need them; name and address are
sealed with the row's own key, which goes when the law lets go of the document.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from orders import keeping
from orders.invoices.content import Content, Printed
from orders.invoices.counter import Kind
from orders.keeping import accounting
from orders.money import AmountField
from orders.order import Order
from privacy import masking
from privacy.encryption.fields import EncryptedJSONField, EncryptedTextField
from privacy.encryption.querysets import SealedQuerySet
from privacy.encryption.sealed import SealedModel


class InvoiceQuerySet(SealedQuerySet):
    """Invoices and credit notes."""

    def of(self, order: Order) -> InvoiceQuerySet:
        """Those of one order, in the sequence in which they were issued."""
        return self.filter(order_id=order.pk).order_by("issued_at", "pk")


class Invoice(SealedModel):
    """One document. Triggers refuse every change of it but a new key's sealing."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    order = models.ForeignKey(Order, models.CASCADE, related_name="invoices")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    year = models.PositiveSmallIntegerField()
    position = models.PositiveIntegerField()
    number = models.CharField(max_length=20, unique=True)
    # Of a credit note: the invoice; of an invoice: the one it stands in for.
    corrects = models.UUIDField(null=True)
    # The refund that a credit note is about; its row may go earlier.
    refund_id = models.UUIDField(null=True, unique=True)
    issued_at = models.DateTimeField()
    currency = models.CharField(max_length=3)
    total = AmountField()
    tax_total = AmountField()
    # Everything else that is printed and names nobody: see Content.
    content = models.JSONField()
    buyer_name = EncryptedTextField(
        "name", context="orders.invoice.buyer_name", max_length=200
    )
    # The lines as printed; empty where the customer collected it.
    buyer_address = EncryptedJSONField(
        "address", context="orders.invoice.buyer_address", type=Printed, null=True
    )

    objects: ClassVar[Any] = InvoiceQuerySet.as_manager()

    # The triggers let its end date take it away, and nothing else.
    is_written_once = True

    class Meta:
        """Numbers, amounts and what is about what hold in the database."""

        base_manager_name = "objects"
        default_permissions = ("view",)
        indexes = (
            models.Index(fields=["-issued_at", "-number"], name="invoice_newest_first"),
            models.Index(fields=["issued_at"], name="invoice_by_time"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values), name="invoice_kind_is_known"
            ),
            models.UniqueConstraint(
                fields=["kind", "year", "position"], name="invoice_number_once"
            ),
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(kind=Kind.INVOICE, corrects__isnull=True),
                name="invoice_once_for_an_order",
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=Q(kind=Kind.INVOICE),
                name="invoice_stands_in_once",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.CREDIT, corrects__isnull=False)
                | Q(kind=Kind.INVOICE, refund_id__isnull=True),
                name="invoice_credit_says_of_what",
            ),
            models.CheckConstraint(
                condition=Q(total__gte=0, tax_total__gte=0, tax_total__lte=F("total")),
                name="invoice_amounts_are_not_negative",
            ),
        )

    class PersonalData:
        """Who bought is sealed with the row's own key, until the law lets go of it."""

        subject = "id"
        owner = "person_id"
        moment = "issued_at"
        about = "Invoices and credit notes"
        buyer_name = keeping.on_an_invoice(
            category="user.name",
            why="Tax law asks that an invoice names who bought",
            mask=masking.name,
        )
        buyer_address = keeping.on_an_invoice(
            category="user.contact.address",
            why="Tax law asks that an invoice says where they live",
            mask=masking.hidden,
        )
        number = accounting(
            what="Number", why="To name the document", after="issued_at"
        )
        kind = accounting(what="Kind", why="To know what it is", after="issued_at")
        issued_at = accounting(
            what="When we issued it", why="To know when it counts", after="issued_at"
        )
        total = accounting(
            what="Total", why="To show what it came to", after="issued_at"
        )
        content = accounting(
            what="What is printed on it", why="To print it again", after="issued_at"
        )
        not_personal = (
            *("id", "person", "order", "year", "position", "corrects", "refund_id"),
            *("currency", "tax_total"),
        )

    def __str__(self) -> str:
        """Name the document; its number says nothing about anyone."""
        return f"{self.get_kind_display().lower()} {self.number}"

    @property
    def is_credit(self) -> bool:
        """Whether it gives money back."""
        return self.kind == Kind.CREDIT

    @property
    def printed(self) -> Content:
        """Everything on it but name and address."""
        return Content.from_json(self.content)

    def kept_until(self) -> date:
        """The day on which name and address go, with the document."""
        return type(self).PersonalData.buyer_name.retention.ends_on(self.issued_at)
