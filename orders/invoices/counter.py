"""The numbers of invoices: one series for each kind and year, without a gap.

The law asks for a sequential number (Directive 2006/112/EC article 226(2); Value Added
Tax Regulations 1995, regulation 14(1)(a)). The row of the series is locked until the
transaction that takes a number ends: what is rolled back leaves no gap.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from privacy.identifiers import new_id


class Kind(models.TextChoices):
    """What a document is."""

    INVOICE = "invoice", "Invoice"
    CREDIT = "credit", "Credit note"


SIGN = {Kind.INVOICE: "INV", Kind.CREDIT: "CN"}
"""What the numbers of each kind begin with."""


class InvoiceCounter(models.Model):
    """The last number that was taken of one series."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        """Each series once."""

        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "year"], name="invoice_series_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values), name="invoice_series_is_known"
            ),
        )

    class PersonalData:
        """A kind, a year and a number."""

        not_personal = ("id", "kind", "year", "last")

    def __str__(self) -> str:
        """Name the row."""
        return f"numbers of {self.kind} {self.year}"


def taken(kind: Kind, year: int) -> int:
    """Take the next number of a series, in the transaction that writes the document.

    Whoever takes the next one waits until that transaction has ended.
    """
    series = InvoiceCounter.objects.filter(kind=kind, year=year)
    if not series.update(last=F("last") + 1):
        rows = [InvoiceCounter(kind=kind, year=year)]
        InvoiceCounter.objects.bulk_create(rows, ignore_conflicts=True)
        series.update(last=F("last") + 1)
    last: int = series.values_list("last", flat=True).get()
    return last


def written(kind: Kind, year: int, position: int) -> str:
    """The number as it is printed: "INV-2026-00042"."""
    return f"{SIGN[kind]}-{year}-{position:05}"
