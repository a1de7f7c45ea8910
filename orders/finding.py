"""Finding an order by exactly what somebody knows of it: number, address, reference."""

from __future__ import annotations

from orders import numbers, terms
from orders.addresses import tidied
from orders.numbers import Mistyped
from orders.order import Order, OrderQuerySet
from orders.payment import Payment

MOST = 50
NOTHING = (
    "Nothing is exactly that. Search for a whole order number, a whole email address "
    "or a whole transfer reference."
)


def exactly(typed: str) -> list[Order]:
    """The orders that exactly match, newest first, fifty at most.

    An e-mail address is looked up by its blind index, and so is a transfer reference,
    once its check sign says that it was typed as it was given out.
    """
    wanted = tidied(typed)
    if "@" in wanted:
        found = Order.objects.filter(contact_email=wanted)
    else:
        number = Order.objects.filter(number=wanted.upper())
        found = number if number.exists() else _by_reference(wanted)
    return list(found.order_by("-placed_at")[:MOST])


def _by_reference(typed: str) -> OrderQuerySet:
    try:
        reference = numbers.read_reference(typed, terms.order_prefix())
    except Mistyped:
        return OrderQuerySet(Order).none()
    payments = Payment.objects.with_code(reference)
    return OrderQuerySet(Order).filter(payment__in=payments)
