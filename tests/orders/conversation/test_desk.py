"""At the desk: masked until read, read by who answers, and every reading is told."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from orders.conversation import answering, reading, waiting
from orders.conversation.message import Message
from privacy import access
from privacy.access import Access, Reason
from privacy.copies import ledgers
from privacy.trail.entry import Kind, TrailEntry
from tests.orders.conftest import MONDAY
from tests.orders.conversation.conftest import ANSWER, HOUR, QUESTION
from tests.orders.desk import page_of
from tests.orders.desk import text_of as said

LIST = "/staff/orders/message/"
ASKED = "When does the navy pen come?"
WHY = {"reason": "problem", "words": "The customer rang about it"}


@pytest.fixture
def asked(ask):
    """A question of two days ago."""
    return ask(at=timezone.now() - timedelta(days=2))


@pytest.fixture
def clerk(sign_in_with):
    """A browser of somebody who answers questions and sees orders."""
    return sign_in_with("answer_message", "view_order")


def test_the_list_says_which_orders_wait_and_for_how_long(asked, ask, order, clerk):
    ask("And the ink?", at=timezone.now() - timedelta(days=1))
    shown = said(clerk.get(LIST))
    assert order.number in shown
    assert "2" in shown
    assert "for 2 days" in shown
    assert ASKED not in shown


def test_the_oldest_waits_on_top_and_ages_are_days_of_the_calendar(ask, place):
    second = place()
    ask(at=MONDAY + HOUR, about=second)
    ask(at=MONDAY - timedelta(days=1))
    first, last = waiting.orders(at=MONDAY + HOUR)
    assert (first.age, last.age) == ("since yesterday", "since today")
    assert last.number == second.number
    assert waiting.orders(at=MONDAY + timedelta(days=9))[0].age == "for 10 days"


def test_an_empty_list_says_so_and_a_full_one_too(clerk, ask, monkeypatch):
    assert "No question waits" in said(clerk.get(LIST))
    ask()
    monkeypatch.setattr(waiting, "MOST", 1)
    assert "More wait" in said(clerk.get(LIST))


def test_nobody_reads_or_answers_without_the_right(asked, sign_in_with, post, at_desk):
    packer = sign_in_with("view_order", "pack_order")
    assert packer.get(LIST).status_code == 403
    assert packer.get(at_desk()).status_code == 403
    for verb in ("read", "answer", "settle"):
        assert post(at_desk(verb), words=ANSWER).status_code == 403
    assert Access.objects.count() == 0
    assert Message.objects.waiting().exists()


def test_a_text_is_masked_until_somebody_opens_it(asked, clerk, post, at_desk, order):
    shown = said(clerk.get(at_desk()))
    assert ASKED not in shown
    assert "•••" in shown
    response = post(at_desk("read"))
    assert (response.status_code, response["Location"]) == (303, at_desk())
    shown = said(clerk.get(at_desk()))
    assert ASKED in shown
    assert "Open to you until" in shown
    # What was typed by now would be lost if the browser loaded the page again.
    assert "Refresh" not in clerk.get(at_desk())


def test_every_reading_is_in_the_trail_and_told_to_the_customer(
    asked, clerk, post, at_desk, order
):
    post(at_desk("read"))
    entry = TrailEntry.objects.get(kind=Kind.REVEAL)
    assert (entry.row_id, entry.fields) == (order.pk, [reading.FIELD])
    assert entry.why == Reason.QUESTION
    (look,) = ledgers.accesses(order.person)
    assert look.words.startswith("To answer your question of ")
    assert look.words.endswith(f"about order {order.number}")
    assert look.why == "to talk with the customer"


def test_what_was_opened_closes_after_ten_minutes(asked, order, staff):
    at = timezone.now()
    assert reading.look_to_answer(order=order, at=at, by=staff)
    later = at + access.LASTS
    assert reading.for_staff(order, at=at, by=staff).said[0].lines[0] == ASKED
    assert reading.for_staff(order, at=later, by=staff).said[0].lines == ("•••",)


def test_somebody_else_sees_the_mask(asked, order, staff, alice):
    at = timezone.now()
    reading.look_to_answer(order=order, at=at, by=staff)
    assert reading.until(order=order, at=at, by=alice) is None
    with pytest.raises(PermissionError):
        reading.look(order=order, reason=Reason.LAW, words="x" * 10, at=at, by=alice)


def test_reading_again_needs_a_reason_in_words(
    asked, answer, order, clerk, post, at_desk
):
    answer(at=timezone.now())
    assert "Read it again" in said(clerk.get(at_desk()))
    refused = post(at_desk("read"))
    assert refused.status_code == 422
    assert "Choose why you look." in said(refused)
    assert Access.objects.count() == 0
    assert post(at_desk("read"), **WHY).status_code == 303
    assert ASKED in said(clerk.get(at_desk()))
    (look,) = ledgers.accesses(order.person)
    assert look.words == WHY["words"]


def test_a_reason_may_be_given_at_once_too(asked, post, clerk, at_desk, order):
    assert post(at_desk("read"), **WHY).status_code == 303
    (look,) = ledgers.accesses(order.person)
    assert look.words == WHY["words"]


def test_past_the_limit_it_stays_shut(asked, clerk, post, at_desk, monkeypatch):
    monkeypatch.setattr(access, "LASTS", timedelta())
    monkeypatch.setattr(access, "MOST_AN_HOUR", 1)
    for _ in range(2):
        assert post(at_desk("read")).status_code == 303
    shown = said(clerk.get(at_desk()))
    assert "nobody may open more" in shown
    assert ASKED not in shown


def test_of_two_who_answer_at_once_the_later_reads_first(
    asked, answer, clerk, post, at_desk
):
    post(at_desk("read"))
    typed = {"words": ANSWER, "form": str(uuid4())}
    answer("A colleague was faster.", at=timezone.now())
    refused = post(at_desk("answer"), **typed, after=str(asked.pk))
    assert refused.status_code == 422
    shown = said(refused)
    assert "Something was written in the meantime" in shown
    assert "A colleague was faster." in shown
    assert ANSWER in refused.content.decode()
    last = re.search(r'name="after" value="([^"]+)"', refused.content.decode())[1]
    assert post(at_desk("answer"), **typed, after=last).status_code == 303
    for wrong in ("", "x"):
        more = {"words": "More", "form": str(uuid4()), "after": wrong}
        assert post(at_desk("answer"), **more).status_code == 422


def test_an_answer_goes_to_the_page_and_off_the_list(
    asked, clerk, post, at_desk, order, client, page
):
    post(at_desk("read"))
    assert "Send the answer" in said(clerk.get(at_desk()))
    read = {"words": ANSWER, "form": str(uuid4()), "after": str(asked.pk)}
    response = post(at_desk("answer"), **read)
    assert (response.status_code, response["Location"]) == (303, LIST)
    shown = said(clerk.get(LIST))
    assert f"Your answer is on the page of order {order.number}" in shown
    assert "No question waits" in shown
    assert ANSWER in said(client.get(page))


def test_an_answer_is_screened_and_nothing_typed_is_lost(asked, clerk, post, at_desk):
    typed = "Send it to GB82 WEST 1234 5698 7654 32"
    response = post(at_desk("answer"), words=typed, form=str(uuid4()))
    assert response.status_code == 422
    assert "Leave out what looks like" in said(response)
    assert typed in response.content.decode()
    # The look is over, or never was: what is typed stays, what was written is masked.
    assert ASKED not in said(response)


def test_an_answer_to_nothing_is_refused_and_kept_on_the_page(clerk, post, at_desk):
    response = post(at_desk("answer"), words=ANSWER, form=str(uuid4()))
    assert response.status_code == 422
    assert "There is no question to answer" in said(response)
    assert ANSWER in response.content.decode()
    assert "There is nothing" in said(clerk.get(at_desk()))


def test_a_question_that_needs_no_answer_leaves_the_list(asked, clerk, post, at_desk):
    post(at_desk("read"))
    assert "It needs no answer" in said(clerk.get(at_desk()))
    assert post(at_desk("settle")).status_code == 303
    assert "has no open question" in said(clerk.get(LIST))
    post(at_desk("settle"))
    assert "No question about order" in said(clerk.get(LIST))


def test_the_page_of_the_order_says_that_a_question_waits(
    order, ask, clerk, sign_in_with, staff
):
    assert "Nothing waits" not in said(clerk.get(page_of(order)))
    ask()
    shown = said(clerk.get(page_of(order)))
    assert "A question waits since 23 November 2026" in shown
    assert "Read and answer" in shown
    assert ASKED not in shown
    packer = sign_in_with("view_order", "pack_order")
    shown = said(packer.get(page_of(order)))
    assert "A question waits" in shown
    assert "Read and answer" not in shown
    answering.settle(order=order, at=MONDAY + HOUR, by=staff)
    assert "Nothing waits" in said(packer.get(page_of(order)))
    Message.objects.all().delete()
    assert "Nothing waits" not in said(packer.get(page_of(order)))


def test_both_sides_are_told_apart(ask, answer, order, staff):
    ask()
    answer()
    at = MONDAY + 2 * HOUR
    reading.look(order=order, reason=Reason.LAW, words="x" * 10, at=at, by=staff)
    talk = reading.for_staff(order, at=at, by=staff)
    assert [each.is_ours for each in talk.said] == [False, True]
    assert talk.open_since is None
    assert QUESTION not in repr(talk)
    assert not reading.look_to_answer(order=order, at=at, by=staff)
