"""What happens to a parcel becomes part of the order's story, with one letter each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Sum

from orders import letters
from orders.event import Event, Verb
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
    letters.tell(order=parcel.order, verb=verb, at=at, also=_told(parcel))


def _told(parcel: Parcel) -> dict[str, Any]:
    """The parcel in plain values, for a letter."""
    lines = list(parcel.lines.all())
    ordered = parcel.order.lines.aggregate(all=Sum("quantity"))["all"]
    pieces = sum(line.quantity for line in lines)
    with purposes.using(Purpose.DELIVERY):
        tracking = parcel.tracking
    return {
        "parcel": {
            "number": parcel.number,
            "is_part": parcel.kind == Kind.ORDER and pieces < ordered,
            "exchanged": parcel.kind == Kind.EXCHANGE,
            "again": parcel.instead_of is not None,
            "tracking": tracking or "",
            "lines": [_line(line) for line in lines],
        }
    }


def _line(line: ParcelLine) -> dict[str, Any]:
    return {"quantity": line.quantity, "title": line.title, "variant": line.variant}
