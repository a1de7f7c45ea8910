"""What stands in the way of erasing a customer: a parcel that is not settled yet."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from orders.order import Order
from orders.parcels.parcel import FAILED, UNDER_WAY, Parcel
from orders.states import CLOSED
from privacy.erasure import blocking, owned
from privacy.erasure.plans import Scope


def register() -> None:
    """Have unsettled parcels asked about before anything is erased."""
    blocking.register(unsettled_parcels)


def unsettled_parcels(person_id: UUID, scope: Scope | None) -> list[str]:
    """Say which parcels are on their way, or failed and are not made good, where the
    order itself is closed; an open order says so by itself.

    With a scope only the orders that were chosen count.
    """
    closed = owned.rows(Order, person_id, scope=scope).filter(state__in=CLOSED)
    waits = Q(state__in=UNDER_WAY) | Q(state__in=FAILED, made_good_at=None)
    rows = Parcel.objects.filter(waits, order__in=closed).order_by("packed_at")
    told = rows.values_list("number", "order__number")
    return [
        f"Parcel {parcel} of order {number} is not settled yet. We need its name and"
        " address until it has arrived, or its money is on the way back."
        for parcel, number in told
    ]
