"""What the pages about one order say of its refunds: for the customer and for staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from orders import money, sections, terms
from orders.event import Verb
from orders.order import Order
from orders.payment import Payment
from orders.refunds.refund import Reason, Refund, State
from orders.sections import About, Section
from privacy import masking

OPEN, SEND = "orders.open_refund", "orders.send_refund"
PLACE = 40
_WORDS = {
    State.AWAITING_ACCOUNT: "We need an account to send it to",
    State.OPEN: "We send it next",
    State.SENDING: "On its way",
    State.SENT: "Sent",
    State.FAILED: "It did not get through. We look into it",
    State.CALLED_OFF: "Called off: we had agreed to it by mistake",
}


@dataclass(frozen=True, repr=False)
class Told:
    """One refund as it is read: how much, why, where it stands, since when."""

    refund: Refund
    amount: str
    reason: str
    stands: str
    opened_at: datetime
    sent_at: datetime | None
    account: str
    waits: bool


@dataclass(frozen=True)
class Kept:
    """What was paid, went back and is kept, each with the tax in it, as it is read."""

    tax_name: str
    rows: tuple[tuple[str, str, str], ...]


def register() -> None:
    """Stand on both pages, below what comes back."""
    customers = Section("orders/parts/refunds.html", for_customer, PLACE)
    sections.for_customers(customers)
    sections.for_staff(Section("orders/staff/parts/refunds.html", for_staff, PLACE))


def for_customer(about: About) -> Mapping[str, Any] | None:
    """Say what goes back, and ask for the account where one is needed."""
    if not about.happened(Verb.REFUND_OPENED):
        return None
    found = refunds_of(about.order)
    return {
        "refunds": [told(refund) for refund in found],
        "kept": kept(about.order, found),
        "secret": about.secret,
    }


def for_staff(about: About) -> Mapping[str, Any] | None:
    """Say what went back, and offer to open a refund where money can go back."""
    order, by = about.order, about.by
    found = refunds_of(order) if about.happened(Verb.REFUND_OPENED) else []
    payment: Payment = order.payment
    room = payment.is_paid and payment.refunded < payment.amount
    opens = room and by is not None and by.has_perm(OPEN)
    if not found and not opens:
        return None
    return {
        "refunds": [told(refund) for refund in found],
        "kept": kept(order, found),
        "opens": opens,
        "sees": by is not None and by.has_perm("orders.view_refund"),
        "order": order,
    }


def refunds_of(order: Order) -> list[Refund]:
    """Return the refunds of an order, the oldest first."""
    return list(order.refunds.order_by("opened_at", "pk"))


def told(refund: Refund) -> Told:
    """Return a refund in words, its account masked."""
    return Told(
        refund=refund,
        amount=money.shown(refund.amount, refund.currency),
        reason=str(Reason(refund.reason).label),
        stands=_WORDS[State(refund.state)],
        opened_at=refund.opened_at,
        sent_at=refund.sent_at if refund.is_sent else None,
        account=masking.masked(refund, "account") if refund.takes_account else "",
        waits=refund.state == State.AWAITING_ACCOUNT,
    )


def kept(order: Order, found: Sequence[Refund]) -> Kept | None:
    """Return how what was paid divides into what goes back and what the shop keeps.

    None where nothing goes back, or no longer.
    """
    counted = [refund for refund in found if refund.state != State.CALLED_OFF]
    if not counted:
        return None
    back = sum((refund.amount for refund in counted), Decimal(0))
    tax = sum((refund.tax for refund in counted), Decimal(0))
    rows = (
        ("Paid", order.total, order.tax_total),
        ("Refunded", back, tax),
        ("Kept", order.total - back, order.tax_total - tax),
    )
    return Kept(
        terms.tax_name(),
        tuple(
            (what, _shown(order, amount), _shown(order, part))
            for what, amount, part in rows
        ),
    )


def _shown(order: Order, amount: Decimal) -> str:
    return money.shown(amount, order.currency)
