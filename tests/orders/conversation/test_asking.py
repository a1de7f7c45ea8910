"""Asking and answering: once each, counted from the last message, told by letter."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from orders.conversation import answering, asking
from orders.conversation.message import Kind, Message
from orders.event import Event, Verb
from orders.order import Order
from privacy import people, purposes
from privacy.encryption import keys, shredding
from privacy.letters.models import Letter
from privacy.people import Person
from privacy.purposes import Purpose, PurposeRefused
from privacy.refusing import NotAllowed
from privacy.retention import dates, sweeping
from privacy.trail.entry import TrailEntry
from tests.orders.conftest import MONDAY
from tests.orders.conversation.conftest import ANSWER, HOUR, QUESTION

YEAR = timedelta(days=365)


def kinds(order):
    rows = Message.objects.filter(order=order).order_by("at")
    return list(rows.values_list("kind", flat=True))


def told(order):
    return Letter.objects.filter(person=order.person, template="orders/answered")


def test_a_question_is_written_down_for_its_purpose_alone(ask, order, text_of):
    message = ask()
    assert text_of(message) == QUESTION
    assert QUESTION not in str(message) + repr(message)
    with (
        purposes.using(Purpose.DELIVERY),
        pytest.raises(PurposeRefused),
    ):
        assert Message.objects.get().text
    event = Event.objects.get(verb=Verb.ASKED)
    assert (event.order, event.part, event.by) == (order, message.pk, None)


def test_a_question_is_told_by_no_letter(ask, order):
    before = Letter.objects.count()
    ask()
    assert Letter.objects.count() == before


def test_a_form_that_comes_twice_asks_once(ask, order):
    form = uuid4()
    assert ask(form=form) == ask(form=form, at=MONDAY + HOUR)
    assert kinds(order) == [Kind.QUESTION]
    assert Event.objects.filter(verb=Verb.ASKED).count() == 1


def test_a_form_that_comes_back_with_other_words_loses_none(ask, order, text_of):
    form = uuid4()
    ask(form=form)
    other = ask("And the ink?", form=form, at=MONDAY + HOUR)
    assert text_of(other) == "And the ink?"
    assert kinds(order) == [Kind.QUESTION] * 2


def test_the_same_form_about_another_order_is_another_question(ask, place):
    form = uuid4()
    assert ask(form=form) != ask(form=form, about=place())


def test_one_form_holds_one_message_whoever_writes(ask, order):
    first = ask()
    again = Message(
        person_id=first.person_id,
        order=order,
        kind=Kind.QUESTION,
        text="x",
        form=first.form,
        at=MONDAY,
        last_at=MONDAY,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_what_was_asked_with_a_key_that_is_gone_is_no_longer_compared(ask, order):
    form = uuid4()
    ask(form=form)
    shredding.shred(subject=order.person_id, at=MONDAY, reason="test")
    keys.forget_held()
    asked = {"order": order, "form": form, "kind": Kind.QUESTION, "words": QUESTION}
    assert asking.written(**asked) is None


def test_an_answer_settles_what_is_open_and_a_letter_leads_to_it(
    ask, answer, order, text_of, staff
):
    ask()
    ask("And when the poems?", at=MONDAY + HOUR / 2)
    said = answer()
    assert text_of(said) == ANSWER
    assert not Message.objects.waiting().exists()
    assert said.by == staff
    letter = told(order).get()
    assert letter.purpose == Purpose.CONVERSATION
    with purposes.using(Purpose.CONVERSATION):
        text, page = letter.content.text, order.url_for_customer()
        whole = f"{letter.content.subject} {text} {letter.content.html}"
    assert f"{page}questions/" in text
    assert "23 November 2027" in text
    assert "do not read replies" in " ".join(text.split())
    # Neither side's words travel by mail: a mailbox keeps what we delete.
    assert ANSWER not in whole
    assert "navy pen" not in whole


def test_an_answer_that_is_sent_twice_is_one_with_one_letter(ask, answer, order):
    ask()
    form = uuid4()
    assert answer(form=form) == answer(form=form, at=MONDAY + 2 * HOUR)
    assert told(order).count() == 1
    assert TrailEntry.objects.filter(what=Verb.ANSWERED).count() == 1
    answer("One thing more.", form=form, at=MONDAY + 3 * HOUR)
    assert told(order).count() == 2


def test_nobody_writes_to_a_customer_who_asked_nothing(answer, order):
    with pytest.raises(NotAllowed, match="no question"):
        answer()
    assert not told(order).exists()
    assert not TrailEntry.objects.filter(what=Verb.ANSWERED).exists()


def test_an_order_whose_page_is_gone_gets_no_answer(ask, answer, order):
    ask()
    Order.objects.filter(pk=order.pk).update(link=None, link_index=None)
    with pytest.raises(NotAllowed, match="page of order"):
        answer()


def test_a_question_that_needs_no_answer_waits_no_longer(ask, order, staff):
    ask("Thank you!")
    answering.settle(order=order, at=MONDAY + HOUR, by=staff)
    assert not Message.objects.waiting().exists()
    assert not told(order).exists()
    entry = TrailEntry.objects.get(what=answering.NO_ANSWER)
    assert entry.row_id == order.pk
    with pytest.raises(NotAllowed, match="No question"):
        answering.settle(order=order, at=MONDAY + HOUR, by=staff)
    assert TrailEntry.objects.filter(what=answering.NO_ANSWER).count() == 1


@pytest.mark.parametrize(
    ("late", "goes_on"),
    [(timedelta(), date(2027, 11, 23)), (timedelta(days=100), date(2028, 3, 3))],
)
def test_the_day_of_deletion_moves_with_the_last_message(ask, answer, late, goes_on):
    first = ask()
    assert first.goes_on() == date(2027, 11, 23)
    answer(at=MONDAY + late)
    first.refresh_from_db()
    assert first.goes_on() == dates.ends_on(first, "text") == goes_on


def test_the_sweep_deletes_the_whole_conversation_on_its_day(ask, answer, order):
    ask()
    answer(at=MONDAY + timedelta(days=10))
    sweeping.sweep(at=MONDAY + YEAR + timedelta(days=9))
    assert Message.objects.count() == 2
    counted = sweeping.sweep(at=MONDAY + YEAR + timedelta(days=10))
    assert counted["orders.Message"] == 2
    assert not Message.objects.exists()
    assert Order.objects.filter(pk=order.pk).exists()


def test_whoever_asks_is_needed_for_as_long_as_the_answer(ask, order):
    ask(at=MONDAY + YEAR)
    person = Person.objects.get(pk=order.person_id)
    assert person.needed_until == MONDAY + YEAR
    assert people.find(email="maya@example.net") == person


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "note"},
        {"kind": Kind.ANSWER},
        {"kind": Kind.ANSWER, "settled_at": MONDAY},
    ],
)
def test_a_message_is_a_question_or_somebodys_answer(ask, wrong):
    message = ask()
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**wrong)
