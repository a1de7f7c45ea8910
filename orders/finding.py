"""Finding an order by exactly what somebody knows of it: number, address, reference,
or the secret link to its page."""

from __future__ import annotations

from typing import Any

from orders import numbers, terms
from orders.addresses import tidied
from orders.event import Event
from orders.line import Line
from orders.numbers import Mistyped
from orders.order import Order, OrderQuerySet
from orders.payment import Payment
from privacy.asking import Given, Question

MOST = 50
NOTHING = (
    "Nothing is exactly that. Search for a whole order number, a whole email address "
    "or a whole transfer reference."
)

_LINK: Any = Order._meta.get_field("link_index")
_BEHIND = Question(
    lambda: Order.objects.select_related("payment", "consent").filter(
        # Both, while the root of the digests is being replaced.
        link_index__in=[Given("digest", _LINK), Given("other", _LINK)]
    )
)
_LINES = Question(lambda: Line.objects.filter(order=Given("order", Order._meta.pk)))
_EVENTS = Question(lambda: Event.objects.filter(order=Given("order", Order._meta.pk)))


def behind(link: str) -> Order | None:
    """The order whose page has this secret, with its payment and consent at hand."""
    digests = _LINK.digests_of(link)
    found = _BEHIND.answers(digest=digests[0], other=digests[-1])
    return found[0] if found else None


def lines(order: Order) -> list[Line]:
    """What was sold, in sequence."""
    return _LINES.answers(order=order.pk)


def events(order: Order) -> list[Event]:
    """What happened, oldest first."""
    return _EVENTS.answers(order=order.pk)


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


def field(typed: str) -> str:
    """Name the field that somebody seems to know: an address, or some number."""
    return f"orders.Order.{'contact_email' if '@' in typed else 'number'}"


def _by_reference(typed: str) -> OrderQuerySet:
    try:
        reference = numbers.read_reference(typed, terms.order_prefix())
    except Mistyped:
        return OrderQuerySet(Order).none()
    payments = Payment.objects.with_code(reference)
    return OrderQuerySet(Order).filter(payment__in=payments)
