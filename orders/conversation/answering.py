"""Answering: the shop's words go onto the page of the order, and a letter says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from orders import invented
from orders.conversation import asking
from orders.conversation.message import Kind, Message
from orders.event import Verb
from orders.order import Order
from privacy import letters, purposes
from privacy.letters import previews
from privacy.people import Person
from privacy.purposes import Purpose
from privacy.refusing import NotAllowed
from privacy.trail import recording
from privacy.trail.entry import Kind as Entry

NO_ANSWER = "no_answer"
"""What the trail calls it when somebody saw that a question needs no answer."""

LETTER = "orders/answered"
KEEP_DAYS = 90

letters.register(LETTER, purpose=Purpose.CONVERSATION, keep_days=KEEP_DAYS)
letters.preview(
    LETTER,
    lambda: {
        "number": invented.NUMBER,
        "ask_link": previews.address(f"{invented.PATH}questions/"),
        "deleted_on": date(2027, 11, 23),
    },
)


class _SentTwice(Exception):
    """This answer is there already: nothing is recorded, written or sent again."""

    def __init__(self, message: Message) -> None:
        super().__init__("Sent twice.")
        self.message = message


def answer(
    *,
    order: Order,
    words: str,
    form: UUID,
    at: datetime,
    by: Person,
    after: UUID | None = None,
) -> Message:
    """Answer what is open on an order, and tell the customer where to read it.

    ``after`` is the last message that ``by`` has read. The same form that comes twice
    is one answer, with one letter. Raises NotAllowed where something was written in
    the meantime, where the customer has asked nothing, and where their page is gone.
    """
    try:
        with _held(order, Verb.ANSWERED, at=at, by=by) as held:
            _require_new(held, form, words)
            _require_asked(held)
            _require_read(held, after)
            message = asking.add(
                order=held, form=form, kind=Kind.ANSWER, words=words, at=at, by=by
            )
            _settle(held, at)
            _tell(held, message, at)
    except _SentTwice as before:
        return before.message
    return message


def settle(*, order: Order, at: datetime, by: Person) -> None:
    """Note that what is open needs no answer, such as a thank you. No letter goes.

    Raises NotAllowed when nothing is open, or somebody answered in the meantime.
    """
    with _held(order, NO_ANSWER, at=at, by=by) as held:
        if not _settle(held, at):
            raise NotAllowed(f"No question about order {order.number} is open.")


@contextmanager
def _held(order: Order, what: str, *, at: datetime, by: Person) -> Iterator[Order]:
    """Record what somebody does, then hold the order until it is done."""
    with transaction.atomic():
        recording.record(kind=Entry.ORDER, what=what, by=by, row_id=order.pk, at=at)
        yield Order.objects.select_for_update().get(pk=order.pk)


def _require_read(order: Order, after: UUID | None) -> None:
    """Let whoever is later, of two who write at once, read first what the other did."""
    last = Message.objects.filter(order=order).latest("at", "pk")
    if after is not None and last.pk != after:
        raise NotAllowed(
            "Something was written in the meantime. Read it above, then send your "
            "answer if it still fits."
        )


def _tell(order: Order, message: Message, at: datetime) -> None:
    """Write where the answer is. Of the order the letter holds number and link alone,
    and no word of either side: a mailbox keeps what the shop deletes."""
    with purposes.using(Purpose.CONVERSATION):
        page = order.url_for_customer()
    letters.write(
        template=LETTER,
        purpose=Purpose.CONVERSATION,
        person=order.person,
        context={
            "number": order.number,
            "ask_link": f"{page}questions/",
            "deleted_on": message.goes_on(),
        },
        at=at,
    )


def _settle(order: Order, at: datetime) -> int:
    settled: int = Message.objects.filter(order=order).waiting().update(settled_at=at)
    return settled


def _require_new(order: Order, form: UUID, words: str) -> None:
    said = asking.written(order=order, form=form, kind=Kind.ANSWER, words=words)
    if said is not None:
        raise _SentTwice(said)


def _require_asked(order: Order) -> None:
    asked = Message.objects.filter(order=order, kind=Kind.QUESTION)
    if not asked.exists():
        raise NotAllowed("There is no question to answer: it was deleted on its date.")
    if order.link_index is None:
        raise NotAllowed(
            f"The page of order {order.number} is gone, and so is the address for a "
            "letter. Say that it needs no answer."
        )
