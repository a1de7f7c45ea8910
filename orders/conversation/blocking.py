"""What stands in the way of erasing a customer: a question that nobody has answered."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from orders import telling
from orders.conversation.message import Kind, Message
from privacy.erasure import blocking, owned
from privacy.erasure.plans import Scope


def register() -> None:
    """Have open questions asked about before anything is erased."""
    blocking.register(open_questions)


def open_questions(person_id: UUID, scope: Scope | None) -> list[str]:
    """Say which questions wait for an answer.

    Whoever erases them would leave a question without one, and the shop could erase
    what it would rather not answer. One press of a button ends it: an answer, or that
    none is needed. With a scope only those that were chosen count.
    """
    theirs = owned.rows(Message, person_id, scope=scope)
    theirs = theirs.filter(kind=Kind.QUESTION, settled_at=None)
    found = theirs.order_by("at").values_list("at", "order__number")
    return [
        f"Your question of {telling.day(timezone.localdate(at))} about order {number}"
        " is not answered yet. We answer it first."
        for at, number in found
    ]
