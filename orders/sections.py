"""What each part of the after-sale shows on the pages about one order.

A part says here which template stands on the customer's page and which on the staff's,
and what fills it; a part that has nothing to say takes no room and asks no question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orders.event import Event, Verb
from orders.order import Order
from privacy.people import Person


@dataclass(frozen=True)
class About:
    """The order that a page is about, and who looks at it.

    ``events`` are what happened to it, oldest first. ``secret`` is that of the
    customer's link, "" on a page of the staff; ``by`` is the member of staff, None on
    the customer's page.
    """

    order: Order
    events: tuple[Event, ...]
    at: datetime
    secret: str = ""
    by: Person | None = None

    def happened(self, *verbs: Verb) -> bool:
        """Whether one of the verbs happened, without a question to the database."""
        return any(event.verb in verbs for event in self.events)


Facts = Callable[[About], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Section:
    """A template and what it shows as ``part``; ``facts`` returns None for nothing.

    Sections stand in the sequence of ``place``, the smallest first.
    """

    template: str
    facts: Facts
    place: int


_FOR_CUSTOMERS: list[Section] = []
_FOR_STAFF: list[Section] = []


def for_customers(section: Section) -> None:
    """Have a section on the page behind the order's secret link."""
    _add(_FOR_CUSTOMERS, section)


def for_staff(section: Section) -> None:
    """Have a section on the staff's page of an order."""
    _add(_FOR_STAFF, section)


def shown(about: About) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the templates that have something to say, each with its facts."""
    sections = _FOR_CUSTOMERS if about.by is None else _FOR_STAFF
    return list(_filled(sections, about))


def _add(sections: list[Section], section: Section) -> None:
    if section not in sections:
        sections.append(section)
        sections.sort(key=lambda each: each.place)


def _filled(
    sections: Iterable[Section], about: About
) -> Iterable[tuple[str, Mapping[str, Any]]]:
    for section in sections:
        facts = section.facts(about)
        if facts is not None:
            yield section.template, facts
