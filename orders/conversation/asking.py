"""Asking: the customer's question about an order, written down once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from orders.conversation.message import Kind, Message
from orders.event import Event, Verb
from orders.order import Order
from privacy import purposes
from privacy.encryption.keys import ValueErased
from privacy.people import Person
from privacy.purposes import Purpose


def ask(*, order: Order, words: str, form: UUID, at: datetime) -> Message:
    """Write down a question, and return it; the conversation is kept from here.

    ``form`` is the number of the form it was typed in. The same form that comes twice
    is one question; one that comes back with other words is another. No letter says
    that it came: the page that follows does.
    """
    with transaction.atomic():
        held = Order.objects.select_for_update().get(pk=order.pk)
        said = written(order=held, form=form, kind=Kind.QUESTION, words=words)
        if said is not None:
            return said
        Person.objects.filter(pk=held.person_id, needed_until__lt=at).update(
            needed_until=at
        )
        return add(order=held, form=form, kind=Kind.QUESTION, words=words, at=at)


def add(
    *,
    order: Order,
    form: UUID,
    kind: Kind,
    words: str,
    at: datetime,
    by: Person | None = None,
) -> Message:
    """Add a message to the conversation, whose twelve months begin anew.

    The caller holds the order's row, and has looked whether it was written already.
    """
    taken = Message.objects.filter(order=order, form=form).exists()
    message = Message(
        person_id=order.person_id,
        order=order,
        kind=kind,
        text=words,
        form=uuid4() if taken else form,
        at=at,
        by=by,
        last_at=at,
    )
    message.save(force_insert=True)
    Message.objects.filter(order=order).update(last_at=at)
    verb = Verb.ASKED if kind == Kind.QUESTION else Verb.ANSWERED
    Event.objects.create(
        person_id=order.person_id,
        order=order,
        verb=verb,
        part=message.pk,
        at=at,
        by=by,
    )
    return message


def written(*, order: Order, form: UUID, kind: Kind, words: str) -> Message | None:
    """Return the message that this form has brought already, in the same words."""
    rows = Message.objects.filter(order=order, form=form, kind=kind)
    found: Message | None = rows.first()
    if found is None:
        return None
    try:
        with purposes.using(Purpose.CONVERSATION):
            return found if found.text == words else None
    except ValueErased:
        return None
