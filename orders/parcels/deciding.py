"""What becomes of a parcel that failed is decided once."""

from __future__ import annotations

from datetime import datetime

from orders.parcels.parcel import Parcel
from orders.states import WrongState


def decide(*, parcel: Parcel, at: datetime) -> None:
    """Note that the parcel is made good, in the transaction that does so.

    Raises WrongState where that was done before, or the parcel never failed.
    """
    waits = Parcel.objects.undecided().filter(pk=parcel.pk)
    if not waits.update(made_good_at=at):
        raise WrongState(
            f"Parcel {parcel.number} of {parcel.order.number} was sent again or "
            "refunded already, or never failed."
        )
    order = parcel.order
    parcel.refresh_from_db()
    parcel.order = order
