"""Invoices in the staff pages: the list and one of them without names, and the file.

The file has name and address on it. It leaves for a written reason that the customer
can read, counts as a look at both, and is in the trail as something taken out.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from orders import money
from orders.invoices import reading
from orders.invoices.invoice import Invoice
from orders.invoices.views import as_file
from orders.staff.pages import OrderPages
from privacy import access, purposes
from privacy.access import TooManyLooks
from privacy.looking import LookForm
from privacy.people import Person
from privacy.purposes import Purpose
from privacy.showing import values
from privacy.showing.admin import closing
from privacy.showing.values import Sight
from privacy.trail import recording
from privacy.trail.entry import Kind

VIEW = "orders.view_invoice"
_NAMES = ("buyer_name", "buyer_address")
_FIELDS = tuple(f"orders.Invoice.{name}" for name in _NAMES)


def _whose(invoice: Invoice) -> Person | None:
    """Who reads why somebody looked; nobody, once that person is erased."""
    person: Person = invoice.person
    gone = person.erasing_since or person.erased_at
    return None if gone else person


values.offer(
    "orders.Invoice",
    Sight(
        fields=_NAMES,
        rights=(VIEW,),
        purpose=Purpose.ACCOUNTING,
        whose=_whose,
    ),
)


@admin.register(Invoice)
class InvoiceAdmin(OrderPages):
    """The list of documents by number, the page of one, and its file for a reason."""

    list_display = ("number", "issued", "kind", "of_order", "amount", "tax")
    list_filter = ("kind", "year")
    list_select_related = ("order",)
    list_per_page = 50
    ordering = ("-issued_at", "-number")
    sortable_by = ("issued",)
    show_facets = admin.ShowFacets.NEVER
    actions = None
    show_full_result_count = False

    @admin.display(description="Issued", ordering="issued_at")
    def issued(self, invoice: Invoice) -> str:
        """The day, in the shop's time."""
        return date_format(timezone.localtime(invoice.issued_at), "j M Y")

    @admin.display(description="Order")
    def of_order(self, invoice: Invoice) -> str:
        """The number of the order."""
        return str(invoice.order.number)

    @admin.display(description="Total")
    def amount(self, invoice: Invoice) -> str:
        """What it came to; with a minus where it was given back."""
        return _signed(invoice, invoice.total)

    @admin.display(description="Tax in it")
    def tax(self, invoice: Invoice) -> str:
        """The tax, with the same sign."""
        return _signed(invoice, invoice.tax_total)

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """Allow the filters on the page and nothing else in the address."""
        return lookup in {"kind__exact", "year"}

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of a document to the list's own address."""
        views: dict[str, tuple[str, Any]] = {
            "changelist": ("", self.changelist_view),
            "change": ("<uuid:invoice_id>/change/", self.detail),
            "file": ("<uuid:invoice_id>/file/", self.file),
        }
        return [
            path(route, self.admin_site.admin_view(view), name=f"orders_invoice_{name}")
            for name, (route, view) in views.items()
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """Show the list under its own name."""
        return super().changelist_view(request, {"title": "Invoices and credit notes"})

    def detail(self, request: HttpRequest, invoice_id: UUID) -> HttpResponse:
        """Show one document, with masks for name and address."""
        return never_cache(require_safe(self._detail))(request, invoice_id)

    def file(self, request: HttpRequest, invoice_id: UUID) -> HttpResponse:
        """Hand the document out as a PDF, and write down who took it and why."""
        return never_cache(require_POST(self._file))(request, invoice_id)

    def _detail(self, request: HttpRequest, invoice_id: UUID) -> HttpResponse:
        by = self.require(request)
        return self._shown(request, _found(invoice_id), LookForm(name="file"), by=by)

    def _file(self, request: HttpRequest, invoice_id: UUID) -> HttpResponse:
        by, at = self.require(request), timezone.now()
        invoice, form = _found(invoice_id), LookForm(request.POST, name="file")
        if not form.is_valid():
            return self._shown(request, invoice, form, by=by, status=422)
        try:
            take_out(invoice=invoice, at=at, by=by, **form.asked())
        except TooManyLooks as refused:
            form.add_error(None, str(refused))
            return self._shown(request, invoice, form, by=by, status=429)
        with purposes.using(Purpose.ACCOUNTING, by=by):
            return as_file(reading.sheet(invoice))

    def _shown(
        self,
        request: HttpRequest,
        invoice: Invoice,
        form: LookForm,
        *,
        by: Person,
        status: int = 200,
    ) -> HttpResponse:
        at = timezone.now()
        cells = values.cells(invoice, by=by, at=at, back=_page_of(invoice))
        facts = {
            "title": f"{invoice.get_kind_display()} {invoice.number}",
            "invoice": invoice,
            "sheet": reading.without_buyer(invoice),
            "cells": cells,
            "look": form,
        }
        answer = self.page(request, "invoice", facts, status=status)
        return closing(answer, values.closes(cells), at=at)


def take_out(
    *, invoice: Invoice, reason: access.Reason, words: str, at: datetime, by: Person
) -> None:
    """Write down that ``by`` takes the file with name and address, and why.

    It counts as a look at both and is limited like one. Raises
    privacy.access.TooManyLooks past the limit; then nothing is written.
    """
    with transaction.atomic():
        access.record(
            person=_whose(invoice),
            # Its own key, where the person's is gone.
            holder_id=invoice.pk,
            by=by,
            fields=_FIELDS,
            row_id=invoice.pk,
            purpose=Purpose.ACCOUNTING,
            reason=reason,
            words=words,
            at=at,
        )
        recording.record(
            kind=Kind.EXPORT,
            what="invoice_file",
            by=by,
            fields=_FIELDS,
            row_id=invoice.pk,
            why=reason,
            at=at,
        )


def _found(invoice_id: UUID) -> Invoice:
    rows = Invoice.objects.select_related("order", "person")
    invoice: Invoice | None = rows.filter(pk=invoice_id).first()
    if invoice is None:
        raise Http404
    return invoice


def _signed(invoice: Invoice, amount: Any) -> str:
    return money.shown(-amount if invoice.is_credit else amount, invoice.currency)


def _page_of(invoice: Invoice) -> str:
    return reverse("admin:orders_invoice_change", args=[invoice.pk])
