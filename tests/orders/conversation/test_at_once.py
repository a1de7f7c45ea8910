"""Two at once: a question sent twice, and two members of staff with one answer."""

from __future__ import annotations

from uuid import uuid4

import pytest

from orders import placing
from orders.conversation import answering, asking
from orders.conversation.message import Kind, Message
from orders.event import Event, Verb
from orders.models import Order
from privacy.letters.models import Letter
from privacy.people import Person
from privacy.refusing import NotAllowed
from tests.orders.conftest import MONDAY
from tests.orders.conversation.conftest import ANSWER, HOUR, QUESTION
from tests.orders.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


def test_a_question_and_an_answer_are_each_written_once(transactional_db, wish):
    order, form = placing.place(**wish), uuid4()
    clerks = [
        Person.objects.create_user(f"clerk{n}@example.net", is_staff=True)
        for n in (1, 2)
    ]

    def ask():
        same = Order.objects.get(pk=order.pk)
        return asking.ask(order=same, words=QUESTION, form=form, at=MONDAY)

    first, second = at_once(ask, ask)
    assert first == second == Message.objects.get()
    assert Event.objects.filter(verb=Verb.ASKED).count() == 1

    def answer(by):
        told = {"words": ANSWER, "form": uuid4(), "after": first.pk}
        same = Order.objects.get(pk=order.pk)
        return answering.answer(order=same, **told, at=MONDAY + HOUR, by=by)

    given = at_once(lambda: answer(clerks[0]), lambda: answer(clerks[1]))
    assert sorted(type(each) is NotAllowed for each in given) == [False, True]
    assert Message.objects.filter(kind=Kind.ANSWER).count() == 1
    assert Letter.objects.filter(template="orders/answered").count() == 1
