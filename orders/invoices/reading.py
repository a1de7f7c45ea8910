"""A document as it is read: text that is ready for a page and for a PDF.

Everything comes from what was frozen; nothing is looked up, so it reads the same for as
long as it is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from orders import countries, money, telling, terms
from orders.invoices.content import Content, Item
from orders.invoices.invoice import Invoice
from privacy import masking

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Row:
    """One line as it is read. ``quantity`` is "" where money alone goes back."""

    title: str
    quantity: str
    unit: str
    rate: str
    gross: str


@dataclass(frozen=True)
class TaxRow:
    """What was charged at one rate, as it is read."""

    rate: str
    net: str
    tax: str
    gross: str


@dataclass(frozen=True, repr=False)
class Sheet:
    """A whole document as it is read.

    ``seller`` and ``buyer`` are lines, ``facts`` pairs of a name and what it is,
    ``notes`` sentences at the foot.
    """

    kind: str
    number: str
    seller: tuple[str, ...]
    buyer: tuple[str, ...]
    facts: Pairs
    rows: tuple[Row, ...]
    taxes: tuple[TaxRow, ...]
    tax_name: str
    total_name: str
    total: str
    notes: tuple[str, ...]

    @property
    def title(self) -> str:
        """What it is and its number: "Invoice INV-2026-00042"."""
        return f"{self.kind} {self.number}"


def sheet(invoice: Invoice) -> Sheet:
    """The document as it is read. Needs a purpose that opens name and address."""
    name = telling.opened(invoice, "buyer_name")
    address = telling.opened(invoice, "buyer_address")
    buyer = (name or masking.ERASED, *(address.lines if address else ()))
    return _sheet(invoice, buyer)


def without_buyer(invoice: Invoice) -> Sheet:
    """The same with masks in place of name and address: what the staff's page shows."""
    masked = (masking.masked(invoice, each) for each in ("buyer_name", "buyer_address"))
    return _sheet(invoice, tuple(filter(None, masked)))


def _sheet(invoice: Invoice, buyer: tuple[str, ...]) -> Sheet:
    content, currency = invoice.printed, invoice.currency
    return Sheet(
        kind=invoice.get_kind_display(),
        number=invoice.number,
        seller=_seller(content),
        buyer=buyer,
        facts=_facts(invoice, content),
        rows=tuple(_row(each, currency) for each in content.items),
        taxes=_taxes(content.items, currency),
        tax_name=_tax_name(content),
        total_name="Given back" if invoice.is_credit else "Total, paid",
        total=money.shown(invoice.total, currency),
        notes=_notes(invoice, content),
    )


def _seller(content: Content) -> tuple[str, ...]:
    said = content.seller
    number = f"{content.tax_name} number {said.tax_number}" if said.tax_number else ""
    return tuple(filter(None, (said.name, said.address, number, said.email)))


def _facts(invoice: Invoice, content: Content) -> Pairs:
    issued = telling.day(timezone.localdate(invoice.issued_at))
    told = {
        "Number": invoice.number,
        "Date": issued,
        "For invoice": _named(content.corrects, content.corrects_on),
        "Why": content.reason,
        "Order": _named(content.order, content.ordered_on),
        "Paid on": _day(content.paid_on),
        "Paid by": content.paid_by,
    }
    return tuple((name, said) for name, said in told.items() if said)


def _named(number: str, day: str) -> str:
    return f"{number} of {_day(day)}" if number else ""


def _day(iso: str) -> str:
    return telling.day(date.fromisoformat(iso))


def _row(item: Item, currency: str) -> Row:
    return Row(
        title=f"{item.title}, {item.variant}" if item.variant else item.title,
        quantity=str(item.quantity) if item.quantity else "",
        unit=money.shown(Decimal(item.unit), currency) if item.quantity else "",
        rate=telling.percent(Decimal(item.rate)),
        gross=money.shown(Decimal(item.gross), currency),
    )


def _taxes(items: Iterable[Item], currency: str) -> tuple[TaxRow, ...]:
    """One row for each rate, the lowest first."""
    by_rate: dict[Decimal, list[Item]] = defaultdict(list)
    for item in items:
        by_rate[Decimal(item.rate)].append(item)
    return tuple(_tax_row(rate, by_rate[rate], currency) for rate in sorted(by_rate))


def _tax_row(rate: Decimal, items: list[Item], currency: str) -> TaxRow:
    net, tax = sum(each.net for each in items), sum(each.tax for each in items)
    amounts = (money.shown(Decimal(each), currency) for each in (net, tax, net + tax))
    return TaxRow(telling.percent(rate), *amounts)


def _tax_name(content: Content) -> str:
    """The name of the tax, with the country where it is not that of home."""
    if content.country == terms.home():
        return content.tax_name
    return f"{content.tax_name} in {countries.within(content.country)}"


def _notes(invoice: Invoice, content: Content) -> tuple[str, ...]:
    told = [
        f"Prices include {content.tax_name}. The date of the payment is the tax point."
    ]
    if not content.seller.tax_number:
        told = ["We are not registered for VAT, and none is charged."]
    until = telling.day(invoice.kept_until())
    told.append(f"We keep this document until {until}, as tax law asks.")
    return tuple(told)
