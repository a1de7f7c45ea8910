"""The page of questions: nothing typed is lost, and nothing is sent too often."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.utils import timezone

from orders import limits, views
from orders.conversation.forms import MessageForm, in_lines
from orders.conversation.message import Message, deleted_on
from orders.telling import day
from privacy.encryption import keys, shredding
from privacy.letters.models import Letter
from privacy.tries import TooManyTries
from tests.orders.conftest import MONDAY
from tests.orders.conversation.conftest import ANSWER, QUESTION
from tests.orders.desk import text_of as said

CARD = "My card is 4111 1111 1111 1111."


@pytest.fixture(autouse=True)
def no_tries(db):
    """Nobody has asked anything yet."""
    cache.clear()


def test_the_day_of_deletion_is_told_from_the_start(client, order, link_of, page):
    today = day(deleted_on(timezone.now()))
    for address in (link_of(order), page):
        shown = said(client.get(address))
        assert f"on {today} , if you write today" in shown
        assert "Questions about this order" in shown or "Questions about order" in shown


def test_an_order_about_which_nobody_asked_costs_no_question(
    client, order, link_of, django_assert_num_queries
):
    from orders import finding
    from orders.conversation import showing
    from orders.sections import About

    about = About(order, tuple(finding.events(order)), at=MONDAY, secret="x")
    with django_assert_num_queries(0):
        assert showing._for_customers(about)["talk"] is None


def test_a_question_is_asked_from_the_order_and_answered_there(
    client, order, post, page, link_of, answer
):
    response = post(page, words=QUESTION, form=str(uuid4()))
    assert (response.status_code, response["Location"]) == (303, page)
    shown = said(client.get(page))
    assert "When does the navy pen come?" in shown
    assert "Your question is with us" in shown
    answer(at=timezone.now())
    for address in (page, link_of(order)):
        shown = said(client.get(address))
        assert ANSWER in shown
        assert "Your question is with us" not in shown
        assert f"We delete all of this on {day(deleted_on(timezone.now()))}" in shown
    assert "noindex" in client.get(page)["X-Robots-Tag"]


def test_a_form_that_is_sent_twice_asks_once(post, page):
    form = str(uuid4())
    for _ in range(2):
        assert post(page, words=QUESTION, form=form).status_code == 303
    assert Message.objects.count() == 1


@pytest.mark.parametrize("form", ["", "none", "0" * 200])
def test_a_form_without_its_number_still_asks(post, page, form):
    assert post(page, words=QUESTION, form=form).status_code == 303
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "Write your question"),
        ("x" * 2001, "Message must be 2,000 characters or fewer. Yours has 2,001"),
        (CARD, "Leave out what looks like"),
    ],
)
def test_what_can_not_be_taken_comes_back_as_it_was_typed(post, page, words, sentence):
    response = post(page, words=words, form=str(uuid4()))
    assert response.status_code == 422
    assert sentence in said(response)
    assert words in response.content.decode()
    assert response.content.decode().startswith("<!doctype html>")
    assert "<title>Error:" in response.content.decode()
    assert not Message.objects.exists()


def test_who_asks_too_often_waits_and_loses_nothing(post, page, monkeypatch):
    monkeypatch.setattr(limits, "QUESTIONS", limits.Limits("q", an_hour=1, a_day=9))
    assert post(page, words="One", form=str(uuid4())).status_code == 303
    response = post(page, words="Two, which is long", form=str(uuid4()))
    assert response.status_code == 429
    assert 1 <= int(response["Retry-After"]) <= 3600
    assert "Too many questions. Wait until" in said(response)
    assert "Two, which is long" in response.content.decode()
    assert Message.objects.count() == 1


def test_orders_days_and_networks_are_counted_apart(rf, order, place):
    other, third = place(), place()
    request = rf.get("/", REMOTE_ADDR="192.0.2.1")
    few = limits.Limits("q", an_hour=1, a_day=9, of_a_network=3)
    few.count(request, order, at=MONDAY)
    few.count(request, other, at=MONDAY)
    with pytest.raises(TooManyTries):
        few.count(request, order, at=MONDAY)
    with pytest.raises(TooManyTries):  # the fourth of the network
        few.count(request, third, at=MONDAY)
    a_day = limits.Limits("d", an_hour=9, a_day=1)
    a_day.count(request, order, at=MONDAY)
    with pytest.raises(TooManyTries) as wait:
        a_day.count(request, order, at=MONDAY)
    assert wait.value.until - MONDAY > timedelta(hours=1)


def test_nobody_asks_without_the_secret(post, client):
    nowhere = "/orders/nobodyhasthissecretatall00/questions/"
    assert client.get(nowhere).status_code == 404
    assert post(nowhere, words="x").status_code == 404


def test_what_was_erased_reads_erased(client, order, page, ask, monkeypatch):
    ask()
    shredding.shred(subject=order.person_id, at=MONDAY, reason="test")
    keys.forget_held()
    monkeypatch.setattr(views.finding, "behind", lambda secret: order)
    from orders.conversation import reading

    talk = reading.for_customer(order)
    assert [each.lines for each in talk.said] == [("erased",)]


def test_a_deleted_conversation_leaves_the_page_as_it_was(client, order, page, ask):
    ask()
    Message.objects.all().delete()
    assert "if you write today" in said(client.get(page))


def test_a_question_writes_no_letter_from_the_page(post, page):
    before = Letter.objects.count()
    post(page, words=QUESTION, form=str(uuid4()))
    assert Letter.objects.count() == before


def test_a_form_keeps_the_number_it_came_with():
    number = str(uuid4())
    assert MessageForm({"form": number})["form"].value() == number
    first = MessageForm()
    assert first["form"].value() == first.initial["form"]


def test_lines_are_kept_and_tidied():
    assert in_lines(" one \r\n\r\n\r\n two\t \n\n") == "one\n\ntwo"
