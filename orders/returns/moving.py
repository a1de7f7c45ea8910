"""What every verb of a return shares: locks in one sequence, the story, one letter."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import transaction

from orders import letters
from orders.event import Event, Verb
from orders.order import Order
from orders.returns import saying
from orders.returns.coming_back import Return
from orders.returns.words import ENDED, ReturnState
from orders.states import WrongState
from privacy.people import Person
from privacy.trail import recording
from privacy.trail.entry import Kind as Trail


@contextmanager
def turn(
    coming_back: Return,
    *,
    before: Collection[ReturnState],
    at: datetime,
    by: Person | None,
    what: str,
) -> Iterator[Order]:
    """Lock the order and then the return, and yield the order.

    ``what`` is what the trail keeps of it where somebody of the shop does it. Raises
    WrongState where the return has moved on since the page was shown.
    """
    with transaction.atomic():
        if by is not None:
            record(what, coming_back.order_id, at=at, by=by)
        order = coming_back.order
        order.lock()
        held = Return.objects.select_for_update()
        coming_back.refresh_from_db(from_queryset=held)
        coming_back.order = order
        if coming_back.state not in before:
            raise WrongState(_moved_on(coming_back))
        yield order


def move(
    coming_back: Return, state: ReturnState, *, at: datetime, **changes: Any
) -> None:
    """Put a locked return into a state, closed where that is an end."""
    coming_back.state = state
    for name, value in changes.items():
        setattr(coming_back, name, value)
    if state in ENDED:
        coming_back.closed_at = at
        Person.objects.filter(pk=coming_back.person_id, needed_until__lt=at).update(
            needed_until=at
        )
    coming_back.save()


def note(
    coming_back: Return,
    verb: Verb,
    *,
    at: datetime,
    by: Person | None,
    also: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    """Write down what happened to the return, and tell the customer."""
    order = coming_back.order
    Event.objects.create(
        person_id=order.person_id,
        order=order,
        verb=verb,
        part=coming_back.pk,
        at=at,
        by=by,
    )
    told = {"back": {**saying.letter(coming_back, at=at), **also}}
    letters.tell(order=order, verb=verb, at=at, also=told)


def record(what: str, order_id: UUID, *, at: datetime, by: Person) -> None:
    """Leave in the trail what somebody of the shop does, before anything waits."""
    recording.record(kind=Trail.ORDER, what=what, by=by, row_id=order_id, at=at)


def _moved_on(coming_back: Return) -> str:
    now = ReturnState(coming_back.state).label
    return (
        f"Somebody was first. The return of {coming_back.order.number} now reads: "
        f"{now.lower()}."
    )
