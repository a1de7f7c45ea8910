"""Until when a buyer may withdraw from an order or send something of it back.

The country that the parcel goes to decides, by the table of laws as it is on the day of
the order; the days are the shop's own calendar days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from orders import telling, terms
from orders.order import Order
from orders.states import State
from privacy import purposes
from privacy.purposes import Purpose
from privacy.regimes import days, regimes, table
from privacy.regimes.regimes import ReturnLaw
from privacy.regimes.rules import RefundFrom

UNDER_WAY = (State.PLACED, State.PAID, State.PACKED, State.HANDED_OVER)
LETTING_GO = timedelta(days=60)
"""So long before the order forgets its buyer no return is begun: none could end."""


@dataclass(frozen=True)
class Terms:
    """What holds for one order on one day.

    Arguments:
        law: the rule of the country.
        may_withdraw: whether a right to withdraw can be used now.
        until: the last day for it and for goodwill, None before all has arrived.
        may_return: whether something that is no fault of ours can come back.
        faults_until: the last day on which what is our fault can be said here.
    """

    law: ReturnLaw
    may_withdraw: bool
    until: date | None
    may_return: bool
    faults_until: date | None


def country(order: Order) -> str | None:
    """Return where the order goes; None once the order has forgotten its buyer."""
    if order.__dict__["link"] is None:
        return None
    with purposes.using(Purpose.AFTER_SALES):
        address = telling.opened(order, "delivery_address")
    return address.country if address else terms.home()


def has_right(order: Order) -> bool:
    """Whether a law lets the buyer withdraw at all. Asks the database nothing."""
    there = country(order)
    known = table.current()
    key = known.send_back.get(there or "", table.RETURNS + table.DEFAULT)
    return there is not None and bool(known.rows[key]["by_law"])


def terms_of(order: Order, *, at: datetime) -> Terms | None:
    """Return what holds for the order at a moment, None where it forgot its buyer.

    The last parcel has arrived when the order is closed as delivered: article 9(2)(b)
    of Directive 2011/83/EU counts from it. A parcel of several that is noted as lost
    later moves the day on, in the buyer's favour.
    """
    there = country(order)
    if there is None:
        return None
    law = regimes.returns(there, timezone.localdate(order.placed_at))
    until, today = _until(order, law), timezone.localdate(at)
    in_time = until is not None and today <= until
    under_way = order.state in UNDER_WAY
    return Terms(
        law=law,
        may_withdraw=law.by_law and (under_way or in_time),
        until=until,
        may_return=under_way or in_time,
        faults_until=_faults_until(order),
    )


def refund_by(law: ReturnLaw, *, told: date | None, here: date | None) -> date | None:
    """Return the last day for the money, None while nobody can know it yet.

    ``told`` is when the buyer said so, ``here`` when the goods came. Article 13(1) of
    Directive 2011/83/EU counts from the first; regulation 34 of the UK's from the
    other.
    """
    start = told if law.refund_from == RefundFrom.TOLD else here
    return start + timedelta(days=law.refund_days) if start else None


def _until(order: Order, law: ReturnLaw) -> date | None:
    if order.state != State.DELIVERED or order.closed_at is None:
        return None
    return days.due(timezone.localdate(order.closed_at), law.days)


def _faults_until(order: Order) -> date | None:
    kept = order.contact_kept_until()
    return kept - LETTING_GO if kept else None
