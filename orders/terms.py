"""What the merchant decides about orders: prices of delivery, tax, account, days.

Read from the settings at each call, so that a test or a merchant may change them.
Amounts are minor units of the shop's currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings

from orders import countries

DELIVERY: dict[str, dict[str, Any]] = {
    "own": {
        "name": "Our own van",
        "countries": ("GB",),
        "price": {"": 450},
        "free_from": 5000,
        "days": (1, 2),
    },
    "pickup": {
        "name": "Collect it from our shop",
        "countries": (),
        "price": {"": 0},
        "free_from": None,
        "days": (1, 1),
    },
    "carrier": {
        "name": "",
        "countries": (),
        "price": {"GB": 340, "IE": 790, "": 1450},
        "free_from": None,
        "days": (2, 3),
    },
}
"""The delivery prices of the demo, used where settings.SHOP_DELIVERY is not set.

``name`` of the carrier is the one it is registered under in settings.RECIPIENTS.
``countries`` empty: every country that the shop delivers to. ``price`` by country,
"" for all others. ``free_from``: items total from which delivery costs nothing.
``days``: working days from leaving us, earliest and latest.
"""


@dataclass(frozen=True)
class BankAccount:
    """Where a transfer goes: the holder's name, IBAN and BIC as printed."""

    name: str
    iban: str
    bic: str


def currency() -> str:
    """The ISO 4217 code of everything the shop charges."""
    return str(settings.SHOP_CURRENCY)


def home() -> str:
    """The country parcels start from."""
    return str(settings.SHOP_COUNTRY)


def order_prefix() -> str:
    """What order numbers and transfer references begin with, in capitals."""
    return str(settings.SHOP_ORDER_PREFIX).upper()


def bank_account() -> BankAccount:
    """The account that transfers go to."""
    return BankAccount(**settings.SHOP_BANK)


def delivers_to() -> tuple[str, ...]:
    """The codes of the countries the shop delivers to; all when none is set."""
    return tuple(settings.SHOP_DELIVERS_TO) or tuple(countries.NAMES)


def delivery() -> Mapping[str, Mapping[str, Any]]:
    """How orders reach customers, by method; see DELIVERY for the shape."""
    told: Mapping[str, Mapping[str, Any]] = getattr(settings, "SHOP_DELIVERY", DELIVERY)
    return told


def delivery_tax_rate() -> Decimal:
    """The tax inside delivery prices, in percent."""
    return Decimal(getattr(settings, "SHOP_DELIVERY_TAX_RATE", 20))


def tax_name() -> str:
    """What the tax is called on a bill."""
    return str(getattr(settings, "SHOP_TAX_NAME", "VAT"))


def cut_off_hour() -> int:
    """The hour, in the shop's time zone, before which an order leaves that day."""
    return int(getattr(settings, "SHOP_CUT_OFF_HOUR", 14))


def holidays() -> frozenset[date]:
    """Days beside weekends on which nothing leaves."""
    days = getattr(settings, "SHOP_HOLIDAYS", ())
    return frozenset(date.fromisoformat(day) for day in days)
