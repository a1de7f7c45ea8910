"""What is written on a document, taken from the order or the refund at that moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.utils import timezone

from orders import addresses, money, payments, taxes, terms
from orders.invoices.content import Content, Item, Printed, Seller
from orders.invoices.invoice import Invoice
from orders.line import Line
from orders.order import Order
from orders.payments import UnknownMethod
from orders.refunds.refund import Reason, Refund
from orders.refunds.refund_line import RefundLine
from privacy import purposes
from privacy.purposes import Purpose


def sold(order: Order, *, at: datetime) -> Content:
    """What the invoice of an order says that was paid at a moment."""
    items = [_line(line) for line in order.lines.all()]
    if order.delivery_total:
        tax = money.tax_included(order.delivery_total, order.delivery_tax_rate)
        items.append(_delivery(order, order.delivery_total, tax))
    ordered_on = timezone.localdate(order.placed_at)
    return Content(
        seller=_seller(),
        country=_taxed_in(order, items, ordered_on),
        tax_name=terms.tax_name(),
        order=order.number,
        ordered_on=ordered_on.isoformat(),
        paid_on=timezone.localdate(at).isoformat(),
        paid_by=_way(order),
        items=tuple(items),
    )


def given_back(refund: Refund, invoice: Invoice) -> Content:
    """What the credit note of a refund says; who sold and where stay the invoice's."""
    before = invoice.printed
    items = [_returned(each) for each in refund.lines.select_related("line")]
    if refund.delivery:
        items.append(_delivery(refund.order, refund.delivery, refund.delivery_tax))
    return replace(
        before,
        items=tuple(items),
        corrects=invoice.number,
        corrects_on=timezone.localdate(invoice.issued_at).isoformat(),
        reason=str(Reason(refund.reason).label),
    )


def buyer(order: Order) -> tuple[str, Printed | None]:
    """Name and address of who ordered, as printed; no address where it is collected."""
    with purposes.using(Purpose.AFTER_SALES):
        name, address = order.contact_name, order.delivery_address
    if address is None:
        return name, None
    return name, Printed(tuple(addresses.lines(address, home=terms.home())))


def _seller() -> Seller:
    return Seller(
        name=settings.SHOP_NAME,
        address=settings.SHOP_ADDRESS,
        tax_number=settings.SHOP_TAX_NUMBER,
        email=settings.SHOP_EMAIL,
    )


def _line(line: Line) -> Item:
    return _of(line, line.quantity, line.line_total, line.tax)


def _returned(each: RefundLine) -> Item:
    return _of(each.line, each.quantity, each.amount, each.tax)


def _of(line: Line, quantity: int, gross: Decimal, tax: Decimal) -> Item:
    return Item(
        title=line.title,
        variant=line.variant,
        sku=line.sku,
        quantity=quantity,
        unit=int(line.unit_price),
        gross=int(gross),
        rate=str(line.tax_rate),
        tax=int(tax),
    )


def _delivery(order: Order, gross: Decimal, tax: Decimal) -> Item:
    return Item(
        title=order.delivery_name,
        variant="",
        sku="",
        quantity=1,
        unit=int(gross),
        gross=int(gross),
        rate=str(order.delivery_tax_rate),
        tax=int(tax),
    )


def _taxed_in(order: Order, items: list[Item], on: date) -> str:
    """The country whose tax is inside; what is collected is taxed at home."""
    with purposes.using(Purpose.AFTER_SALES):
        address = order.delivery_address
    to = address.country if address else terms.home()
    return taxes.due_in(to, charged=[Decimal(each.rate) for each in items], on=on)


def _way(order: Order) -> str:
    try:
        return payments.method(order.payment.method).name
    except UnknownMethod:
        return ""
