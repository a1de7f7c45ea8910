"""What staff do with an order, one verb for each step; none works from a wrong state.

Every verb is a conditional UPDATE: of two people who press the same button at once,
one is told that the other was first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.dispatch import Signal

from orders import delivery, letters, payments
from orders.event import Event, Verb
from orders.order import Order
from orders.states import CLOSED, State
from privacy import disclosure
from privacy.disclosure import DisclosureRefused
from privacy.people import Person
from privacy.purposes import Purpose
from privacy.recipients import UnknownRecipient
from privacy.trail import recording
from privacy.trail.entry import Kind

PACK = "orders.pack_order"

cancelled = Signal()
"""Sent with ``order``, ``at`` and ``by`` inside the transaction that cancels: whoever
holds the stock takes it back then, or the order is not cancelled at all."""


class WrongState(Exception):
    """The verb does not fit the order as it is now; the text says why."""


@dataclass(frozen=True)
class Step:
    """One verb: ``label`` on its button, the states it leaves, the one it leads to.

    ``right`` is the permission that lets somebody of the shop carry it out.
    """

    verb: Verb
    label: str
    before: frozenset[State]
    after: State
    right: str


STEPS: Mapping[str, Step] = MappingProxyType(
    {
        "mark-paid": Step(
            Verb.PAID,
            "Mark as paid",
            frozenset({State.PLACED}),
            State.PAID,
            "orders.settle_payment",
        ),
        "pack": Step(
            Verb.PACKED,
            "Mark as packed",
            frozenset({State.PAID}),
            State.PACKED,
            PACK,
        ),
        "hand-over": Step(
            Verb.HANDED_OVER,
            "Mark as handed over",
            frozenset({State.PACKED}),
            State.HANDED_OVER,
            PACK,
        ),
        "deliver": Step(
            Verb.DELIVERED,
            "Mark as delivered",
            frozenset({State.HANDED_OVER}),
            State.DELIVERED,
            PACK,
        ),
        "cancel": Step(
            Verb.CANCELLED,
            "Cancel the order",
            frozenset({State.PLACED, State.PAID, State.PACKED}),
            State.CANCELLED,
            "orders.cancel_order",
        ),
    }
)
"""The one table of what may follow what, the usual course first."""


def allowed(order: Order) -> dict[str, Step]:
    """The steps that fit the order as it is now, the next sensible one first."""
    return {
        key: step for key, step in STEPS.items() if order.state in _before(key, order)
    }


def mark_paid(*, order: Order, at: datetime, by: Person | None) -> None:
    """Note that the money is here; the dates of arrival count from now.

    ``by`` is None where a provider's answer and no member of staff says so.
    """
    earliest, latest = delivery.dates(order.delivery_method, at=at)
    promised = {"earliest_on": earliest, "latest_on": latest}
    with _step(order, "mark-paid", at=at, by=by, promised=promised):
        payments.settle(order=order, at=at, by=by)


def pack(*, order: Order, at: datetime, by: Person) -> None:
    """Note that the parcel is packed, or waits to be collected."""
    with _step(order, "pack", at=at, by=by):
        pass


def hand_over(*, order: Order, at: datetime, by: Person) -> None:
    """Give the parcel to our driver, or to the carrier with name and address.

    The carrier gets them through the door for disclosure, which asks for the order's
    consent. Raises WrongState when there is none to today's carrier.
    """
    try:
        with _step(order, "hand-over", at=at, by=by):
            if order.goes_by_carrier:
                _disclose(order, at=at, by=by)
    except (DisclosureRefused, UnknownRecipient) as refused:
        order.refresh_from_db()
        raise WrongState(
            f"{order.number} can’t go to the carrier: the customer has not agreed to "
            "that, or agrees no longer. Ask them to collect it, or cancel the order."
        ) from refused


def deliver(*, order: Order, at: datetime, by: Person) -> None:
    """Note that the customer has the parcel. The order is closed."""
    with _step(order, "deliver", at=at, by=by):
        _close(order, at=at, by=by)


def cancel(*, order: Order, at: datetime, by: Person | None) -> None:
    """Cancel the order before it leaves; stock goes back with ``cancelled``."""
    with _step(order, "cancel", at=at, by=by):
        _close(order, at=at, by=by)
        cancelled.send(sender=Order, order=order, at=at, by=by)


VERBS = MappingProxyType(
    {
        "mark-paid": mark_paid,
        "pack": pack,
        "hand-over": hand_over,
        "deliver": deliver,
        "cancel": cancel,
    }
)
"""Each verb by the key of its step."""


@contextmanager
def _step(
    order: Order,
    key: str,
    *,
    at: datetime,
    by: Person | None,
    promised: Mapping[str, Any] = MappingProxyType({}),
) -> Iterator[None]:
    """Move the order, do what belongs to it, note it and write the one letter.

    What somebody of the shop did is recorded in the trail, before anything waits.
    """
    step = STEPS[key]
    with transaction.atomic():
        if by is not None:
            recording.record(
                kind=Kind.ORDER, what=step.verb, by=by, row_id=order.pk, at=at
            )
        _move(order, key, {**promised, **_closing(step, at)})
        Event.objects.create(
            person_id=order.person_id, order=order, verb=step.verb, at=at, by=by
        )
        yield
        letters.tell(order=order, verb=step.verb, at=at)


def _move(order: Order, key: str, changes: Mapping[str, Any]) -> None:
    """Change the state if it is still one that the step leaves, or WrongState."""
    step, rows = STEPS[key], Order.objects.filter(pk=order.pk)
    moved = rows.filter(state__in=_before(key, order)).update(
        state=step.after, **changes
    )
    order.refresh_from_db()
    if not moved:
        now = State(order.state).label.lower()
        raise WrongState(f"{order.number} is {now}. “{step.label}” does not fit.")


def _before(key: str, order: Order) -> frozenset[State]:
    """The states a step leaves; what is collected is never handed to a driver."""
    if order.is_collected and key == "hand-over":
        return frozenset()
    if order.is_collected and key == "deliver":
        return frozenset({State.PACKED})
    return STEPS[key].before


def _closing(step: Step, at: datetime) -> dict[str, datetime]:
    return {"closed_at": at} if step.after in CLOSED else {}


def _close(order: Order, *, at: datetime, by: Person | None) -> None:
    """Let payment and person know from when their two years count."""
    payments.close(order=order, at=at, by=by)
    Person.objects.filter(pk=order.person_id, needed_until__lt=at).update(
        needed_until=at
    )


def _disclose(order: Order, *, at: datetime, by: Person) -> None:
    """Let name and address go, if the customer agreed to what would happen today."""
    disclosure.disclose(
        person=order.person,
        recipient="carrier",
        fields=("contact_name", "delivery_address"),
        purpose=Purpose.DELIVERY,
        consent=order.consent,
        at=at,
        by=by,
    )
