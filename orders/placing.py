"""Placing an order: the moment when what was typed becomes a contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from orders import addresses, delivery, letters, money, numbers, payments, terms
from orders.addresses import Address
from orders.delivery import DeliveryMethod
from orders.event import Event, Verb
from orders.line import Line
from orders.order import Order
from privacy import consent, people
from privacy.asking import Given, Question
from privacy.consent import Consent
from privacy.people import Person

TRIES = 5


@dataclass(frozen=True)
class Item:
    """One thing to sell: prices gross in minor units, ``tax_rate`` in percent."""

    sku: str
    title: str
    variant: str
    unit_price: Decimal
    quantity: int
    tax_rate: Decimal


@dataclass(frozen=True, repr=False)
class _Wish:
    """Everything that was asked for, checked, before the order has a number."""

    checkout_id: UUID
    email: str
    name: str
    address: Address | None
    items: Sequence[Item]
    method: DeliveryMethod
    payment: str
    consent_sentence: str | None
    policy_version: int | None = None


def place(
    *,
    checkout_id: UUID,
    email: str,
    name: str,
    address: Address | None,
    items: Sequence[Item],
    delivery: str,
    payment: str,
    consent_sentence: str | None,
    policy_version: int | None = None,
    at: datetime,
) -> Order:
    """Place an order, once for each checkout: a second call returns the same order.

    Person, consent, order, lines, payment and the confirmation letter are written in
    one transaction, the caller's if there is one. Whoever takes stock does so in the
    same transaction, after this, and only if ``order.newly_placed``: then the form
    that was sent twice at once takes it once.

    ``delivery`` and ``payment`` are keys of methods; ``address`` is None for
    collection; ``consent_sentence`` is the sentence whose box was ticked;
    ``policy_version`` is the number of the privacy policy in force.

    Raises delivery.CannotDeliver, payments.UnknownMethod or consent.SentenceChanged,
    each with a sentence for the customer, and ValueError for an order of nothing or
    an address that lacks a part.
    """
    placed = _already(checkout_id)
    if placed:
        return placed
    method = _method(delivery, address, items, consent_sentence, at)
    payments.method(payment)
    wish = _Wish(
        *(checkout_id, email, name, address, items, method, payment),
        *(consent_sentence, policy_version),
    )
    return _placed_once(wish, at)


_OF_CHECKOUT = Question(
    lambda: Order.objects.filter(
        checkout_id=Given("checkout", Order._meta.get_field("checkout_id"))
    )
)


def _already(checkout_id: UUID) -> Order | None:
    found = _OF_CHECKOUT.answers(checkout=checkout_id)
    return found[0] if found else None


def _method(
    key: str,
    address: Address | None,
    items: Sequence[Item],
    consent_sentence: str | None,
    at: datetime,
) -> DeliveryMethod:
    """The delivery that was chosen, if it is open to this order."""
    if not items:
        raise ValueError("An order has at least one item.")
    worth = sum((money.line_total(item) for item in items), Decimal(0))
    country = address.country if address else terms.home()
    chosen = delivery.chosen(
        key, country, worth, consented=consent_sentence is not None, at=at
    )
    missing = chosen.needs_address and (
        addresses.problems(address) if address else {"address": "None was given."}
    )
    if missing:
        raise ValueError(f"The address lacks {', '.join(sorted(missing))}.")
    return chosen


def _placed_once(wish: _Wish, at: datetime, tries: int = TRIES) -> Order:
    """Write the order; one that another request just wrote is returned instead.

    A number or a reference that is taken already is drawn again.
    """
    try:
        with transaction.atomic():
            person = people.welcome(email=wish.email, name=wish.name, at=at)
            return _placed(wish, person, at)
    except IntegrityError:
        placed = _already(wish.checkout_id)
        if placed is None and tries == 1:
            raise
        return placed or _placed_once(wish, at, tries - 1)


def _placed(wish: _Wish, person: Person, at: datetime) -> Order:
    link = numbers.new_link()
    order = _numbered(wish, person, link, _consented(wish, person, link, at), at)
    lines = Line.objects.bulk_create(
        _line(order, position, item) for position, item in enumerate(wish.items, 1)
    )
    payment = payments.open_payment(order=order, method_key=wish.payment, at=at)
    Event.objects.create(person=person, order=order, verb=Verb.PLACED, at=at)
    letters.tell(order=order, verb=Verb.PLACED, at=at, payment=payment, lines=lines)
    order.newly_placed = True
    return order


def _consented(wish: _Wish, person: Person, link: str, at: datetime) -> Consent | None:
    """The consent to the carrier, where the order needs one."""
    to = wish.method.recipient
    if to is None or wish.consent_sentence is None:
        return None
    return consent.give(
        person=person,
        recipient=to.key,
        sentence=wish.consent_sentence,
        at=at,
        page=f"{settings.SHOP_ORIGIN}{reverse('orders:order', args=[link])}",
    )


def _numbered(
    wish: _Wish, person: Person, link: str, agreed: Consent | None, at: datetime
) -> Order:
    method, added = wish.method, delivery.totals(wish.items, wish.method)
    order: Order = Order.objects.create(
        person=person,
        number=numbers.new_number(terms.order_prefix()),
        checkout_id=wish.checkout_id,
        contact_name=wish.name,
        contact_email=wish.email,
        delivery_address=wish.address if method.needs_address else None,
        link=link,
        delivery_method=method.key,
        delivery_name=method.name,
        delivery_tax_rate=method.tax_rate,
        consent=agreed,
        earliest_on=method.earliest,
        latest_on=method.latest,
        currency=terms.currency(),
        items_total=added.items,
        delivery_total=added.delivery,
        tax_total=added.tax,
        total=added.total,
        policy_version=wish.policy_version,
        placed_at=at,
    )
    return order


def _line(order: Order, position: int, item: Item) -> Line:
    gross = money.line_total(item)
    return Line(
        person_id=order.person_id,
        order=order,
        position=position,
        sku=item.sku,
        title=item.title,
        variant=item.variant,
        unit_price=item.unit_price,
        quantity=item.quantity,
        tax_rate=item.tax_rate,
        line_total=gross,
        tax=money.tax_included(gross, item.tax_rate),
        sold_at=order.placed_at,
    )
