"""Issuing: an invoice when an order is paid, a credit note when money goes back.

Both are written within the transaction of what they document. The number is taken as
late as can be, since whoever needs the next one waits until that transaction ends.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from orders import fulfilment, letters, money, refunds
from orders.event import Event, Verb
from orders.invoices import counter, writing
from orders.invoices.content import Content, Item
from orders.invoices.counter import Kind
from orders.invoices.invoice import Invoice
from orders.order import Order
from orders.refunds.refund import Refund
from privacy import purposes
from privacy.encryption import keys
from privacy.people import Person
from privacy.purposes import Purpose

_VERB = {Kind.INVOICE: Verb.INVOICED, Kind.CREDIT: Verb.CREDITED}


def register() -> None:
    """Follow payments and refunds, each within its own transaction."""
    fulfilment.paid.connect(_on_paid, dispatch_uid="an invoice for each payment")
    refunds.sent.connect(_on_refund, dispatch_uid="a credit note for each refund")


@transaction.atomic
def issue(*, order: Order, at: datetime) -> Invoice:
    """Issue the invoice of an order that was just paid, and write the letter.

    An order has one: doing it again returns the same and writes nothing.
    """
    order.lock()
    found: Invoice | None = _first(order)
    if found is not None:
        return found
    content = writing.sold(order, at=at)
    name, address = writing.buyer(order)
    made = Invoice(kind=Kind.INVOICE, buyer_name=name, buyer_address=address)
    return _issued(made, order, content, at=at, by=None)


@transaction.atomic
def credit(*, refund: Refund, at: datetime, by: Person | None) -> Invoice | None:
    """Issue the credit note of a refund that was just sent, and write the letter.

    It bears the buyer of the invoice that it corrects. Returns None for an order that
    has no invoice; doing it again returns the same and writes nothing.
    """
    order = Order.objects.select_for_update().get(pk=refund.order_id)
    before: Invoice | None = Invoice.objects.filter(refund_id=refund.pk).first()
    invoice = _first(order)
    if before is not None or invoice is None:
        return before
    content = writing.given_back(refund, invoice)
    made = Invoice(kind=Kind.CREDIT, corrects=invoice.pk, refund_id=refund.pk)
    with purposes.using(Purpose.ACCOUNTING):
        made.buyer_name = invoice.buyer_name
        made.buyer_address = invoice.buyer_address
    return _issued(made, order, content, at=at, by=by)


def _on_paid(*, order: Order, at: datetime, **_: Any) -> None:
    issue(order=order, at=at)


def _on_refund(*, refund: Refund, at: datetime, by: Person | None, **_: Any) -> None:
    credit(refund=refund, at=at, by=by)


def _first(order: Order) -> Invoice | None:
    found: Invoice | None = Invoice.objects.filter(
        order=order, kind=Kind.INVOICE, corrects=None
    ).first()
    return found


def _issued(
    made: Invoice,
    order: Order,
    content: Content,
    *,
    at: datetime,
    by: Person | None,
) -> Invoice:
    """Number it, write it under a key of its own, note it and tell the customer."""
    made.person_id, made.order = order.person_id, order
    made.issued_at, made.currency = at, order.currency
    made.total, made.tax_total = _sums(content.items)
    made.content = content.as_json()
    _save(made, at)
    Event.objects.create(
        person_id=order.person_id,
        order=order,
        verb=_VERB[Kind(made.kind)],
        part=made.pk,
        at=at,
        by=by,
    )
    _tell(made, order, at)
    return made


def _save(made: Invoice, at: datetime) -> None:
    """Take the next number of the series of its kind and year, and write it."""
    kind, made.year = Kind(made.kind), timezone.localdate(at).year
    keys.create(made.pk, at=at)
    made.position = counter.taken(kind, made.year)
    made.number = counter.written(kind, made.year, made.position)
    try:
        made.save(force_insert=True)
    except IntegrityError:
        # A key without a row opens nothing, but nobody would ever remove it.
        keys.discard(made.pk)
        raise


def _sums(items: Iterable[Item]) -> tuple[int, int]:
    listed = list(items)
    return sum(each.gross for each in listed), sum(each.tax for each in listed)


def _tell(made: Invoice, order: Order, at: datetime) -> None:
    """Write the letter, while there is a link to send."""
    if order.__dict__["link"] is None:
        return
    with purposes.using(Purpose.AFTER_SALES):
        there = reverse("orders:invoice", args=[order.link, made.number])
    also = {
        "invoice": made.number,
        "invoice_total": money.shown(made.total, made.currency),
        "invoice_link": f"{settings.SHOP_ORIGIN}{there}",
        "invoice_until": made.kept_until(),
    }
    letters.tell(order=order, verb=_VERB[Kind(made.kind)], at=at, also=also)
