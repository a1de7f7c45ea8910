"""Value added tax by country and class: which rate is inside a gross price.

A product bears the rate of home, and that rate tells its class. At home nothing else
counts. Elsewhere the class is charged at the rate of that country where the merchant is
registered there (settings.SHOP_TAX_REGISTERED), and at home's rate where not, unless
what leaves the tax area is free of tax (settings.SHOP_TAX_FREE_EXPORTS). Prices stay as
they are: the tax inside them follows.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from orders import keeping, terms

FILE = Path(__file__).with_name("vat_rates.toml")
EU = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)
"""The states of the European Union: the one-stop shop is for all of them."""
_PART_OF = {"IM": "GB", "MC": "FR"}
"""Whose tax another country charges as its own."""
_CENTS = Decimal("0.01")


class TaxClass(StrEnum):
    """How a country taxes a kind of goods."""

    STANDARD = "standard"
    REDUCED = "reduced"
    LOW = "low"
    ZERO = "zero"


@dataclass(frozen=True)
class Rates:
    """The rates of one country from a day on, in percent; see vat_rates.toml."""

    country: str
    since: date
    by_class: Mapping[TaxClass, Decimal]

    def of(self, tax_class: TaxClass) -> Decimal:
        """The rate of a class; one that the country lacks is charged in full."""
        return self.by_class.get(tax_class, self.by_class[TaxClass.STANDARD])

    def class_of(self, rate: Decimal) -> TaxClass:
        """The class that bears a rate; one that is unknown counts as standard."""
        found = (each for each, known in self.by_class.items() if known == rate)
        return next(found, TaxClass.STANDARD)


@cache
def table() -> tuple[Rates, ...]:
    """Every block of the file, the latest first."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))["rates"]
    return tuple(sorted(map(_read, told), key=lambda each: each.since, reverse=True))


def rates(country: str, *, on: date) -> Rates | None:
    """The rates of a country on a day, None where the table has none."""
    known = (each for each in table() if each.country == country and each.since <= on)
    return next(known, None)


def is_registered(country: str) -> bool:
    """Whether the merchant charges that country's own rates."""
    told = settings.SHOP_TAX_REGISTERED
    by_one_stop = keeping.ONE_STOP_SHOP in told and country in EU
    return country != terms.home() and (country in told or by_one_stop)


def rate(at_home: Decimal, *, to: str, on: date) -> Decimal:
    """The rate inside a price, in percent with two digits.

    ``at_home`` is what the product bears at home, ``to`` the country it is brought to,
    ``on`` the day of the order.
    """
    if to == terms.home():
        return at_home
    to = _PART_OF.get(to, to)
    there, here = (rates(code, on=on) for code in (to, terms.home()))
    if is_registered(to) and there is not None:
        known = here.class_of(at_home) if here else TaxClass.STANDARD
        return there.of(known).quantize(_CENTS)
    if settings.SHOP_TAX_FREE_EXPORTS and _leaves_the_area(to):
        return Decimal(0).quantize(_CENTS)
    return at_home


def due_in(to: str, *, charged: Iterable[Decimal], on: date) -> str:
    """The country whose tax was ``charged`` on what was brought to a country.

    Rates that are not those of that country on that day are those of home.
    """
    to = _PART_OF.get(to, to)
    there = rates(to, on=on) if is_registered(to) else None
    known = set(there.by_class.values()) if there else set()
    return to if there and set(charged) <= known else terms.home()


@register("orders")
def registered_where_rates_are_known(**kwargs: Any) -> list[CheckMessage]:
    """Return an error for each country of the setting that the table does not have."""
    known = {each.country for each in table()} | {keeping.ONE_STOP_SHOP}
    return [
        Error(
            f"SHOP_TAX_REGISTERED has {code!r}, of which no VAT rates are known: see"
            " orders/vat_rates.toml.",
            id="orders.E001",
        )
        for code in settings.SHOP_TAX_REGISTERED
        if code not in known
    ]


def _leaves_the_area(to: str) -> bool:
    home = terms.home()
    return to not in EU if home in EU else to != home


def _read(told: Mapping[str, Any]) -> Rates:
    by_class = {each: Decimal(told[each]) for each in TaxClass if told[each]}
    return Rates(told["country"], told["since"], by_class)
