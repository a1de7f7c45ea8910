"""How documents read in what is held, in a copy, in an export and in a preview."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from orders import invented, money
from orders.event import Verb
from orders.invoices.content import Item, Printed
from privacy.copies import wording
from privacy.exports import sheets
from privacy.exports.sheets import Sheet
from privacy.letters import previews

_LABEL = "orders.Invoice"


def register() -> None:
    """Say how they read, offer the books without names, and show both letters."""
    wording.words(_LABEL, "total", _amount, data=_amount_data)
    wording.words(_LABEL, "content", _content)
    wording.words(_LABEL, "buyer_address", _lines)
    wording.describe(_LABEL, title=_title, origin=_origin, along=("order",))
    sheets.offer(
        Sheet(
            key="invoices",
            label=_LABEL,
            title="Invoices and credit notes",
            also=("year", "position", "currency", "tax_total"),
            along=("order.number",),
        )
    )
    invented.preview(Verb.INVOICED, **_invented("INV-2026-00042", "£29.90"))
    invented.preview(Verb.CREDITED, **_invented("CN-2026-00007", "£9.50"))


def _title(invoice: Any) -> str:
    return f"{invoice.get_kind_display()} {invoice.number}"


def _origin(invoice: Any, name: str) -> str:
    on = f"on {wording.day(invoice.order.placed_at)}"
    if name.startswith("buyer_"):
        return f"you, when you ordered {on}"
    return f"us, from your order {on}"


def _amount(invoice: Any, value: Any) -> list[str]:
    return [money.shown(value, invoice.currency)]


def _amount_data(invoice: Any, value: Any) -> dict[str, str]:
    plain = money.plain(value, invoice.currency)
    return {"amount": plain, "currency": invoice.currency}


def _lines(_: Any, value: Printed) -> tuple[str, ...]:
    return tuple(value.lines)


def _content(invoice: Any, value: Any) -> list[str]:
    """The lines of the document, as somebody reads them."""
    items = [Item(**told) for told in value.get("items", ())]
    return [
        f"{_said(each)}: {_amount(invoice, Decimal(each.gross))[0]}" for each in items
    ]


def _said(item: Item) -> str:
    return f"{item.quantity} × {item.title}" if item.quantity else item.title


def _invented(number: str, total: str) -> dict[str, Any]:
    return {
        "invoice": number,
        "invoice_total": total,
        "invoice_link": previews.address(f"{invented.PATH}invoices/{number}/"),
        "invoice_until": date(2032, 11, 23),
    }
