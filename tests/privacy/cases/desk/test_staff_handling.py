"""Whose a request is: nobody's until somebody takes it, theirs until it is put back."""

from __future__ import annotations

import pytest
from django.urls import reverse

from privacy.cases import deciding, handling
from privacy.cases.case import Case, NotAllowed
from privacy.cases.desk import queue
from privacy.cases.handling import Handling
from privacy.cases.states import Kind, Refusal, State
from tests.privacy.cases.desk.conftest import LIST, fresh, page_of, text_of
from tests.privacy.cases.desk.test_staff_queue import listed


def takes(desk, case, name="take"):
    return desk.post(reverse(f"admin:privacy_case_{name}", args=[case.pk]))


def test_a_request_is_taken_from_the_queue_and_put_back(in_review, filed, reviewer):
    case, other = in_review(), filed(Kind.SEE, "bob@example.net")
    assert set(listed(reviewer, "?tab=nobody")) == {case.reference, other.reference}
    assert "Nobody yet. Take it" in reviewer.sees(case)
    assert takes(reviewer, case)["Location"] == page_of(case)
    assert listed(reviewer, "?tab=mine") == [case.reference]
    assert listed(reviewer, "?tab=nobody") == [other.reference]
    assert "You do. Put it back" in reviewer.sees(case)
    assert "Our decision You" in text_of(reviewer.get(LIST))
    takes(reviewer, case, "put_back")
    assert listed(reviewer, "?tab=mine") == []


def test_somebody_else_reads_whose_it_is_and_can_take_it_over(
    in_review, reviewer, approver
):
    case = in_review()
    takes(reviewer, case)
    assert "C••• C••• does. Take it over" in approver.sees(case)
    assert listed(approver, "?tab=mine") == listed(approver, "?tab=nobody") == []
    refused = takes(approver, case, "put_back")
    assert refused.status_code == 409
    assert "This request is not yours." in text_of(refused)
    for _ in range(2):
        takes(approver, case)
    assert handling.handler(case) == approver.person
    found = Handling.objects.get()
    assert str(found) == f"handling of case {case.pk}"


def test_nobody_takes_what_is_closed(in_review, reviewer, at):
    case = in_review(Kind.QUESTION)
    deciding.answer(case=case, sentence="Yes.", by=reviewer.person, at=at)
    assert takes(reviewer, case).status_code == 409
    assert "Who sees to it" not in reviewer.sees(case)
    assert "Take it" not in text_of(reviewer.get(f"{LIST}?tab=finished"))


def test_nobody_takes_their_own(in_review, reviewer):
    case = in_review()
    Case.objects.filter(pk=case.pk).update(person=reviewer.person)
    response = takes(reviewer, case)
    assert response.status_code == 409
    assert "Somebody else has to work on it." in text_of(response)


def test_nothing_is_mine_where_nobody_looks(in_review, reviewer):
    takes(reviewer, in_review())
    assert list(queue.rows("mine")) == []


def test_whether_identity_is_proved_stands_in_the_queue(in_review, filed, reviewer):
    in_review()
    filed(Kind.SEE, "bob@example.net")
    in_review(Kind.QUESTION)
    shown = text_of(reviewer.get(LIST))
    for words in ("Proved", "Not yet", "Not asked for"):
        assert words in shown


@pytest.mark.parametrize("reason", ["spam", "answered_elsewhere", "no_question"])
def test_a_question_is_closed_without_an_answer(in_review, reviewer, reason):
    case = in_review(Kind.QUESTION)
    letters = case.letters.count()
    assert reviewer.does(case, "close", reason="").status_code == 422
    assert reviewer.does(case, "close", reason="legal_exception").status_code == 422
    assert reviewer.does(case, "close", reason=reason).status_code == 303
    assert (fresh(case).state, fresh(case).refusal) == (State.DENIED, reason)
    assert case.letters.count() == letters
    words = Refusal(reason).label
    assert f"Closed without an answer: {words}." in reviewer.sees(case)
    assert f"Refused {words} You" in reviewer.sees(case)


def test_a_demand_is_not_closed_like_that(in_review, reviewer, both, at):
    case = in_review()
    for reason in (Refusal.SPAM, Refusal.LEGAL):
        with pytest.raises(NotAllowed, match="Only a question"):
            deciding.close_unanswered(
                case=case, reason=reason, by=reviewer.person, at=at
            )
    said = {"ground": "none", "sentence": "No.", "by": both.person, "at": at}
    with pytest.raises(ValueError, match="no reason to refuse"):
        deciding.refuse(case=case, reason=Refusal.SPAM, **said)
    told = {"reason": "spam", "ground": "none", "sentence": "No."}
    assert both.does(case, "refuse", **told).status_code == 422
    assert fresh(case).state == State.IN_REVIEW
