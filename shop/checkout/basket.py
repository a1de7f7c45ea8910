"""The basket: a signed note in the customer's browser of sku and quantity.

It knows no session, no database and nobody's name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from shop.cookies import BASKET, BASKET_LIFE

COOKIE = BASKET.name
LIFE = BASKET_LIFE
MAX_LINES = 50
MAX_QUANTITY = 99

_SALT = "shop.basket"
_SKU = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


class BasketFull(Exception):
    """The basket holds as many different things as its cookie can."""


class Basket:
    """What the customer wants to buy: quantities by sku, in the order added."""

    def __init__(
        self,
        quantities: Mapping[str, int] | None = None,
        saved_at: datetime | None = None,
    ) -> None:
        self.quantities: dict[str, int] = dict(quantities or {})
        self.saved_at = saved_at

    @classmethod
    def from_request(cls, request: HttpRequest) -> Basket:
        """The basket in the request's cookie; empty if there is none to trust."""
        cookie = request.COOKIES.get(COOKIE)
        if not cookie:
            return cls()
        try:
            typed = signing.loads(cookie, salt=_SALT, max_age=LIFE)
            return cls(_trusted(typed), _moment(cookie))
        except (signing.BadSignature, ValueError):
            # Not only what was tampered with or is too old: a cookie signed with a
            # key that has been replaced since ends here too.
            return cls()

    def __bool__(self) -> bool:
        return bool(self.quantities)

    @property
    def count(self) -> int:
        """How many pieces are in the basket, all lines together."""
        return sum(self.quantities.values())

    @property
    def ends_on(self) -> datetime | None:
        """When the browser forgets the basket, unless it changes before."""
        return self.saved_at + LIFE if self.saved_at else None

    def quantity(self, sku: str) -> int:
        """How many of `sku` are in the basket."""
        return self.quantities.get(sku, 0)

    def add(self, sku: str, quantity: int) -> None:
        """Put `quantity` more of `sku` in. Raises BasketFull."""
        self.set(sku, self.quantity(sku) + quantity)

    def set(self, sku: str, quantity: int) -> None:
        """Hold `quantity` of `sku`, 99 at most; none removes it. Raises BasketFull."""
        if quantity < 1:
            self.remove(sku)
            return
        if sku not in self.quantities and len(self.quantities) >= MAX_LINES:
            raise BasketFull
        self.quantities[sku] = min(quantity, MAX_QUANTITY)

    def remove(self, sku: str) -> None:
        """Take all of `sku` out."""
        self.quantities.pop(sku, None)

    def empty(self) -> None:
        """Take everything out."""
        self.quantities.clear()

    def save(self, response: HttpResponseBase) -> None:
        """Write the cookie, or delete it when nothing is left to remember."""
        if not self:
            response.delete_cookie(COOKIE, samesite="Lax")
            return
        response.set_cookie(
            COOKIE,
            signing.dumps(self.quantities, salt=_SALT, compress=True),
            max_age=LIFE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def is_sku(text: str) -> bool:
    """Whether `text` can be the sku of anything."""
    return bool(_SKU.fullmatch(text))


def _trusted(typed: Any) -> dict[str, int]:
    """What a signed cookie may hold, so that a leaked key can't do more than that."""
    if not isinstance(typed, dict) or len(typed) > MAX_LINES:
        raise ValueError
    for sku, quantity in typed.items():
        if not is_sku(sku) or type(quantity) is not int:
            raise ValueError
        if not 1 <= quantity <= MAX_QUANTITY:
            raise ValueError
    return typed


def _moment(cookie: str) -> datetime:
    """When the cookie was signed: the timestamp that is part of its signature."""
    seconds = signing.b62_decode(cookie.rsplit(":", 2)[1])
    return datetime.fromtimestamp(seconds, tz=UTC)
