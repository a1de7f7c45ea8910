"""What happens to a parcel becomes part of the order's story, with one letter each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Sum

from orders import delivery, letters, telling
from orders.event import Event, Verb
from orders.parcels import quantities
from orders.parcels.parcel import Kind, Parcel, ParcelLine
from privacy import purposes
from privacy.people import Person
from privacy.purposes import Purpose


def note(*, parcel: Parcel, verb: Verb, at: datetime, by: Person | None) -> None:
    """Write down what happened to the parcel, and tell the customer."""
    Event.objects.create(
        person_id=parcel.person_id,
        order=parcel.order,
        verb=verb,
        part=parcel.pk,
        at=at,
        by=by,
    )
    letters.tell(order=parcel.order, verb=verb, at=at, also=_told(parcel, at))


def _told(parcel: Parcel, at: datetime) -> dict[str, Any]:
    """The parcel in plain values, for a letter."""
    lines = list(parcel.lines.all())
    called = _called(parcel, sum(line.quantity for line in lines))
    with purposes.using(Purpose.DELIVERY):
        tracking = parcel.tracking
    told = {
        "called": called,
        "heading": "Not sent" if parcel.is_left_out else "In this parcel",
        "listed": bool(called),
        "rest": bool(quantities.left(parcel.order)),
        "tracking": tracking or "",
        "lines": [_line(line) for line in lines],
    }
    return {"parcel": told, **_arrives(parcel, at)}


def _called(parcel: Parcel, pieces: int) -> str:
    """What the parcel is for the customer; "" where it is the whole order."""
    if parcel.instead_of is not None:
        return "The parcel that we send again"
    if parcel.kind == Kind.EXCHANGE:
        return "What you get in exchange"
    ordered = parcel.order.lines.aggregate(all=Sum("quantity"))["all"]
    return "Part of your order" if pieces < ordered else ""


def _arrives(parcel: Parcel, at: datetime) -> dict[str, str]:
    """When an exchange arrives: the order's own dates are not about it."""
    if parcel.kind != Kind.EXCHANGE:
        return {}
    first, last = delivery.dates(parcel.order.delivery_method, at=at)
    return {"arrival": telling.between(first, last)}


def _line(line: ParcelLine) -> dict[str, Any]:
    return {"quantity": line.quantity, "title": line.title, "variant": line.variant}
