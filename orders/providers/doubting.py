"""Payments of which a provider said what does not fit: staff look, and say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from orders import money
from orders.order import Order
from orders.payment import Payment
from orders.providers.notice import ProviderNotice
from orders.states import PaymentState, WrongState
from privacy.people import Person
from privacy.trail import recording
from privacy.trail.entry import Kind

MOST = 50


@dataclass(frozen=True)
class Doubt:
    """One payment to look at: its order, what was due, and how it stands here."""

    order_id: UUID
    number: str
    due: str
    stands: str
    since: datetime


def waiting() -> list[Doubt]:
    """Return what staff have to look at, the oldest first."""
    rows = Payment.objects.filter(doubted_at__isnull=False).select_related("order")
    return [
        Doubt(
            order_id=each.order_id,
            number=each.order.number,
            due=money.shown(each.amount, each.currency),
            stands=PaymentState(each.state).label,
            since=each.doubted_at,
        )
        for each in rows.order_by("doubted_at")[:MOST]
    ]


def heard() -> list[ProviderNotice]:
    """Return the latest notices, the newest first."""
    return list(ProviderNotice.objects.order_by("-at")[:MOST])


@transaction.atomic
def looked_at(*, order: Order, at: datetime, by: Person) -> None:
    """Note that somebody looked and did what was to be done.

    Of two who say so at once, one is told that the other was first (WrongState).
    """
    recording.record(
        kind=Kind.ORDER, what="payment_looked_at", by=by, row_id=order.pk, at=at
    )
    doubted = Payment.objects.filter(order=order, doubted_at__isnull=False)
    if not doubted.update(doubted_at=None):
        raise WrongState(f"Of {order.number} nothing is left to look at.")
