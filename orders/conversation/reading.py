"""Reading: what was written about an order, to whom it may be shown, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from orders import telling
from orders.conversation.message import Kind, Message
from orders.order import Order
from privacy import access, masking, purposes
from privacy.access import Reason
from privacy.people import Person
from privacy.purposes import Purpose

ANSWER = "orders.answer_message"
"""The right to read questions and to answer them."""
FIELD = "orders.Message.text"


@dataclass(frozen=True, repr=False)
class Said:
    """One message as a page shows it: ``lines`` are its text, or its mask."""

    is_ours: bool
    at: datetime
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Conversation:
    """All that was said about an order.

    ``open_since`` is when the oldest question came that is not answered, None without
    one. ``deleted_on`` is when everything goes, as things stand, and
    ``last`` the number of the last message.
    """

    said: tuple[Said, ...]
    deleted_on: date
    last: UUID
    open_since: datetime | None = None


def for_customer(order: Order) -> Conversation | None:
    """Everything that was said, for the page behind the order's link; None for nothing.

    What was erased reads "erased".
    """
    with purposes.using(Purpose.CONVERSATION):
        return _conversation(_messages(order), _opened)


def for_staff(order: Order, *, at: datetime, by: Person) -> Conversation | None:
    """Everything that was said: its text to whoever looked, its mask to all others."""
    rows = _messages(order)
    if not is_open(order=order, at=at, by=by):
        return _conversation(rows, lambda row: (masking.masked(row, "text"),))
    with purposes.using(Purpose.CONVERSATION, by=by):
        return _conversation(rows, _opened)


def is_open(*, order: Order, at: datetime, by: Person) -> bool:
    """Whether ``by`` opened the conversation, and it still lasts."""
    return until(order=order, at=at, by=by) is not None


def until(*, order: Order, at: datetime, by: Person) -> datetime | None:
    """Until when the conversation is open to ``by``; None while it is shut."""
    looks = access.open_until(
        by=by, row_id=order.pk, purpose=Purpose.CONVERSATION, at=at
    )
    return looks.get(FIELD) if by.has_perm(ANSWER) else None


def look_to_answer(*, order: Order, at: datetime, by: Person) -> bool:
    """Open a conversation in which a question waits, and write down that it was read.

    The question was written to be read by whoever answers, so that is the reason, and
    nobody has to type it. Returns False where nothing waits: then ``look`` asks why.
    Raises privacy.access.TooManyLooks past the limit of an hour.
    """
    since = Message.objects.filter(order=order).waiting().order_by("at").first()
    if since is None:
        return False
    day = telling.day(timezone.localdate(since.at))
    words = f"To answer your question of {day} about order {order.number}"
    look(order=order, reason=Reason.QUESTION, words=words, at=at, by=by)
    return True


def look(*, order: Order, reason: Reason, words: str, at: datetime, by: Person) -> None:
    """Open a conversation to ``by``, who says why; the customer can read it.

    Raises PermissionError without the right, and privacy.access.TooManyLooks past the
    limit of an hour.
    """
    if not by.has_perm(ANSWER):
        raise PermissionError("Nobody reads this without the right to answer.")
    access.record(
        person=order.person,
        by=by,
        fields=[FIELD],
        row_id=order.pk,
        purpose=Purpose.CONVERSATION,
        reason=reason,
        words=words,
        at=at,
    )


def _messages(order: Order) -> Any:
    return Message.objects.filter(order=order).order_by("at", "pk")


def _conversation(rows: Iterable[Message], shown: Any) -> Conversation | None:
    found = list(rows)
    if not found:
        return None
    waiting = [
        row.at for row in found if row.kind == Kind.QUESTION and not row.settled_at
    ]
    return Conversation(
        said=tuple(_said(row, shown(row)) for row in found),
        deleted_on=found[-1].goes_on(),
        last=found[-1].pk,
        open_since=min(waiting, default=None),
    )


def _said(row: Message, lines: tuple[str, ...]) -> Said:
    return Said(is_ours=row.kind == Kind.ANSWER, at=row.at, lines=lines)


def _opened(row: Message) -> tuple[str, ...]:
    text = telling.opened(row, "text")
    return (masking.ERASED,) if text is None else tuple(text.splitlines())
