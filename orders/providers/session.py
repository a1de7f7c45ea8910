"""One page that Stripe opened for a payment, as its API and its notices tell of it.

The object is called a Checkout Session there. What does not read as one is no session.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

PAGES = "checkout.stripe.com"
LONGEST = 2_000


class Unreadable(ValueError):
    """This is not what the provider sends."""


class News(StrEnum):
    """What a session says of its payment."""

    PAID = "paid"
    FAILED = "failed"
    ENDED = "ended"
    WAITS = "waits"


@dataclass(frozen=True, repr=False)
class Card:
    """What is kept of a card: its brand, last four digits, and what was checked."""

    brand: str
    last_four: str
    checks: str


@dataclass(frozen=True, repr=False)
class Session:
    """A page and where it stands.

    ``order`` is the number we gave it, ``amount`` what it takes in the smallest unit of
    ``currency`` (small letters), ``payment`` the provider's name for the money.
    """

    id: str
    order: str
    amount: int
    currency: str
    status: str
    is_paid: bool
    payment: str = ""
    page: str = ""
    card: Card | None = None

    @property
    def news(self) -> News:
        """What follows from where it stands."""
        if self.is_paid:
            return News.PAID
        return News.ENDED if self.status == "expired" else News.WAITS


def read(told: Any) -> Session:
    """Return the session that some JSON tells of, or raise Unreadable."""
    if not isinstance(told, dict) or told.get("object") != "checkout.session":
        raise Unreadable("That is no session.")
    money = told.get("payment_intent")
    amount = told.get("amount_total")
    if not isinstance(amount, int) or isinstance(amount, bool):
        raise Unreadable("A session without an amount.")
    return Session(
        id=text(told, "id"),
        order=text(told, "client_reference_id", or_none=True),
        amount=amount,
        currency=text(told, "currency"),
        status=text(told, "status"),
        is_paid=told.get("payment_status") == "paid",
        payment=text({"id": _name_of(money)}, "id", or_none=True),
        page=_page(text(told, "url", or_none=True)),
        card=_card(money) if isinstance(money, dict) else None,
    )


def text(told: Mapping[str, Any], name: str, *, or_none: bool = False) -> str:
    """Return a text that has to be there, "" for one that may be null."""
    said = told.get(name)
    if said is None and or_none:
        return ""
    if not isinstance(said, str) or not said.isprintable() or len(said) > LONGEST:
        raise Unreadable(f"{name} is missing.")
    return said


def _name_of(money: Any) -> Any:
    """The name of the payment, which is told alone or with all that is known of it."""
    return money.get("id") if isinstance(money, dict) else money


def _page(url: str) -> str:
    """The page if it is the provider's own, over TLS; a link to none other is shown."""
    try:
        there = urlsplit(url)
    except ValueError:
        return ""
    return url if (there.scheme, there.netloc) == ("https", PAGES) else ""


def _card(money: Mapping[str, Any]) -> Card | None:
    """What the last charge says of its card, where one was asked for with it."""
    charge = money.get("latest_charge")
    details = charge.get("payment_method_details") if isinstance(charge, dict) else None
    card = details.get("card") if isinstance(details, dict) else None
    if not isinstance(card, dict):
        return None
    return Card(
        brand=text(card, "brand", or_none=True)[:30],
        last_four=text(card, "last4", or_none=True)[-4:],
        checks="; ".join(_checks(card)),
    )


def _checks(card: Mapping[str, Any]) -> Iterator[str]:
    """Each check that was made, and how it went: "cvc: pass"."""
    made = card.get("checks")
    names = {
        "cvc_check": "cvc",
        "address_line1_check": "street",
        "address_postal_code_check": "postcode",
    }
    for name, word in names.items():
        said = made.get(name) if isinstance(made, dict) else None
        if isinstance(said, str):
            yield f"{word}: {said[:20]}"
    secure = card.get("three_d_secure")
    if isinstance(secure, dict) and isinstance(secure.get("result"), str):
        yield f"3-D Secure: {secure['result'][:30]}"
