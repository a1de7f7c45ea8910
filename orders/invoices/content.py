"""What is printed on an invoice beside name and address: facts, frozen at issue.

They are kept as JSON. Amounts are minor units, rates and dates are texts, so that the
same document is made again from them for as long as it is kept.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, repr=False)
class Printed:
    """An address as it was printed, line by line, in the order of its country."""

    lines: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<Printed on {len(self.lines)} lines>"


@dataclass(frozen=True)
class Seller:
    """Who sells: name, address on one line, VAT number ("" without one), email."""

    name: str
    address: str
    tax_number: str
    email: str


@dataclass(frozen=True)
class Item:
    """One line: ``unit``, ``gross`` and ``tax`` in minor units, ``rate`` in percent.

    The delivery is a line as well. ``gross`` includes ``tax``.
    """

    title: str
    variant: str
    sku: str
    quantity: int
    unit: int
    gross: int
    rate: str
    tax: int

    @property
    def net(self) -> int:
        """The amount without its tax."""
        return self.gross - self.tax


@dataclass(frozen=True)
class Content:
    """Everything on a document but its number, its date, the buyer and the totals.

    Arguments:
        country: where the tax was due, as a code of ISO 3166.
        tax_name: what the tax is called there, such as "VAT".
        order: the number of the order, and ``ordered_on`` its day in ISO 8601.
        paid_on: the day of the payment: the tax point.
        paid_by: the way to pay, in words.
        items: what was sold, or what money is given back for.
        corrects: the number of the document it corrects, "" without one;
            ``corrects_on`` is the day of that.
        reason: why, in words: of a credit note, and of an invoice that stands in.
    """

    seller: Seller
    country: str
    tax_name: str
    order: str
    ordered_on: str
    paid_on: str
    paid_by: str
    items: tuple[Item, ...]
    corrects: str = ""
    corrects_on: str = ""
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON takes it."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """Return what as_json made."""
        items = tuple(Item(**each) for each in told["items"])
        return cls(**{**told, "seller": Seller(**told["seller"]), "items": items})
