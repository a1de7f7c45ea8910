"""The form in which the demo catalogue is written down."""

from __future__ import annotations

from dataclasses import dataclass

from shop.catalogue.colours import Colour

VAT = 20
"""Per cent: stationery has the standard rate in the United Kingdom. Only printed
books and the like are zero-rated (VAT Notice 701/10), and nothing here is one."""


@dataclass(frozen=True)
class Version:
    """One variant: how it differs, its price in pence, how many are on the shelf."""

    label: str
    price: int
    stock: int


@dataclass(frozen=True)
class Ware:
    """One product. Its SKUs are `sku` and, with several versions, a number after it.

    `drawing` names a picture of the demo art or nothing; `age` is in days; `was` is
    the price in pence before a drop; `gone` says that it is no longer sold.
    """

    sku: str
    name: str
    detail: str
    drawing: str
    colour: Colour
    material: str
    letterbox: bool
    age: int
    versions: tuple[Version, ...]
    description: str
    was: int | None = None
    gone: bool = False

    def skus(self) -> tuple[str, ...]:
        """Return one SKU per version, in their order."""
        if len(self.versions) == 1:
            return (self.sku,)
        return tuple(f"{self.sku}-{n}" for n in range(1, len(self.versions) + 1))


def one(price: int, stock: int) -> tuple[Version, ...]:
    """Return the only version of a product: its price in pence and its stock."""
    return (Version("", price, stock),)
