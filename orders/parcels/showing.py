"""Parcels on the order's page, for the customer and for the staff."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from orders import sections
from orders.event import Verb
from orders.order import Order
from orders.parcels import moving, quantities, tracking
from orders.parcels.moving import Course
from orders.parcels.parcel import Kind, Parcel, ParcelLine, ParcelState
from orders.sections import About, Section
from orders.staff.pages import page_of
from orders.states import State
from orders.telling import opened
from privacy import purposes
from privacy.people import Person
from privacy.purposes import Purpose
from privacy.showing import values
from privacy.showing.values import Cell, Sight

PACK = "orders.pack_order"
REFUND = "orders.open_refund"
_NOW = {
    ParcelState.PACKED: "packed",
    ParcelState.HANDED_OVER: "on its way",
    ParcelState.DELIVERED: "delivered",
    ParcelState.LOST: "lost on the way",
    ParcelState.CAME_BACK: "came back to us",
    ParcelState.CANCELLED: "cancelled",
    ParcelState.LEFT_OUT: "not sent",
}
_COLLECTED = {
    ParcelState.PACKED: "ready to collect",
    ParcelState.DELIVERED: "collected",
}

values.offer(
    "orders.Parcel",
    Sight(
        fields=("tracking",),
        rights=("orders.reveal_contact",),
        purpose=Purpose.AFTER_SALES,
        whose=lambda parcel: parcel.person,
    ),
)


@dataclass(frozen=True, repr=False)
class Shown:
    """A parcel as a page shows it.

    ``number`` and ``link`` are of the carrier, for the customer; ``cell`` is what
    stands for the number on a page of the staff. ``steps`` are the verbs that this
    member of staff may use now, ``buttons`` those that make good what failed.
    """

    parcel: Parcel
    now: str
    lines: tuple[ParcelLine, ...]
    number: str = ""
    link: str = ""
    cell: Cell | None = None
    steps: tuple[tuple[str, Course], ...] = ()
    buttons: tuple[tuple[str, str], ...] = ()
    packs: bool = False

    @property
    def kind(self) -> str:
        """What it is beside a parcel of the order, in words; else ""."""
        usual = self.parcel.kind == Kind.ORDER
        return "" if usual else Kind(self.parcel.kind).label.lower()


def register() -> None:
    """Stand on both pages."""
    sections.for_customers(Section("orders/parts/parcels.html", _told, place=20))
    sections.for_staff(Section("orders/staff/parts/parcels.html", _on_desk, place=20))


def of(order: Order) -> list[Parcel]:
    """Return its parcels with what is in them, in sequence; in two queries."""
    found = list(Parcel.objects.filter(order=order).prefetch_related("lines"))
    for parcel in found:
        parcel.order = order
    return found


def now(parcel: Parcel) -> str:
    """Where a parcel stands, to follow its name."""
    state = ParcelState(parcel.state)
    collected = _COLLECTED if parcel.order.is_collected else {}
    return collected.get(state, _NOW[state])


def _told(about: About) -> Mapping[str, Any] | None:
    """What the customer reads: nothing, where one parcel without a number is all."""
    if not about.happened(Verb.PACKED):
        return None
    with purposes.using(Purpose.DELIVERY):
        shown = [_for_customer(parcel) for parcel in of(about.order)]
    rest = about.order.state == State.PAID
    if len(shown) == 1 and not rest and not shown[0].number:
        return None
    told = {"several": len(shown) > 1 or rest, "rest": rest}
    return {"parcels": shown, "carrier": about.order.delivery_name, **told}


def _on_desk(about: About) -> Mapping[str, Any] | None:
    """What the staff see: every parcel with what fits it now."""
    order, by = about.order, about.by
    if by is None or not (about.happened(Verb.PACKED) or order.state == State.PAID):
        return None
    parcels = of(order)
    own = [each for each in parcels if each.is_under_way and each.is_of_the_order]
    # Where one is under way, the order's own buttons stand for the usual course.
    above = {"hand-over", "deliver"} if len(own) == 1 else set()
    rights = {right for right in (PACK, REFUND) if by.has_perm(right)}
    shown = [
        _for_staff(each, about, rights, above if each in own else set())
        for each in parcels
    ]
    left = quantities.left(order) if order.state == State.PAID else {}
    return {"order": order, "parcels": shown, "left": _left(left, rights)}


def _left(left: Mapping[UUID, int], rights: set[str]) -> int:
    """How many pieces can still be packed in parts by whoever may."""
    pieces = sum(left.values())
    return pieces if pieces > 1 and PACK in rights else 0


def _for_customer(parcel: Parcel) -> Shown:
    number = opened(parcel, "tracking") or ""
    return Shown(
        parcel=parcel,
        now=now(parcel),
        lines=tuple(parcel.lines.all()),
        number=number,
        link=tracking.page(number),
    )


def _for_staff(
    parcel: Parcel, about: About, rights: Iterable[str], above: Iterable[str]
) -> Shown:
    by, back = cast(Person, about.by), page_of(about.order)
    return Shown(
        parcel=parcel,
        now=now(parcel),
        lines=tuple(parcel.lines.all()),
        cell=values.cells(parcel, by=by, at=about.at, back=back)["tracking"],
        steps=_steps(parcel, rights, above),
        buttons=_buttons(parcel, rights),
        packs=PACK in rights and parcel.state == ParcelState.PACKED,
    )


def _steps(
    parcel: Parcel, rights: Iterable[str], above: Iterable[str]
) -> tuple[tuple[str, Course], ...]:
    if PACK not in rights:
        return ()
    fits = moving.allowed(parcel).items()
    return tuple((key, course) for key, course in fits if key not in above)


def _buttons(parcel: Parcel, rights: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """What makes a parcel good that failed: each key with the words on its button."""
    if not parcel.waits_for_a_decision:
        return ()
    words = {"send-again": ("Pack it again", PACK), "refund": ("Refund it", REFUND)}
    return tuple((key, says) for key, (says, right) in words.items() if right in rights)
