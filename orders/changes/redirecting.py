"""The customer sends the order to another address, while nothing of it is packed.

The agreement to the carrier stands: it names who gets name and address, and for what.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from orders import countries, delivery, letters, taxes, terms
from orders.addresses import Address
from orders.changes import cancelling
from orders.event import Event, Verb
from orders.order import Order
from orders.parcels.parcel import FAILED, Parcel
from orders.states import State, WrongState
from privacy import purposes
from privacy.purposes import Purpose


class CostsOtherwise(Exception):
    """In that country delivery would cost something else; the text says what to do."""


def is_open(order: Order) -> bool:
    """Whether a parcel is still to be packed, for the first time or again."""
    if order.is_collected:
        return False
    if order.state == State.CAME_BACK:
        back = Parcel.objects.filter(order=order, state__in=FAILED)
        return bool(back.filter(made_good_at=None).exists())
    return cancelling.is_open(order)


def instead(order: Order) -> str:
    """Say why the address can't be changed any more, and what the customer can do."""
    if order.is_collected:
        return "You collect this order from our shop, so it goes to no address."
    with_us = order.state in {State.PLACED, State.PAID, State.PACKED}
    if with_us and not cancelling.has_left(order):
        return (
            "We have packed the order, so you can’t change its address here any more. "
            "Write to us: while it is with us we can still stop it."
        )
    if order.state == State.CANCELLED:
        return "The order is cancelled. Nothing will be sent."
    return (
        "The order has left us, so it goes to the address below. If it does not reach "
        "you, it comes back to us, and we write to you."
    )


@transaction.atomic
def redirect(*, order: Order, address: Address, at: datetime) -> bool:
    """Send the order to a normalised address that lacks nothing; return whether it is
    another one. The old one is not kept.

    Raises WrongState when something is packed already, and CostsOtherwise.
    """
    order.lock()
    if not is_open(order):
        raise WrongState(instead(order))
    with purposes.using(Purpose.OWN_REQUEST):
        before: Address = order.delivery_address
    if address == before:
        return False
    if address.country != before.country:
        require_same_costs(order, before.country, address.country, at=at)
    order.delivery_address = address
    order.save(update_fields=["delivery_address"])
    Event.objects.create(
        person_id=order.person_id, order=order, verb=Verb.ADDRESS_CHANGED, at=at
    )
    letters.tell(order=order, verb=Verb.ADDRESS_CHANGED, at=at)
    return True


def require_same_costs(
    order: Order, before: str, country: str, *, at: datetime
) -> None:
    """Raise CostsOtherwise where delivery has another price or is not offered there,
    or another tax is inside the prices."""
    ways = delivery.methods(country, order.items_total, at=at)
    same = (order.delivery_method, order.delivery_total)
    brings = same in {(way.key, way.price) for way in ways}
    if not brings or not _same_tax(before, country, order.placed_at):
        raise CostsOtherwise(
            f"Price or tax are not the same in {countries.within(country)}. Cancel "
            "this order and place it again with that address"
        )


def _same_tax(one: str, other: str, at: datetime) -> bool:
    """Whether every rate of home becomes the same in both countries."""
    on = timezone.localdate(at)
    home = taxes.rates(terms.home(), on=on)
    known = {*home.by_class.values()} if home else {terms.delivery_tax_rate()}
    return all(
        taxes.rate(rate, to=one, on=on) == taxes.rate(rate, to=other, on=on)
        for rate in known
    )
