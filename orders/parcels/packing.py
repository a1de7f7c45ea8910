"""Packing a parcel: all that is left of an order, or some of it, or an exchange."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Protocol
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from orders import delivery
from orders.event import Verb
from orders.line import Line
from orders.order import Order
from orders.parcels import deciding, following, quantities, story
from orders.parcels.parcel import UNDER_WAY, Kind, Parcel, ParcelLine, ParcelState
from orders.states import State, WrongState
from privacy.people import Person
from privacy.trail import recording
from privacy.trail.entry import Kind as Trail

LABEL = "Mark as packed"


class Described(Protocol):
    """What goes into a parcel, in the words of today."""

    @property
    def sku(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def variant(self) -> str: ...


@transaction.atomic
def pack(
    *,
    order: Order,
    quantities: Mapping[UUID, int] | None = None,
    kind: Kind = Kind.ORDER,
    wares: Mapping[UUID, Described] = MappingProxyType({}),
    instead_of: Parcel | None = None,
    at: datetime,
    by: Person,
) -> Parcel:
    """Note that a parcel is packed, or waits to be collected.

    ``quantities`` are how many of each line, by the line's id; None is all that is
    left. ``wares`` are what goes instead of a line, in an exchange. ``instead_of`` is
    the parcel that this one is sent again for.

    Raises WrongState where the order has no more of it, or is not to be packed.
    """
    recording.record(kind=Trail.ORDER, what=Verb.PACKED, by=by, row_id=order.pk, at=at)
    order.lock()
    if instead_of is not None:
        deciding.decide(parcel=instead_of, at=at)
    if kind == Kind.ORDER:
        quantities = _chosen(order, quantities)
    elif kind == Kind.AGAIN:
        _promise(order, at=at)
    parcel = written(order, kind, instead_of=instead_of, at=at)
    fill(parcel, quantities or {}, wares)
    following.follow(order=order, at=at, by=by)
    story.note(parcel=parcel, verb=Verb.PACKED, at=at, by=by)
    return parcel


def _chosen(order: Order, asked: Mapping[UUID, int] | None) -> Mapping[UUID, int]:
    """Return what goes into the parcel, if that many are left of each."""
    if order.state != State.PAID:
        raise does_not_fit(order, LABEL)
    left = quantities.left(order)
    if asked is None:
        return left
    chosen = {line: quantity for line, quantity in asked.items() if quantity}
    if not chosen:
        raise WrongState("Nothing is in the parcel. Enter how many of what you pack.")
    if any(not 0 < many <= left.get(line, 0) for line, many in chosen.items()):
        raise WrongState(
            f"That many are not left to pack of {order.number}. Look at what is left "
            "and enter the numbers again."
        )
    return chosen


def _promise(order: Order, *, at: datetime) -> None:
    """Let the dates of arrival count from now: those of before are over."""
    earliest, latest = delivery.dates(order.delivery_method, at=at)
    Order.objects.filter(pk=order.pk).update(earliest_on=earliest, latest_on=latest)
    order.earliest_on, order.latest_on = earliest, latest


def does_not_fit(order: Order, label: str) -> WrongState:
    """Return the refusal of a button that does not fit the order as it is now."""
    now = State(order.state).label.lower()
    return WrongState(f"{order.number} is {now}. “{label}” does not fit.")


def written(
    order: Order,
    kind: Kind,
    *,
    instead_of: Parcel | None = None,
    state: ParcelState = ParcelState.PACKED,
    at: datetime,
) -> Parcel:
    """Write the next parcel of a locked order, with nothing in it yet."""
    last = Parcel.objects.filter(order=order).aggregate(last=Max("number"))["last"]
    parcel: Parcel = Parcel.objects.create(
        person_id=order.person_id,
        order=order,
        number=(last or 0) + 1,
        kind=kind,
        state=state,
        instead_of=instead_of.pk if instead_of else None,
        packed_at=at,
        closed_at=None if state in UNDER_WAY else at,
    )
    return parcel


def fill(
    parcel: Parcel,
    chosen: Mapping[UUID, int],
    wares: Mapping[UUID, Described] = MappingProxyType({}),
) -> None:
    """Note how many of which lines are in it, or what goes instead of a line."""
    lines = parcel.order.lines.filter(pk__in=chosen)
    ParcelLine.objects.bulk_create(
        _line(parcel, line, chosen[line.pk], wares.get(line.pk)) for line in lines
    )


def _line(parcel: Parcel, line: Line, many: int, ware: Described | None) -> ParcelLine:
    sent = ware or line
    return ParcelLine(
        person_id=parcel.person_id,
        parcel=parcel,
        line=line.pk,
        position=line.position,
        sku=sent.sku,
        title=sent.title,
        variant=sent.variant,
        quantity=many,
        packed_at=parcel.packed_at,
    )
