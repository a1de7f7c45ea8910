"""Money: whole minor units with a currency, the tax inside prices, and totals.

An amount is a ``Decimal`` that holds a whole number of the currency's smallest
unit: 950 is £9.50 in GBP and ¥950 in JPY. Prices include tax, as a shop that
sells to consumers must show them (Directive 98/6/EC, article 2).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db import models

_UNUSUAL = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
MINOR_UNITS = {
    code: places for places, codes in _UNUSUAL.items() for code in codes.split()
}
"""ISO 4217 exponents that are not two; every other currency has two."""

SYMBOLS = {"EUR": "€", "GBP": "£", "JPY": "¥", "USD": "$"}
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
DIGITS = 14
"""Digits an amount may have: 14 fit a double exactly, as SQLite needs."""

_CURRENCY = re.compile(r"[A-Z]{3}")
_TYPED = re.compile(
    r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<part>[0-9]+))?"
)


class NotAnAmount(ValueError):
    """What was typed can't be read as money; the text is a sentence to show."""


class Charge(Protocol):
    """Anything that is sold: a unit price, how many, and its tax rate."""

    @property
    def unit_price(self) -> Decimal: ...
    @property
    def quantity(self) -> int: ...
    @property
    def tax_rate(self) -> Decimal: ...


@dataclass(frozen=True)
class RateShare:
    """What was charged at one tax rate, in minor units; ``rate`` in percent."""

    rate: Decimal
    gross: Decimal
    tax: Decimal

    @property
    def net(self) -> Decimal:
        """The amount without its tax."""
        return self.gross - self.tax


@dataclass(frozen=True)
class Totals:
    """An order added up, in minor units. ``total`` is ``items + delivery``.

    ``tax`` is contained in ``total`` and is the sum over ``by_rate``, which is
    sorted by rate.
    """

    items: Decimal
    delivery: Decimal
    tax: Decimal
    total: Decimal
    by_rate: tuple[RateShare, ...]


def exponent(currency: str) -> int:
    """Digits after the point for an ISO 4217 code: JPY 0, GBP 2, KWD 3."""
    if not _CURRENCY.fullmatch(currency):
        raise ValueError("A currency is three capital letters, as in GBP.")
    return MINOR_UNITS.get(currency, 2)


def shown(amount: Decimal, currency: str) -> str:
    """The amount as a person reads it: ``shown(Decimal(950), "GBP")`` is £9.50."""
    major = whole(abs(amount)).scaleb(-exponent(currency))
    figure = f"{major:,.{exponent(currency)}f}"
    symbol = SYMBOLS.get(currency, currency + NO_BREAK_SPACE)
    return f"{MINUS if amount < 0 else ''}{symbol}{figure}"


def plain(amount: Decimal, currency: str) -> str:
    """The amount without symbol or commas, as a form field holds it: 9.50."""
    return f"{whole(amount).scaleb(-exponent(currency)):.{exponent(currency)}f}"


def parsed(text: str, currency: str) -> Decimal:
    """Minor units from what a person typed, such as ``£1,250.5`` or ``9.50``.

    Raises NotAnAmount with a sentence for the person.
    """
    places = exponent(currency)
    example = plain(Decimal(950), currency)
    bare = re.sub(rf"^(?:{currency}|[£€¥$])?\s*", "", text.strip())
    typed = _TYPED.fullmatch(bare)
    if typed is None:
        raise NotAnAmount(f"Enter an amount such as {example}")
    part = typed["part"] or ""
    if len(part) > places:
        raise NotAnAmount(f"Enter an amount with at most {places} decimals")
    digits = typed["whole"].replace(",", "") + part.ljust(places, "0")
    if len(digits.lstrip("0")) > DIGITS:
        raise NotAnAmount(f"Enter a smaller amount, such as {example}")
    return Decimal(digits)


def whole(amount: Decimal) -> Decimal:
    """The amount itself, once it is known to be whole minor units.

    Raises TypeError for a float (it can't hold pence) and ValueError for a
    fraction of a penny or for NaN.
    """
    if not isinstance(amount, Decimal | int):
        raise TypeError("Money is Decimal, never float.")
    amount = Decimal(amount)
    if not amount.is_finite() or amount != amount.to_integral_value():
        raise ValueError("Money is a whole number of minor units.")
    return amount


def tax_included(gross: Decimal, rate_percent: Decimal) -> Decimal:
    """The tax contained in a gross amount: gross × rate ÷ (100 + rate).

    Rounded half up to the minor unit, once for each line of an order and not
    once for each unit or for the whole order, so that the lines of an invoice
    always add up to its total. HMRC Notice 700 section 17.5 and article 226 of
    Directive 2006/112/EC both leave that choice to the seller who keeps to it.
    """
    if rate_percent < 0:
        raise ValueError("A tax rate is never negative.")
    exact = whole(gross) * rate_percent / (100 + rate_percent)
    return exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)


def line_total(charge: Charge) -> Decimal:
    """Unit price times quantity, in minor units, tax included."""
    if charge.quantity < 1 or charge.unit_price < 0:
        raise ValueError("A line has one unit or more at a price of nought or more.")
    return whole(charge.unit_price) * charge.quantity


def totals(
    lines: Iterable[Charge], delivery: Decimal, *, delivery_rate: Decimal
) -> Totals:
    """Add up an order: its lines and the delivery, which counts as one more line.

    ``delivery`` is the gross price in minor units; ``delivery_rate`` its tax in
    percent. The order of the lines never matters.
    """
    grosses = [(line_total(line), line.tax_rate) for line in lines]
    items = sum((gross for gross, _ in grosses), Decimal(0))
    by_rate = _shares([*grosses, (_not_negative(delivery), delivery_rate)])
    return Totals(
        items=items,
        delivery=whole(delivery),
        tax=sum((share.tax for share in by_rate), Decimal(0)),
        total=items + whole(delivery),
        by_rate=by_rate,
    )


def _not_negative(amount: Decimal) -> Decimal:
    if amount < 0:
        raise ValueError("Delivery never costs less than nothing.")
    return whole(amount)


def _shares(charged: list[tuple[Decimal, Decimal]]) -> tuple[RateShare, ...]:
    """One share for each rate at which something was charged, lowest rate first."""
    gross: dict[Decimal, Decimal] = defaultdict(Decimal)
    tax: dict[Decimal, Decimal] = defaultdict(Decimal)
    for amount, rate in charged:
        gross[rate] += amount
        tax[rate] += tax_included(amount, rate)
    return tuple(
        RateShare(rate, gross[rate], tax[rate]) for rate in sorted(gross) if gross[rate]
    )


# Generic to the stubs alone: at run time it takes no [Model].
class AmountField(models.DecimalField):  # type: ignore[type-arg]
    """A column of whole minor units; a fraction or a float is refused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(max_digits=DIGITS, decimal_places=0)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Leave the fixed digits out of migrations."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        return name, path, args, kwargs

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Refuse what is not money before Django would round it away."""
        if isinstance(value, Decimal | int | float):
            try:
                # The stubs let less in than Django hands over.
                value = whole(value)  # type: ignore[arg-type]
            except ValueError as wrong:
                raise ValidationError(str(wrong), code="not-whole") from wrong
        return super().get_db_prep_save(value, connection)
