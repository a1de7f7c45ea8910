"""What the verbs of a refund share: taking turns, the second person, the next state."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction

from orders.order import Order
from orders.refunds.refund import Refund, State
from orders.states import WrongState
from privacy.people import Person
from privacy.trail import recording
from privacy.trail.entry import Kind

SECOND = "You agreed to this refund yourself, so somebody else has to send it."


def note(what: str, order_id: Any, *, at: datetime, by: Person | None) -> None:
    """Write into the trail what somebody of the shop did; others write nothing."""
    if by is not None:
        recording.record(kind=Kind.ORDER, what=what, by=by, row_id=order_id, at=at)


@contextmanager
def turn(
    refund: Refund, what: str, *, at: datetime, by: Person | None
) -> Iterator[None]:
    """Note what is done, and lock the order and then its refund until that is done.

    Raises WrongState for the person who opened the refund.
    """
    with transaction.atomic():
        note(what, refund.order_id, at=at, by=by)
        lock(refund)
        if by is not None and by.pk == refund.opened_by_id:
            raise WrongState(SECOND)
        yield


def lock(refund: Refund) -> None:
    """Wait for all others who work on the order, and read the refund as it is now."""
    Order.objects.select_for_update().get(pk=refund.order_id)
    refund.refresh_from_db()


def move(refund: Refund, *before: State, **changes: Any) -> None:
    """Change a refund that is in one of these states, or raise WrongState."""
    rows = Refund.objects.filter(pk=refund.pk, state__in=before)
    if not rows.update(**changes):
        refund.refresh_from_db()
        now = State(refund.state).label.lower()
        raise WrongState(f"This refund is different now: {now}.")
    refund.refresh_from_db()
