"""Which orders wait for an answer, and since when: not a word of what was asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min
from django.utils import timezone

from orders.conversation.message import Message

MOST = 100
"""Orders that are listed at once: the oldest come first, so none is forgotten."""


@dataclass(frozen=True)
class Waiting:
    """One order: how many questions wait, since when, and how long that is in words."""

    order_id: UUID
    number: str
    questions: int
    since: datetime
    age: str


def orders(*, at: datetime) -> list[Waiting]:
    """Return the orders whose questions wait, the oldest question first."""
    rows = Message.objects.waiting().values_list("order_id", "order__number")
    found = rows.annotate(number=Count("pk"), since=Min("at")).order_by("since")
    return [
        Waiting(order_id, number, questions, since, _age(since, at))
        for order_id, number, questions, since in found[:MOST]
    ]


def _age(since: datetime, at: datetime) -> str:
    """Return how long ago that is in whole days of the calendar, in words."""
    days = (timezone.localdate(at) - timezone.localdate(since)).days
    if days < 1:
        return "since today"
    return "since yesterday" if days == 1 else f"for {days} days"
