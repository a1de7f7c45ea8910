"""The letters about an order: one for each thing that happens to it.

Each says what happened, what comes next and what was bought, in plain text first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from orders import telling
from orders.event import Verb
from orders.line import Line
from orders.order import Order
from orders.payment import Payment
from privacy import letters, purposes
from privacy.purposes import Purpose

KEEP_DAYS = 90
PURPOSE = {
    Verb.PLACED: Purpose.ORDER_CONFIRMATION,
    Verb.PAID: Purpose.ORDER_CONFIRMATION,
    Verb.PACKED: Purpose.DELIVERY,
    Verb.HANDED_OVER: Purpose.DELIVERY,
    Verb.DELIVERED: Purpose.DELIVERY,
    Verb.LEFT_OUT: Purpose.DELIVERY,
    Verb.LOST: Purpose.DELIVERY,
    Verb.CAME_BACK: Purpose.DELIVERY,
    Verb.ADDRESS_CHANGED: Purpose.DELIVERY,
    Verb.CANCELLED: Purpose.AFTER_SALES,
    Verb.REFUND_OPENED: Purpose.AFTER_SALES,
    Verb.ACCOUNT_GIVEN: Purpose.AFTER_SALES,
    Verb.REFUND_CALLED_OFF: Purpose.AFTER_SALES,
    Verb.REFUNDED: Purpose.AFTER_SALES,
    Verb.INVOICED: Purpose.AFTER_SALES,
    Verb.CREDITED: Purpose.AFTER_SALES,
    Verb.WITHDRAWN: Purpose.AFTER_SALES,
    Verb.RETURN_ANNOUNCED: Purpose.AFTER_SALES,
    Verb.RETURN_CALLED_OFF: Purpose.AFTER_SALES,
    Verb.RETURN_RECEIVED: Purpose.AFTER_SALES,
    Verb.RETURN_INSPECTED: Purpose.AFTER_SALES,
    Verb.RETURN_REFUSED: Purpose.AFTER_SALES,
    Verb.EXCHANGED: Purpose.AFTER_SALES,
}
"""What each letter is for; a verb that is not here sends none."""

for _verb, _purpose in PURPOSE.items():
    letters.register(f"orders/{_verb.value}", purpose=_purpose, keep_days=KEEP_DAYS)


def tell(
    *,
    order: Order,
    verb: Verb,
    at: datetime,
    payment: Payment | None = None,
    lines: Sequence[Line] | None = None,
    also: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    """Write the customer the letter about what just happened to the order.

    ``payment`` and ``lines`` are its own, where the caller has just written them.
    ``also`` are further facts for the letter, as plain values.
    """
    with purposes.using(PURPOSE[verb]):
        context = {**facts(order, payment, lines), **also}
    letters.write(
        template=f"orders/{verb.value}",
        purpose=PURPOSE[verb],
        person=order.person,
        context=context,
        at=at,
    )


def facts(
    order: Order, payment: Payment | None = None, lines: Sequence[Line] | None = None
) -> dict[str, Any]:
    """Everything that a letter about the order may say, as plain values.

    Needs a purpose that opens name, address and link. The reference of a transfer is
    for the confirmation alone, and is left out of any other letter.
    """
    use = purposes.under_way()
    confirming = use is not None and use.purpose == Purpose.ORDER_CONFIRMATION
    # Fresh: the caller's order may remember the payment as it was.
    payment = payment or Payment.objects.get(order=order)
    return {
        "number": order.number,
        "name": order.contact_name,
        "link": order.url_for_customer(),
        "ask_link": f"{order.url_for_customer()}questions/",
        "unpaid": payment.is_unsettled,
        "bill": telling.bill(order, lines),
        "address": telling.address_lines(order),
        "collected": order.is_collected,
        "carrier": order.delivery_name if order.goes_by_carrier else "",
        "arrival": telling.arrival(order),
        "paid": payment.is_paid,
        "transfer": telling.transfer(payment) if confirming else None,
        "contact_until": order.contact_kept_until(),
        "books_until": order.books_kept_until(),
    }
