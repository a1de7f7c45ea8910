"""Product cards as HTML. A list draws dozens, so they are written here and not in a
template, which would cost more than everything else on the page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import NamedTuple, Protocol

from django.conf import settings
from django.utils.safestring import SafeString

from orders import money
from shop import icons
from shop.catalogue import links
from shop.catalogue.models import NEW_FOR

EAGER = 6
"""Pictures that load at once: as many as a first screen shows."""


class Card(NamedTuple):
    """What a card shows of a product; the names are columns of the table."""

    id: int
    name: str
    slug: str
    detail: str
    price: Decimal
    price_varies: bool
    was_price: Decimal | None
    available: bool
    picture: str
    listed_at: datetime
    name_key: str


class Priced(Protocol):
    """A card or a product: what says how its price is written."""

    @property
    def price(self) -> Decimal: ...
    @property
    def price_varies(self) -> bool: ...
    @property
    def was_price(self) -> Decimal | None: ...


_CARD = (
    '<li class="product">%s%s<h3><a href="%s">%s</a></h3>'
    '<p>%s</p><p class="price">%s</p></li>'
)
_PICTURE = '<img src="%s" width="400" height="400" alt=""%s>'
_NO_PICTURE = f'<span class="nopic">{icons.drawn("picture")}</span>'
_LATER = ' loading="lazy" decoding="async"'
_NEW = '<span class="tag flag">New</span>'
_SOLD_OUT = '<span class="tag flag">Sold out</span>'
_DROP = '<s><span class="vh">Was </span>%s</s> <span class="vh">Now </span>%s'


def drawn(
    cards: Iterable[Card], *, at: datetime, eager: int = EAGER, say_new: bool = True
) -> SafeString:
    """The cards as list items; pictures after the first `eager` load when needed.

    Where everything is new, `say_new` is better left out.
    """
    new_since = at - NEW_FOR if say_new else at
    return SafeString(
        "\n".join(
            _card(card, new_since, "" if n < eager else _LATER)
            for n, card in enumerate(cards)
        )
    )


def _card(card: Card, new_since: datetime, loading: str) -> str:
    address = links.picture(card.picture)
    flag = ""
    if not card.available:
        flag = _SOLD_OUT
    elif card.listed_at > new_since:
        flag = _NEW
    return _CARD % (
        _PICTURE % (address, loading) if address else _NO_PICTURE,
        flag,
        links.product(card.slug),
        escape(card.name),
        escape(card.detail),
        _price(card),
    )


def priced(card: Priced) -> SafeString:
    """The price, with “From” if variants differ, and with the old one after a drop."""
    return SafeString(_price(card))


def _price(card: Priced) -> str:
    price = shown(card.price)
    if card.price_varies:
        return f"From {price}"
    if card.was_price is not None and card.was_price > card.price:
        return _DROP % (shown(card.was_price), price)
    return price


@lru_cache(maxsize=4096)
def shown(amount: Decimal) -> str:
    """An amount of minor units in the shop's currency, as in £9.50."""
    return money.shown(amount, settings.SHOP_CURRENCY)
