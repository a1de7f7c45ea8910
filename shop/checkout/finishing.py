"""Finishing: a draft becomes an order and its stock is taken, both or neither."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from orders import placing
from orders.models import Order
from orders.providers import agreeing
from shop.catalogue import stock
from shop.checkout import drafts
from shop.checkout.models import Draft, Typed
from shop.checkout.offer import Offer
from shop.policy import in_force


def finish(*, draft: Draft, typed: Typed, offer: Offer, at: datetime) -> Order:
    """Place the order that `draft` describes, at the prices of `offer`.

    The draft is its number: sent twice, or by two at once, it makes one order and
    takes its stock once. Raises stock.OutOfStock, or what placing.place refuses;
    then nothing has changed.
    """
    if offer.method is None:
        raise ValueError("An order needs a delivery.")
    with transaction.atomic():
        order = placing.place(
            checkout_id=draft.pk,
            email=typed.email,
            name=typed.name,
            address=typed.address if offer.method.needs_address else None,
            items=offer.items,
            delivery=offer.method.key,
            payment=typed.payment,
            consent_sentence=typed.consent,
            policy_version=in_force.number(at=at),
            at=at,
        )
        if order.newly_placed:
            stock.take({line.sku: line.quantity for line in offer.lines})
            if typed.pay_consent is not None:
                agreeing.agree(order=order, words=typed.pay_consent, at=at)
        drafts.discard(draft)
    return order


def order_of(checkout_id: UUID) -> Order | None:
    """The order that came of a draft, if one did."""
    found: Order | None = Order.objects.filter(checkout_id=checkout_id).first()
    return found
