"""Conversations in *Your data*, in copies, and in the way of an erasure."""

from __future__ import annotations

import pytest

from orders.conversation import answering, blocking
from orders.conversation.message import Message
from privacy import purposes
from privacy.copies import wording
from privacy.erasure import blocking as all_blocking
from privacy.erasure.owned import Scope
from privacy.purposes import Purpose
from tests.orders.conftest import MONDAY
from tests.orders.conversation.conftest import HOUR, QUESTION

ASKED = "Your question of 23 November 2026 about order {} is not answered yet."


def test_a_question_without_an_answer_stands_in_the_way(ask, order):
    assert blocking.open_questions(order.person_id, None) == []
    ask()
    (said,) = blocking.open_questions(order.person_id, None)
    assert said == f"{ASKED.format(order.number)} We answer it first."
    assert said in all_blocking.of(order.person_id)


@pytest.mark.parametrize("end", ["answer", "settle"])
def test_an_answer_or_the_word_that_none_is_needed_ends_that(
    ask, answer, order, staff, end
):
    ask()
    if end == "answer":
        answer()
    else:
        answering.settle(order=order, at=MONDAY + HOUR, by=staff)
    assert blocking.open_questions(order.person_id, None) == []


def test_of_chosen_rows_only_their_questions_count(ask, order, place):
    other = place(email="somebody@example.net")
    ask()
    ask(about=other)
    chosen = Scope({"orders.Order": (order.pk,)})
    assert len(blocking.open_questions(order.person_id, chosen)) == 1
    none = Scope({"orders.Line": ()})
    assert blocking.open_questions(order.person_id, none) == []
    assert len(blocking.open_questions(other.person_id, None)) == 1


def test_both_sides_are_in_your_data_with_who_wrote_them(ask, answer, order):
    ask()
    answer()
    rows = Message.objects.filter(order=order).order_by("at")
    said = Message.PersonalData.text
    from_whom = [wording.origin(row, "text", said) for row in rows]
    assert from_whom == [
        "you, in a question of 23 November 2026",
        "us, in our answer of 23 November 2026",
    ]
    assert {wording.title(row) for row in rows} == {f"Order {order.number}"}
    with purposes.using(Purpose.OWN_REQUEST):
        lines = wording.lines(rows[0], "text", rows[0].text)
    assert list(lines) == QUESTION.splitlines()
