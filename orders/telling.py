"""An order in plain words: what pages, letters and staff screens all say about it.

Everything here is text that is ready to show. What is sealed is opened by the caller's
purpose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from orders import addresses, keeping, money, terms
from orders.line import Line
from orders.order import Order
from orders.payment import Payment
from orders.states import State
from orders.terms import BankAccount
from privacy import declarations, masking
from privacy.encryption.keys import ValueErased
from privacy.encryption.sealed import SealedModel

_NOW = {
    State.PLACED: "is placed",
    State.PAID: "is paid",
    State.PACKED: "is packed",
    State.HANDED_OVER: "is on its way",
    State.DELIVERED: "is delivered",
    State.CANCELLED: "is cancelled",
    State.LOST: "was lost on the way",
    State.CAME_BACK: "came back to us",
}
_COLLECTED = {
    State.PACKED: "is ready to collect",
    State.DELIVERED: "is collected",
}
_NEXT = {
    State.PAID: "We pack it. It arrives {arrival}.",
    State.PACKED: "It leaves us next. It arrives {arrival}.",
    State.HANDED_OVER: "It arrives {arrival}.",
    State.DELIVERED: "If something is missing or broken, write to us.",
    State.LOST: "We write to you about what we do now.",
    State.CAME_BACK: "We write to you about what we do now.",
}
_COLLECTED_NEXT = {
    State.PAID: "We make it ready and write to you when you can collect it.",
    State.PACKED: "Come to our shop and tell us the number of your order.",
    State.DELIVERED: "If something is missing or broken, write to us.",
}


@dataclass(frozen=True)
class BillLine:
    """One line as it is read: ``total`` is unit price times quantity."""

    title: str
    variant: str
    sku: str
    quantity: int
    unit: str
    total: str


@dataclass(frozen=True)
class Bill:
    """Items and totals as they are read; ``taxes`` pairs a label with an amount."""

    lines: tuple[BillLine, ...]
    items: str
    delivery_name: str
    delivery: str
    taxes: tuple[tuple[str, str], ...]
    total: str


@dataclass(frozen=True, repr=False)
class Transfer:
    """How to pay by bank transfer: how much, to whom, with which reference."""

    amount: str
    code: str
    account: BankAccount


@dataclass(frozen=True)
class Held:
    """Something the shop holds because of an order: what, and what for."""

    what: str
    why: str


_SEALED = {
    "contact_name": "Your name",
    "contact_email": "Your email address",
    "delivery_address": "Your delivery address",
    "link": "The secret link to this page",
}


def held(order: Order) -> list[Held]:
    """What the shop holds because of the order, read from the declarations."""
    declared = declarations.of(Order).personal
    rows = [
        Held(what, declared[name].why)
        for name, what in _SEALED.items()
        if order.__dict__[name] is not None
    ]
    verification = declarations.of(Payment).personal["verification"]
    return [*rows, Held("How your payment was checked", verification.why)]


def erased(order: Order) -> str:
    """When all that is held goes: a day, or the rule while the order is open."""
    until = order.contact_kept_until()
    return f"on {day(until)}" if until else keeping.TWO_YEARS.words


def now(order: Order) -> str:
    """Where the order stands, as the end of "Order FW-7K2M9Q …"."""
    if order.is_collected and order.state in _COLLECTED:
        return _COLLECTED[State(order.state)]
    return _NOW[State(order.state)]


def next_steps(order: Order) -> list[str]:
    """What happens next, in sentences for the customer."""
    if order.state == State.PLACED:
        ready = "make it ready" if order.is_collected else "send your order"
        return [f"When your payment is here, we write to you and {ready}."]
    if order.state == State.CANCELLED:
        back = "We send back to you what you paid."
        return ["Nothing will be sent.", *([back] if order.payment.is_paid else [])]
    if order.state in (State.LOST, State.CAME_BACK) and order.payment.goes_back_whole:
        return ["What you paid goes back to you."]
    if order.is_collected:
        return [_COLLECTED_NEXT[State(order.state)]]
    return [_NEXT[State(order.state)].format(arrival=arrival(order))]


def bill(order: Order, lines: Sequence[Line] | None = None) -> Bill:
    """Items, delivery, the tax inside and the total.

    ``lines`` are its own, where the caller has them already.
    """
    lines = list(order.lines.all()) if lines is None else lines
    added = order.totals(lines)
    return Bill(
        lines=tuple(_line(line, order.currency) for line in lines),
        items=money.shown(order.items_total, order.currency),
        delivery_name=order.delivery_name,
        delivery=free_or(order.delivery_total, order.currency),
        taxes=tuple(
            (f"{terms.tax_name()} {percent(share.rate)} included", _shown(order, share))
            for share in added.by_rate
            if share.rate
        ),
        total=money.shown(order.total, order.currency),
    )


def transfer(payment: Payment) -> Transfer | None:
    """The facts of a bank transfer that is still awaited, else None.

    Needs a purpose that opens the verification.
    """
    if payment.method != "transfer" or not payment.is_unsettled:
        return None
    verification = opened(payment, "verification")
    if verification is None:
        return None
    return Transfer(
        amount=money.shown(payment.amount, payment.currency),
        code=verification.code,
        account=terms.bank_account(),
    )


def address_lines(order: Order) -> list[str]:
    """Name and address as printed on the parcel; the name alone for collection.

    Needs a purpose that opens both. What was erased reads "erased".
    """
    name, address = opened(order, "contact_name"), opened(order, "delivery_address")
    where = addresses.lines(address, home=terms.home()) if address else []
    return [name or masking.ERASED, *where]


def opened(row: SealedModel, name: str) -> Any:
    """A sealed value, or None when it was never there or is erased.

    Needs a purpose that opens it.
    """
    try:
        return getattr(row, name)
    except ValueErased:
        return None


def arrival(order: Order) -> str:
    """When it arrives: "on 24 November 2026" or "between 24 and 25 November 2026"."""
    return between(order.earliest_on, order.latest_on)


def between(first: date, last: date) -> str:
    """Two days in words: "on 24 November 2026" or "between 24 and 25 November 2026"."""
    if first == last:
        return f"on {day(first)}"
    same_month = (first.year, first.month) == (last.year, last.month)
    start = str(first.day) if same_month else _without_year(first, last)
    return f"between {start} and {day(last)}"


def day(moment: date) -> str:
    """A date as people write it: "29 November 2028"."""
    return f"{moment.day} {moment:%B %Y}"


def percent(rate: Decimal) -> str:
    """A rate without needless zeros: "20%", "5.5%"."""
    return f"{rate.normalize():f}%"


def free_or(amount: Decimal, currency: str) -> str:
    """A price, or the word for none."""
    return money.shown(amount, currency) if amount else "free"


def _without_year(first: date, last: date) -> str:
    return day(first) if first.year != last.year else f"{first.day} {first:%B}"


def _shown(order: Order, share: money.RateShare) -> str:
    return money.shown(share.tax, order.currency)


def _line(line: Line, currency: str) -> BillLine:
    return BillLine(
        title=line.title,
        variant=line.variant,
        sku=line.sku,
        quantity=line.quantity,
        unit=money.shown(line.unit_price, currency),
        total=money.shown(line.line_total, currency),
    )
