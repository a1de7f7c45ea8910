"""How parcels read where somebody sees all that is held about them."""

from __future__ import annotations

from typing import Any

from privacy.copies import wording


def register() -> None:
    """Name the parcels, and say where their values are from."""
    wording.describe("orders.Parcel", title=_parcel, origin=_from_us, along=("order",))
    wording.describe(
        "orders.ParcelLine",
        title=lambda line: _parcel(line.parcel),
        origin=_from_us,
        along=("parcel", "parcel__order"),
    )


def _parcel(parcel: Any) -> str:
    return f"Order {parcel.order.number}, parcel {parcel.number}"


def _from_us(row: Any, name: str) -> str:
    on = f"on {wording.day(row.packed_at)}"
    return "the carrier" if name == "tracking" else f"us, when we packed it {on}"
