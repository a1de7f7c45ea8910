"""What staff do with an order, one verb for each step; none works from a wrong state.

Every verb locks the order and looks then: of two people who press the same button at
once, one is told that the other was first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.dispatch import Signal

from orders import closing, delivery, letters, payments
from orders.event import Event, Verb
from orders.order import Order
from orders.parcels import leaving_out, moving, packing
from orders.parcels.parcel import Parcel, ParcelState
from orders.refunds import refunding
from orders.refunds.refund import Reason
from orders.refunds.sums import Asked
from orders.states import CLOSED, State
from orders.states import WrongState as WrongState
from privacy.people import Person
from privacy.trail import recording
from privacy.trail.entry import Kind

PACK = "orders.pack_order"

paid = Signal()
"""Sent with ``order``, ``at`` and ``by`` inside the transaction in which the money is
noted, after the letter: whoever writes the invoice does so then."""

cancelled = Signal()
"""Sent with ``order``, ``at`` and ``by`` inside the transaction that cancels: whoever
holds the stock takes it back then, or the order is not cancelled at all."""


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
        "leave-out": Step(
            Verb.LEFT_OUT,
            leaving_out.LABEL,
            frozenset({State.PAID}),
            State.PAID,
            "orders.cancel_order",
        ),
    }
)
"""The one table of what may follow what, the usual course first."""


def allowed(order: Order) -> dict[str, Step]:
    """The steps that fit the order as it is now, the next sensible one first."""
    steps = {
        key: step for key, step in STEPS.items() if order.state in _before(key, order)
    }
    parcels = [] if order.state in {State.PLACED, *CLOSED} else _parcels(order)
    return {key: step for key, step in steps.items() if _fits(order, key, parcels)}


def mark_paid(*, order: Order, at: datetime, by: Person | None) -> None:
    """Note that the money is here; the dates of arrival count from now.

    ``by`` is None where a provider's answer and no member of staff says so.
    """
    earliest, latest = delivery.dates(order.delivery_method, at=at)
    promised = {"earliest_on": earliest, "latest_on": latest}
    with transaction.atomic():
        with _step(order, "mark-paid", at=at, by=by, promised=promised):
            payments.settle(order=order, at=at, by=by)
        paid.send(sender=Order, order=order, at=at, by=by)


def pack(*, order: Order, at: datetime, by: Person) -> None:
    """Note that all that is left is packed in one parcel, or waits to be collected."""
    packing.pack(order=order, at=at, by=by)


def hand_over(*, order: Order, tracking: str = "", at: datetime, by: Person) -> None:
    """Give the one parcel to our driver, or to the carrier: see parcels.moving."""
    parcel = _the_parcel(order, "hand-over")
    moving.hand_over(parcel=parcel, tracking=tracking, at=at, by=by)


def deliver(*, order: Order, at: datetime, by: Person) -> None:
    """Note that the customer has the one parcel. The order is closed."""
    moving.deliver(parcel=_the_parcel(order, "deliver"), at=at, by=by)


def cancel(*, order: Order, at: datetime, by: Person | None) -> None:
    """Cancel the order before anything leaves; stock goes back with ``cancelled``.

    What was paid goes back to the customer, in the same transaction.
    """
    with transaction.atomic():
        with _step(order, "cancel", at=at, by=by):
            Parcel.objects.filter(order=order).update(
                state=ParcelState.CANCELLED, closed_at=at
            )
            closing.close(order=order, at=at, by=by)
            cancelled.send(sender=Order, order=order, at=at, by=by)
        refunding.open_refund(
            order=order,
            asked=Asked.whole(order),
            reason=Reason.CANCELLED,
            key=order.pk,
            at=at,
            by=by,
        )


VERBS = MappingProxyType(
    {
        "mark-paid": mark_paid,
        "pack": pack,
        "hand-over": hand_over,
        "deliver": deliver,
        "cancel": cancel,
        "leave-out": leaving_out.leave_out,
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
        order.lock()
        if key not in allowed(order):
            raise packing.does_not_fit(order, step.label)
        closed = {"closed_at": at} if step.after in CLOSED else {}
        changes = {"state": step.after, **promised, **closed}
        Order.objects.filter(pk=order.pk).update(**changes)
        order.refresh_from_db()
        Event.objects.create(
            person_id=order.person_id, order=order, verb=step.verb, at=at, by=by
        )
        yield
        letters.tell(order=order, verb=step.verb, at=at)


def _parcels(order: Order) -> list[Parcel]:
    """All its parcels, each with the order that is at hand."""
    found = list(Parcel.objects.filter(order=order))
    for parcel in found:
        parcel.order = order
    return found


def _the_parcel(order: Order, key: str) -> Parcel:
    """The one parcel that a step of the order is about, or WrongState."""
    order.refresh_from_db()
    if key not in allowed(order):
        raise packing.does_not_fit(order, STEPS[key].label)
    return _under_way(_parcels(order))[0]


def _under_way(parcels: Sequence[Parcel]) -> list[Parcel]:
    return [each for each in parcels if each.is_under_way and each.is_of_the_order]


def _fits(order: Order, key: str, parcels: Sequence[Parcel]) -> bool:
    """Whether a step fits an order in a state that it leaves.

    Where several parcels are under way, each has its own steps. Once one has left,
    the order is not cancelled any more, but what is not packed may be left out.
    """
    if key in {"cancel", "leave-out"}:
        has_left = any(parcel.has_left for parcel in parcels)
        return has_left == (key == "leave-out")
    if key in moving.COURSE:
        here = _under_way(parcels)
        return len(here) == 1 and moving.fits(here[0], key)
    return True


def _before(key: str, order: Order) -> frozenset[State]:
    """The states a step leaves; what is collected is never handed to a driver."""
    if order.is_collected and key == "deliver":
        return frozenset({State.PACKED})
    return STEPS[key].before
