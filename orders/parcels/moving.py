"""The course of one parcel: handed over, then delivered, lost, or back with us.

Every verb locks the order first and looks then: of two people who press the same
button at once, one is told that the other was first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.db import transaction

from orders.event import Verb
from orders.parcels import following, story
from orders.parcels.parcel import UNDER_WAY, Parcel, ParcelState
from orders.states import WrongState
from privacy import disclosure
from privacy.disclosure import DisclosureRefused
from privacy.people import Person
from privacy.purposes import Purpose
from privacy.recipients import UnknownRecipient
from privacy.trail import recording
from privacy.trail.entry import Kind as Trail


@dataclass(frozen=True)
class Course:
    """One verb: ``label`` on its button, the state it leaves, the one it leads to."""

    verb: Verb
    label: str
    before: ParcelState
    after: ParcelState


COURSE: Mapping[str, Course] = MappingProxyType(
    {
        "hand-over": Course(
            Verb.HANDED_OVER,
            "Mark as handed over",
            ParcelState.PACKED,
            ParcelState.HANDED_OVER,
        ),
        "deliver": Course(
            Verb.DELIVERED,
            "Mark as delivered",
            ParcelState.HANDED_OVER,
            ParcelState.DELIVERED,
        ),
        "lose": Course(
            Verb.LOST,
            "It was lost on the way",
            ParcelState.HANDED_OVER,
            ParcelState.LOST,
        ),
        "come-back": Course(
            Verb.CAME_BACK,
            "It came back to us",
            ParcelState.HANDED_OVER,
            ParcelState.CAME_BACK,
        ),
    }
)
"""The one table of what may happen to a parcel, the usual course first."""


def allowed(parcel: Parcel) -> dict[str, Course]:
    """What fits the parcel as it is now, the next sensible verb first."""
    return {key: each for key, each in COURSE.items() if fits(parcel, key)}


def fits(parcel: Parcel, key: str) -> bool:
    """Whether the verb fits; what is collected is never handed to a driver."""
    if parcel.order.is_collected:
        return key == "deliver" and parcel.state == ParcelState.PACKED
    return bool(parcel.state == COURSE[key].before)


def hand_over(*, parcel: Parcel, tracking: str = "", at: datetime, by: Person) -> None:
    """Give the parcel to our driver, or to the carrier with name and address.

    ``tracking`` is the number under which the carrier brings it, if there is one. The
    carrier gets name and address through the door for disclosure, which asks for the
    order's consent. Raises WrongState when there is none to today's carrier.
    """
    try:
        with _step(parcel, "hand-over", at=at, by=by):
            parcel.handed_over_at = at
            parcel.tracking = tracking or None
            if parcel.order.goes_by_carrier:
                _disclose(parcel, at=at, by=by)
    except (DisclosureRefused, UnknownRecipient) as refused:
        parcel.order.refresh_from_db()
        raise WrongState(
            f"{parcel.order.number} can’t go to the carrier: the customer has not "
            "agreed to that, or agrees no longer. Ask them to collect it, or cancel "
            "the order."
        ) from refused


def deliver(*, parcel: Parcel, at: datetime, by: Person) -> None:
    """Note that the customer has the parcel."""
    with _step(parcel, "deliver", at=at, by=by):
        pass


def lose(*, parcel: Parcel, at: datetime, by: Person) -> None:
    """Note that the parcel never arrived: it is sent again or refunded next."""
    with _step(parcel, "lose", at=at, by=by):
        pass


def come_back(*, parcel: Parcel, at: datetime, by: Person) -> None:
    """Note that the parcel is with us again: it is sent again or refunded next."""
    with _step(parcel, "come-back", at=at, by=by):
        pass


VERBS = MappingProxyType(
    {"hand-over": hand_over, "deliver": deliver, "lose": lose, "come-back": come_back}
)
"""Each verb by its key."""


@contextmanager
def _step(parcel: Parcel, key: str, *, at: datetime, by: Person) -> Iterator[None]:
    """Move the parcel and its order, note it and write the one letter.

    What somebody of the shop did is recorded in the trail, before anything waits.
    """
    course, order = COURSE[key], parcel.order
    with transaction.atomic():
        recording.record(
            kind=Trail.ORDER, what=course.verb, by=by, row_id=order.pk, at=at
        )
        order.lock()
        parcel.refresh_from_db()
        parcel.order = order
        if not fits(parcel, key):
            raise _does_not_fit(parcel, course)
        yield
        parcel.state = course.after
        parcel.closed_at = None if parcel.state in UNDER_WAY else at
        parcel.save()
        following.follow(order=order, at=at, by=by)
        story.note(parcel=parcel, verb=course.verb, at=at, by=by)


def _does_not_fit(parcel: Parcel, course: Course) -> WrongState:
    now = ParcelState(parcel.state).label.lower()
    return WrongState(
        f"Parcel {parcel.number} of {parcel.order.number} is {now}. “{course.label}” "
        "does not fit."
    )


def _disclose(parcel: Parcel, *, at: datetime, by: Person) -> None:
    """Let name and address go, if the customer agreed to what would happen today."""
    disclosure.disclose(
        person=parcel.order.person,
        recipient="carrier",
        fields=("contact_name", "delivery_address"),
        purpose=Purpose.DELIVERY,
        consent=parcel.order.consent,
        at=at,
        by=by,
    )
