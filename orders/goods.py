"""Goods and their shelf: orders say what they need or give back, the shop answers.

Orders know no product. Whoever has the shelf listens to the two signals and answers
what can be bought now; where nobody has one, nothing is for sale.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.dispatch import Signal

came_back = Signal()
"""Sent with ``order``, ``items`` (SKU to quantity), ``at`` and ``by`` inside the
transaction in which goods are fit to be sold again: they go back on the shelf, or
nothing is done at all."""

wanted = Signal()
"""Sent with the same: the goods are taken from the shelf, or SoldOut is raised."""


class SoldOut(Exception):
    """Fewer are left than an order needs: ``left`` of ``sku``, perhaps none."""

    def __init__(self, sku: str, left: int) -> None:
        super().__init__(f"{left} left of {sku}.")
        self.sku, self.left = sku, left


@dataclass(frozen=True)
class Ware:
    """Something that is sold today: its price gross in minor units, tax in percent.

    ``left`` is how many can be had.
    """

    sku: str
    title: str
    variant: str
    unit_price: Decimal
    tax_rate: Decimal
    left: int


@dataclass(frozen=True)
class _Shelf:
    find: Callable[[str], Ware | None]
    alternatives: Callable[[str], Iterable[Ware]]


_SHELVES: list[_Shelf] = []


def answer(
    *,
    find: Callable[[str], Ware | None],
    alternatives: Callable[[str], Iterable[Ware]],
) -> None:
    """Let a shop answer for its shelf; the last one that did is asked."""
    _SHELVES[:] = [_Shelf(find, alternatives)]


def find(sku: str) -> Ware | None:
    """Return what that SKU is today, or None where it is not sold any more."""
    return _SHELVES[0].find(sku) if _SHELVES else None


def alternatives(sku: str) -> list[Ware]:
    """Return what it could be exchanged for, itself among them, while any are left."""
    return list(_SHELVES[0].alternatives(sku)) if _SHELVES else []
