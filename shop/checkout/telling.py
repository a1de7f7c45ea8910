"""What an order leaves with the shop and until when, read from the declarations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from orders import keeping
from orders.models import Order
from privacy import declarations


@dataclass(frozen=True)
class Telling:
    """For the box beside the form: the day the name goes, the day the books go."""

    erased_on: date
    rule: str
    books_until: date
    collects: bool


def told(*, delivered_on: date, collects: bool) -> Telling:
    """What an order that arrives on `delivered_on` would leave, and until when."""
    contact = declarations.of(Order).personal["contact_name"].retention
    return Telling(
        erased_on=contact.ends_on(delivered_on),
        rule=contact.words,
        books_until=declarations.months_later(delivered_on, keeping.BOOKS.months),
        collects=collects,
    )
