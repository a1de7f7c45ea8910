"""Where the pages about one order speak of its invoices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from orders import money, sections, telling
from orders.event import Verb
from orders.invoices.invoice import Invoice
from orders.sections import About, Section

VIEW = "orders.view_invoice"


@dataclass(frozen=True)
class Document:
    """One document on a list: what it is called, what it comes to, and where it is."""

    title: str
    total: str
    issued_at: datetime
    path: str
    pdf: str = ""


def register() -> None:
    """Stand on both pages, once there is a document."""
    sections.for_customers(Section("orders/parts/invoices.html", _for_customer, 50))
    sections.for_staff(Section("orders/staff/parts/invoices.html", _for_staff, 50))


def _for_customer(about: About) -> Mapping[str, Any] | None:
    found = list(_issued(about))
    if not found:
        return None
    documents = []
    for each in found:
        args = [about.secret, each.number]
        there, file = (reverse(f"orders:{name}", args=args) for name in _PAGES)
        documents.append(_document(each, there, file))
    until = max(each.kept_until() for each in found)
    return {"documents": documents, "until": telling.day(until)}


_PAGES = ("invoice", "invoice_pdf")


def _for_staff(about: About) -> Mapping[str, Any] | None:
    if about.by is None or not about.by.has_perm(VIEW):
        return None
    documents = [
        _document(each, reverse("admin:orders_invoice_change", args=[each.pk]))
        for each in _issued(about)
    ]
    return {"documents": documents} if documents else None


def _issued(about: About) -> Iterator[Invoice]:
    """The documents of the order; what was never issued is not asked for."""
    if about.happened(Verb.INVOICED, Verb.CREDITED):
        yield from Invoice.objects.of(about.order)


def _document(invoice: Invoice, path: str, pdf: str = "") -> Document:
    return Document(
        title=f"{invoice.get_kind_display()} {invoice.number}",
        total=money.shown(invoice.total, invoice.currency),
        issued_at=invoice.issued_at,
        path=path,
        pdf=pdf,
    )
