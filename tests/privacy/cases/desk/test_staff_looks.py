"""Reading a demand: for a written reason, for ten minutes, and never unseen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from privacy import access
from privacy.cases import deciding
from privacy.cases.case import Case
from privacy.cases.desk import reading
from privacy.cases.states import Kind
from privacy.copies import gathering
from privacy.encryption import keys
from privacy.models import Access
from privacy.purposes import Purpose
from tests.privacy.cases.desk.conftest import WORDS, Desk, fresh, text_of


def test_reading_a_demand_is_written_down_where_the_customer_sees_it(
    in_review, reviewer, alice
):
    case = in_review()
    assert WORDS not in reviewer.sees(case)
    assert Access.objects.count() == 0
    assert WORDS in reviewer.looks(case)
    look = Access.objects.get()
    assert (look.person, look.by) == (alice, reviewer.person)
    assert (look.fields, look.row_id) == (["privacy.Case.demand"], case.pk)
    assert (look.purpose, look.reason) == (Purpose.OWN_REQUEST, "request")
    assert LogEntry.objects.count() == 0
    (told,) = gathering.accesses(alice)
    assert told.words == "To see what they ask for"
    assert told.reason == "Working on a request about personal data"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"reason": "", "words": "why not"}, "Choose why you look."),
        ({"reason": "nosy", "words": "why not"}, "Choose why you look from the list."),
        ({"reason": "request", "words": " "}, "Write why you look."),
        ({"reason": "request", "words": "x" * 301}, "Write 300 characters or fewer."),
    ],
)
def test_without_a_reason_nothing_opens_and_nothing_typed_is_lost(
    in_review, reviewer, given, said
):
    case = in_review()
    response = reviewer.post(
        reverse("admin:privacy_case_look", args=[case.pk]), **given
    )
    assert response.status_code == 422
    assert said in text_of(response)
    assert WORDS not in text_of(response)
    assert given["words"].strip() in response.content.decode()
    assert Access.objects.count() == 0


def test_a_look_lasts_ten_minutes_for_whoever_gave_the_reason(
    in_review, reviewer, both, today, at
):
    case, other = in_review(), in_review()
    reviewer.looks(case)
    today(at + access.LASTS - timedelta(seconds=1))
    assert WORDS in reviewer.sees(case)
    assert WORDS not in both.sees(case)
    assert WORDS not in reviewer.sees(other)
    today(at + access.LASTS)
    assert WORDS not in reviewer.sees(case)
    assert Access.objects.count() == 1


def test_past_the_limit_nothing_opens_and_nothing_typed_is_lost(
    in_review, reviewer, monkeypatch
):
    monkeypatch.setattr(access, "MOST_AN_HOUR", 1)
    first, second = in_review(), in_review()
    reviewer.looks(first)
    there = reverse("admin:privacy_case_look", args=[second.pk])
    response = reviewer.post(there, reason="request", words="One more, to compare")
    assert response.status_code == 429
    assert "You have opened 1 within an hour" in text_of(response)
    assert 'value="One more, to compare"' in response.content.decode()
    assert WORDS not in text_of(response)
    assert Access.objects.count() == 1


def test_an_answer_that_is_read_is_named_too(in_review, reviewer, at):
    case = in_review(Kind.CLEAR)
    deciding.ask(case=case, sentence="Which?", by=reviewer.person, at=at)
    fresh_case = fresh(case)
    reviewer.looks(case)
    fresh_case.answer = "No."
    fresh_case.save()
    assert WORDS not in reviewer.sees(case)
    Access.objects.all().delete()
    assert "What we answered No." in reviewer.looks(case)
    assert Access.objects.get().fields == ["privacy.Case.answer", "privacy.Case.demand"]


def test_a_look_at_a_strangers_demand_is_held_by_the_case(filed, reviewer, alice):
    case = filed(Kind.QUESTION, "nobody@example.net", words=WORDS)
    assert WORDS in reviewer.looks(case)
    assert WORDS in reviewer.sees(case)
    assert case.events.get(what="read").by == reviewer.person
    assert "Read by a member of staff You" in reviewer.sees(case)
    look = Access.objects.get()
    assert (look.person, look.holder_id) == (None, case.pk)
    assert gathering.accesses(alice) == []
    Case.objects.filter(pk=case.pk).update(person=alice)
    assert gathering.accesses(alice)[0].words == "To see what they ask for"


def test_words_of_a_look_are_gone_with_the_key(in_review, reviewer, alice, at):
    reviewer.looks(in_review())
    keys.destroy(alice.pk, at=at)
    keys.forget_held()
    assert gathering.accesses(alice)[0].words == ""


def test_nobody_reads_a_demand_without_the_right_to(in_review, clerk):
    case, desk = in_review(), Desk(clerk("orders@example.net", "view_order"))
    for name in ("look", "take", "put_back"):
        there = reverse(f"admin:privacy_case_{name}", args=[case.pk])
        assert desk.post(there, reason="request", words="why not").status_code == 403
        assert desk.get(there).status_code == 403
    assert Access.objects.count() == 0


def test_what_is_opened_says_nothing_of_itself():
    assert repr(reading.Opened(words=WORDS)) == "<Opened>"
