"""Ways an order reaches the customer: our own van, collection, and a carrier.

A carrier is a third party. Nothing goes to one, and one can't be chosen, without
the customer's consent to the sentence that names it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from orders import countries, money, taxes, terms
from privacy import recipients
from privacy.recipients import Recipient, UnknownRecipient

SATURDAY = 5


@dataclass(frozen=True)
class DeliveryMethod:
    """One way to get the order, with its price and dates for one customer.

    ``price`` is gross in minor units, ``tax_rate`` in percent, ``recipient`` the
    third party that would get name and address, or None.
    """

    key: str
    name: str
    price: Decimal
    tax_rate: Decimal
    earliest: date
    latest: date
    needs_address: bool
    recipient: Recipient | None
    # Where it is brought, home for collection, and the day: they tell the tax inside.
    brought_to: str
    priced_on: date

    @property
    def needs_consent(self) -> bool:
        """Whether choosing it hands personal data to somebody else."""
        return self.recipient is not None

    def taxed(self, at_home: Decimal) -> Decimal:
        """The rate inside the price of what bears ``at_home`` at home, in percent."""
        return taxes.rate(at_home, to=self.brought_to, on=self.priced_on)


class CannotDeliver(Exception):
    """The chosen way is not open to this order; the text says what is."""


def methods(
    country: str, items_total: Decimal, *, at: datetime
) -> tuple[DeliveryMethod, ...]:
    """Every way to get an order of that value in that country, cheapest first.

    ``items_total`` is gross in minor units; the dates count from ``at``.
    """
    if not delivers_to(country):
        return ()
    leaves, today = _leaves(at), timezone.localdate(at)
    found = (
        _method(key, told, country, items_total, leaves=leaves, today=today)
        for key, told in terms.delivery().items()
    )
    return tuple(sorted(filter(None, found), key=lambda method: method.price))


def chosen(
    key: str, country: str, items_total: Decimal, *, consented: bool, at: datetime
) -> DeliveryMethod:
    """The method with that key, or CannotDeliver with the ways that remain.

    ``consented`` says whether the customer ticked the box of the third party.
    """
    open_to_all = methods(country, items_total, at=at)
    method = next((m for m in open_to_all if m.key == key), None)
    if method is None:
        remain = remaining(open_to_all)
        raise CannotDeliver(f"Choose how we should deliver. {remain}")
    if method.recipient and not consented:
        remain = remaining(m for m in open_to_all if not m.needs_consent)
        name = method.recipient.name
        raise CannotDeliver(
            f"{name} can’t bring your order unless you tick the box that lets us "
            f"give them your name and address. {remain}"
        )
    return method


def remaining(open_methods: Iterable[DeliveryMethod]) -> str:
    """A sentence that names the ways that are left and their prices."""
    named = [f"{method.name} ({_price_in_words(method)})" for method in open_methods]
    if not named:
        return "There is no other way to deliver to this country."
    return f"You can choose {' or '.join(named)}."


def _price_in_words(method: DeliveryMethod) -> str:
    return money.shown(method.price, terms.currency()) if method.price else "free"


def totals(items: Iterable[money.Charge], method: DeliveryMethod) -> money.Totals:
    """The order added up with this delivery, as shown before and kept after."""
    return money.totals(items, method.price, delivery_rate=method.tax_rate)


def dates(key: str, *, at: datetime) -> tuple[date, date]:
    """Earliest and latest day of arrival for a method, counted from a moment."""
    return _arrives(terms.delivery()[key], _leaves(at))


def is_working_day(day: date, holidays: Collection[date] = ()) -> bool:
    """Monday to Friday and no holiday."""
    return day.weekday() < SATURDAY and day not in holidays


def leaves_on(local: datetime, cut_off_hour: int, holidays: Collection[date]) -> date:
    """The working day on which an order of that local time leaves us."""
    late = local.hour >= cut_off_hour
    start = local.date() - timedelta(days=0 if late else 1)
    return after_working_days(start, 1, holidays)


def after_working_days(start: date, days: int, holidays: Collection[date] = ()) -> date:
    """The day that comes so many working days after ``start``."""
    day = start
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day, holidays)
    return day


def delivers_to(country: str) -> bool:
    """Whether the shop delivers to that country at all."""
    return country in terms.delivers_to() and country in countries.NAMES


def _method(
    key: str,
    told: Any,
    country: str,
    items_total: Decimal,
    *,
    leaves: date,
    today: date,
) -> DeliveryMethod | None:
    """The method as offered to this order, or None where it is not."""
    if told["countries"] and country not in told["countries"]:
        return None
    recipient = _recipient(key)
    if key == "carrier" and recipient is None:
        return None
    earliest, latest = _arrives(told, leaves)
    to = terms.home() if key == "pickup" else country
    return DeliveryMethod(
        key=key,
        name=recipient.name if recipient else told["name"],
        price=_price(told, country, items_total),
        tax_rate=taxes.rate(terms.delivery_tax_rate(), to=to, on=today),
        earliest=earliest,
        latest=latest,
        needs_address=key != "pickup",
        recipient=recipient,
        brought_to=to,
        priced_on=today,
    )


def _leaves(at: datetime) -> date:
    """The day on which what is ordered at that moment leaves the shop."""
    now = timezone.localtime(at)
    return leaves_on(now, terms.cut_off_hour(), terms.holidays())


def _arrives(told: Any, leaves: date) -> tuple[date, date]:
    first, last = told["days"]
    free = terms.holidays()
    soonest = after_working_days(leaves, first, free)
    return soonest, after_working_days(soonest, last - first, free)


def _recipient(key: str) -> Recipient | None:
    """The third party behind a method, if the shop has registered one."""
    if key != "carrier":
        return None
    try:
        return recipients.get(key)
    except UnknownRecipient:
        return None


def _price(told: Any, country: str, items_total: Decimal) -> Decimal:
    if told["free_from"] is not None and items_total >= told["free_from"]:
        return Decimal(0)
    return Decimal(told["price"].get(country, told["price"][""]))
