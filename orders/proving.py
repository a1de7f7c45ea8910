"""What a customer knows of an order and a stranger does not: to prove who they are.

The number of one of their orders, and its total, its postcode or one of its items.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.crypto import constant_time_compare

from orders import money
from orders.addresses import tidied
from orders.order import Order
from privacy import purposes
from privacy.cases import proving
from privacy.encryption.keys import ValueErased
from privacy.purposes import Purpose


class OrderFacts:
    """Facts of orders, compared in constant time."""

    def can_ask(self, person_id: UUID) -> bool:
        """Tell whether they ever ordered."""
        return Order.objects.filter(person_id=person_id).exists()

    def matches(self, person_id: UUID, number: str, said: str) -> bool:
        """Tell whether `said` is the total, the postcode or an item of that order."""
        own = Order.objects.filter(person_id=person_id)
        order = own.filter(number=tidied(number).upper()).first()
        facts = _facts(order) if order else ["", "", ""]
        typed = _plain(said)
        # Each is compared, whether or not one matched before.
        matched = [constant_time_compare(typed, _plain(fact)) for fact in facts]
        return bool(order) and bool(typed) and any(matched)


def register() -> None:
    """Let identity be proved by facts of orders."""
    proving.register(OrderFacts())


def _facts(order: Order) -> list[str]:
    shown = money.shown(order.total, order.currency)
    amounts = [shown, shown.lstrip("£$€"), str(order.total)]
    return [*amounts, _postcode(order), *(line.title for line in order.lines.all())]


def _postcode(order: Order) -> str:
    try:
        with purposes.using(Purpose.OWN_REQUEST):
            address = order.delivery_address
    except ValueErased:
        return ""
    return address.postcode if address else ""


def _plain(text: str) -> str:
    """The text as it is compared: small letters, without spaces and signs."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())
