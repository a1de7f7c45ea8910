"""Where the conversation stands on the pages about an order, and what fills it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from orders import sections
from orders.conversation import reading
from orders.conversation.forms import OrderQuestionForm
from orders.conversation.message import Kind, Message, deleted_on
from orders.event import Verb
from orders.order import Order
from orders.sections import About, Section

PLACE = 60


def register() -> None:
    """Show the conversation on the customer's page of an order, and on the staff's."""
    template = "parts/conversation.html"
    sections.for_customers(Section(f"orders/{template}", _for_customers, PLACE))
    sections.for_staff(Section(f"orders/staff/{template}", _for_staff, PLACE))


def told(
    order: Order,
    *,
    form: OrderQuestionForm | None,
    secret: str,
    at: datetime,
    is_new: bool = False,
) -> dict[str, Any]:
    """What the page says: the messages, the form, and when all of it is deleted.

    Without a ``form`` it leads to the page that has one: the form needs a cookie, and
    the page of an order sets none. With ``is_new`` nobody ever asked anything, so the
    database is not asked either.
    """
    talk = None if is_new else reading.for_customer(order)
    return {
        "form": form,
        "secret": secret,
        "talk": talk,
        # What is written today goes on this day; it is told before anybody writes.
        "deleted_on": deleted_on(at),
    }


def _for_customers(about: About) -> Mapping[str, Any] | None:
    return told(
        about.order,
        form=None,
        secret=about.secret,
        at=about.at,
        is_new=not about.happened(Verb.ASKED),
    )


def _for_staff(about: About) -> Mapping[str, Any] | None:
    """How many messages there are and since when a question waits: no word of them."""
    if not about.happened(Verb.ASKED):
        return None
    rows = Message.objects.filter(order=about.order).order_by("at")
    found = list(rows.values_list("kind", "at", "settled_at", "last_at"))
    if not found:
        return None
    waiting = [
        at for kind, at, settled, _ in found if kind == Kind.QUESTION and not settled
    ]
    return {
        "order": about.order,
        "number": len(found),
        "open_since": min(waiting, default=None),
        "deleted_on": deleted_on(found[-1][3]),
        "may_read": about.by is not None and about.by.has_perm(reading.ANSWER),
    }
