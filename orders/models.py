"""The tables of the first floor, gathered from the modules that own them."""

from __future__ import annotations

from orders.conversation.message import Message
from orders.event import Event
from orders.invoices.counter import InvoiceCounter
from orders.invoices.invoice import Invoice
from orders.line import Line
from orders.order import Order
from orders.parcels.parcel import Parcel, ParcelLine
from orders.payment import Payment, PaymentVerification
from orders.providers.notice import ProviderNotice
from orders.refunds.refund import Refund
from orders.refunds.refund_line import RefundLine
from orders.returns.coming_back import Return
from orders.returns.line import ReturnLine

__all__ = [
    "Event",
    "Invoice",
    "InvoiceCounter",
    "Line",
    "Message",
    "Order",
    "Parcel",
    "ParcelLine",
    "Payment",
    "PaymentVerification",
    "ProviderNotice",
    "Refund",
    "RefundLine",
    "Return",
    "ReturnLine",
]
