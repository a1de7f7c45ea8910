"""The offer: what the basket's lines, a delivery and the tax come to right now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from orders import delivery, money, terms
from orders.delivery import DeliveryMethod
from orders.money import Totals
from orders.placing import Item
from shop.catalogue import browsing, links
from shop.catalogue.browsing import Ware
from shop.checkout.basket import MAX_QUANTITY, Basket


@dataclass(frozen=True)
class Line:
    """One line of the basket with what the catalogue says of it today.

    `unit_price` is gross in minor units, `left` how many can be had. `tax_rate` is the
    rate inside the price where it is brought, `rate_at_home` the product's own.
    """

    sku: str
    title: str
    variant: str
    picture: str
    url: str
    unit_price: Decimal
    quantity: int
    tax_rate: Decimal
    left: int
    rate_at_home: Decimal

    @property
    def total(self) -> Decimal:
        """Unit price times quantity."""
        return money.line_total(self)

    @property
    def problem(self) -> str:
        """Why this can't be bought as it stands, in a sentence; "" if it can."""
        if self.left == 0:
            return "Sold out. Remove it to go on"
        if self.quantity > self.left:
            return too_many(self.left)
        return ""


@dataclass(frozen=True)
class Offer:
    """What the customer would get and pay now. `method` is None until it is chosen."""

    lines: tuple[Line, ...]
    totals: Totals
    method: DeliveryMethod | None = None

    @property
    def count(self) -> int:
        """How many pieces it has."""
        return sum(line.quantity for line in self.lines)

    @property
    def can_be_bought(self) -> bool:
        """Whether there is something in it and the stock has all of it."""
        return bool(self.lines) and not any(line.problem for line in self.lines)

    @property
    def items(self) -> list[Item]:
        """The lines as an order keeps them."""
        return [
            Item(
                sku=line.sku,
                title=line.title,
                variant=line.variant,
                unit_price=line.unit_price,
                quantity=line.quantity,
                tax_rate=line.tax_rate,
            )
            for line in self.lines
        ]

    @property
    def prices(self) -> dict[str, int]:
        """Unit prices by sku, to remember what was shown."""
        return {line.sku: int(line.unit_price) for line in self.lines}

    @property
    def mark(self) -> str:
        """A short digest of all that is charged; it differs when anything does."""
        charged = [
            (line.sku, line.quantity, int(line.unit_price), str(line.tax_rate))
            for line in self.lines
        ]
        way = self.method.key if self.method else ""
        said = json.dumps([charged, way, int(self.totals.total), int(self.totals.tax)])
        return hashlib.sha256(said.encode()).hexdigest()[:32]

    def changes(self, shown: Mapping[str, int]) -> list[str]:
        """A sentence for each price that is not what was `shown` before."""
        return [
            f"{line.title} was {_price(shown[line.sku])}"
            f" and is now {_price(line.unit_price)}."
            for line in self.lines
            if line.sku in shown and shown[line.sku] != line.unit_price
        ]


def made(basket: Basket, method: DeliveryMethod | None = None) -> Offer:
    """The offer for `basket`: one query. What is no longer sold is left out."""
    found = browsing.wares(basket.quantities)
    lines = tuple(
        line_of(found[sku], quantity)
        for sku, quantity in basket.quantities.items()
        if sku in found and found[sku].on_sale
    )
    return Offer(lines=lines, totals=_totals(lines, method), method=method)


def with_method(offer: Offer, method: DeliveryMethod) -> Offer:
    """The same lines with a delivery; the tax inside follows where they are brought."""
    lines = tuple(
        replace(line, tax_rate=method.taxed(line.rate_at_home)) for line in offer.lines
    )
    return Offer(lines, _totals(lines, method), method)


def line_of(ware: Ware, quantity: int) -> Line:
    """One line for so many of `ware`."""
    return Line(
        sku=ware.sku,
        title=ware.name,
        variant=ware.label,
        picture=links.picture(ware.picture),
        url=links.product(ware.slug),
        unit_price=ware.price,
        quantity=quantity,
        tax_rate=ware.tax_rate,
        left=ware.stock,
        rate_at_home=ware.tax_rate,
    )


def too_many(left: int) -> str:
    """What to tell somebody who wants more than there is."""
    if left >= MAX_QUANTITY:
        return f"Quantity must be {MAX_QUANTITY} or fewer"
    return f"Quantity must be {left} or fewer. We have {left} left"


def _totals(lines: tuple[Line, ...], method: DeliveryMethod | None) -> Totals:
    if method:
        return delivery.totals(lines, method)
    return money.totals(lines, Decimal(0), delivery_rate=terms.delivery_tax_rate())


def _price(amount: Decimal | int) -> str:
    return money.shown(Decimal(amount), terms.currency())
