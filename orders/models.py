"""The tables of the first floor, gathered from the modules that own them."""

from __future__ import annotations

from orders.conversation.message import Message
from orders.event import Event
from orders.line import Line
from orders.order import Order
from orders.payment import Payment, PaymentVerification

__all__ = ["Event", "Line", "Message", "Order", "Payment", "PaymentVerification"]
