"""Stripe's own page as a way to pay: what it is asked, and what it may hear.

It hears the number of an order and an amount. Name, e-mail and address stay here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from decimal import Decimal
from urllib.parse import quote
from uuid import UUID, uuid5

from django.conf import settings
from django.urls import reverse

from orders import money, telling
from orders.order import Order
from orders.payment import Payment, PaymentVerification
from orders.payments import Refused, Unreachable
from orders.providers import calling, session
from orders.providers.session import Session, Unreadable
from privacy import disclosure, purposes
from privacy.disclosure import DisclosureRefused
from privacy.purposes import Purpose
from privacy.recipients import UnknownRecipient

KEY = "stripe"
SESSIONS = "/v1/checkout/sessions"
# Stripe counts these in whole units, as we do, and not in hundredths.
_WHOLE = frozenset(
    [
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    ]
)
# ISO 4217 writes the ariary with two digits; Stripe counts it whole.
_OTHERWISE = frozenset({"MGA"})


class NotAgreed(Refused):
    """Nobody may tell the provider: there is no consent, or none any more."""


class Stripe:
    """The customer types the card at Stripe; we hear whether it was paid."""

    key = KEY
    name = "Card, on Stripe’s page"
    hint = "You type your card there, and it never reaches us."
    page = "orders:pay-away"
    recipient = KEY
    pays_here = refunds = True

    def prepared(self) -> PaymentVerification:
        """A record without a page: that is asked for once the order stands."""
        return PaymentVerification(provider=self.key)

    def result(self) -> str:
        """Stripe said that it is paid."""
        return "approved"

    def refund(self, payment: Payment, amount: Decimal, key: UUID, at: datetime) -> str:
        """Have Stripe send part of a payment back to its card, once for each key."""
        record = opened(payment)
        if record is None or not record.reference:
            raise Refused("We no longer know this payment’s name at Stripe.")
        told = {"payment_intent": record.reference, "amount": f"{money.whole(amount)}"}
        with passage(
            payment, fields=("amount",), about=key, purpose=Purpose.AFTER_SALES, at=at
        ):
            answer = calling.post("/v1/refunds", told, key=str(key))
        if answer.get("status") in {"failed", "canceled"}:
            raise Refused("Stripe could not send it back to the card.")
        return _named(answer)

    def open(self, order: Order, payment: Payment, *, at: datetime) -> Session:
        """Have a page opened for a payment, once for each attempt at it."""
        with passage_to_page(payment, at=at):
            told = calling.post(
                SESSIONS, asked(order, payment), key=f"{payment.pk}-{payment.attempt}"
            )
        return _session(told)

    def ask(self, name: str, payment: Payment, *, at: datetime) -> Session:
        """Ask how a page stands, and what was checked of the card."""
        more = {"expand[]": "payment_intent.latest_charge"}
        with passage_to_page(payment, at=at):
            return _session(calling.get(f"{SESSIONS}/{quote(name, '')}", **more))

    def end(self, name: str, payment: Payment, *, at: datetime) -> Session:
        """Close a page that nobody should pay on any more."""
        with passage_to_page(payment, at=at):
            there = f"{SESSIONS}/{quote(name, '')}/expire"
            return _session(calling.post(there, {}, key=f"{payment.pk}-end-{name}"))


def asked(order: Order, payment: Payment) -> dict[str, str]:
    """Return all that Stripe hears of an order: number, amount, and our language.

    The way back names nothing: whoever has the order's secret link can open it.
    """
    back = settings.SHOP_ORIGIN + reverse("payments:back")
    price = "line_items[0][price_data]"
    return {
        "mode": "payment",
        "payment_method_types[0]": "card",
        "client_reference_id": order.number,
        "line_items[0][quantity]": "1",
        f"{price}[currency]": payment.currency.lower(),
        f"{price}[unit_amount]": f"{money.whole(payment.amount)}",
        f"{price}[product_data][name]": f"Order {order.number}",
        "locale": "en-GB",
        "success_url": back,
        "cancel_url": back,
    }


def counts_like_us(currency: str) -> bool:
    """Whether an amount in this currency is the same number there and here."""
    if money.exponent(currency) == 0:
        return currency in _WHOLE
    return money.exponent(currency) == 2 and currency not in _OTHERWISE


def opened(payment: Payment) -> PaymentVerification | None:
    """The sealed record of a payment, None once it is erased."""
    with purposes.using(Purpose.ORDER_CONFIRMATION):
        record: PaymentVerification | None = telling.opened(payment, "verification")
    return record


@contextmanager
def passage_to_page(payment: Payment, *, at: datetime) -> Iterator[None]:
    """Let the number and the amount of an order leave, in one row for each attempt."""
    about = uuid5(payment.pk, f"page {payment.attempt} {payment.consent_id}")
    with passage(
        payment,
        fields=("number", "amount"),
        about=about,
        purpose=Purpose.ORDER_CONFIRMATION,
        at=at,
    ):
        yield


@contextmanager
def passage(
    payment: Payment,
    *,
    fields: tuple[str, ...],
    about: UUID,
    purpose: Purpose,
    at: datetime,
) -> Iterator[None]:
    """Open the way to Stripe for one payment, or raise NotAgreed."""
    with ExitStack() as way:
        try:
            entry = disclosure.disclose(
                person=payment.person,
                recipient=KEY,
                fields=fields,
                purpose=purpose,
                consent=payment.consent,
                at=at,
                by=None,
                about=about,
            )
            way.enter_context(disclosure.leaving(entry))
        except (DisclosureRefused, UnknownRecipient) as refused:
            raise NotAgreed(
                "The customer has not agreed that Stripe hears of this order, or "
                "agrees no longer."
            ) from refused
        yield


def _session(told: object) -> Session:
    try:
        return session.read(told)
    except Unreadable:
        raise Unreachable("Stripe answered something else.") from None


def _named(told: object) -> str:
    try:
        return session.text(told, "id") if isinstance(told, dict) else ""
    except Unreadable:
        raise Unreachable("Stripe answered something else.") from None
