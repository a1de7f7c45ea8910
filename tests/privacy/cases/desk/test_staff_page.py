"""The page of one request: the demand, who looked, the plan, and nothing chosen."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from privacy.cases import clock, deciding
from privacy.cases.case import Case
from privacy.cases.states import Kind, State
from privacy.encryption import keys
from privacy.erasure import blocking
from privacy.models import Access
from privacy.people import Person
from tests.diary.models import Page
from tests.privacy.cases.desk.conftest import (
    page_of,
)


def test_what_is_gone_reads_erased(in_review, reviewer, at):
    case = in_review()
    Case.objects.filter(pk=case.pk).update(demand=None, email=None)
    shown = reviewer.sees(case)
    assert "What they wrote has been erased." in shown
    assert "Email erased" in shown
    assert "No other request came from them." in shown
    keys.destroy(case.pk, at=at)
    other = in_review()
    keys.destroy(other.pk, at=at)
    keys.forget_held()
    assert "What they wrote has been erased." in reviewer.looks(other)
    assert Access.objects.count() == 0


def test_identity_says_which_step_was_taken_when(filed, reviewer, at):
    case = filed()
    shown = reviewer.sees(case)
    assert "A code sent to the address on record: waiting for it" in shown
    case.challenges.update(passed_at=at)
    shown = reviewer.sees(case)
    assert "address on record: passed The customer, 22 Nov 2026, 10:30" in shown
    Case.objects.filter(pk=case.pk).update(state=State.WITHDRAWN, closed_at=at)
    case.challenges.update(passed_at=None)
    assert "address on record: not passed" in reviewer.sees(case)


def test_a_recent_change_of_address_is_said(in_review, reviewer, alice, at):
    case = in_review()
    line = "Email or password changed within the last 30 days"
    assert line not in reviewer.sees(case)
    Person.objects.filter(pk=alice.pk).update(changed_at=at - timedelta(days=3))
    assert line in reviewer.sees(case)


def test_the_plan_says_how_many_what_becomes_of_them_and_why(
    in_review, reviewer, alice, at
):
    Page.objects.create(writer=alice, title="Rain", text="It rained.", written_at=at)
    case = in_review()
    assert "No plan has been made." in reviewer.sees(case)
    reviewer.does(case, "plan")
    shown = reviewer.sees(case)
    assert re.search(
        r"Pages We delete with their records: [^.]+\. 1 Deleted Asked for", shown
    )
    assert re.search(r"People We erase: [^.]+\. 1 Erased Asked for", shown)
    assert "Nothing stands in the way." in shown
    assert "Trial run of 22 November 2026, 10:30. It changed nothing." in shown


def test_what_stands_in_the_way_is_said(in_review, reviewer, monkeypatch):
    monkeypatch.setattr(blocking, "of", lambda *args: ("An order is open.",))
    case = in_review()
    reviewer.does(case, "plan")
    shown = reviewer.sees(case)
    assert "This stands in the way: An order is open." in shown
    assert "Nothing stands in the way." not in shown


def test_an_old_plan_is_to_be_made_anew(in_review, reviewer, today, at):
    case = in_review()
    reviewer.does(case, "plan")
    assert "more than an hour old" not in reviewer.sees(case)
    today(at + timedelta(hours=2))
    assert "more than an hour old" in reviewer.sees(case)


@pytest.mark.parametrize(
    ("until", "words"), [(None, "Kept"), ("2031-04-05", "Kept until 5 Apr 2031")]
)
def test_what_a_law_keeps_has_its_ground_and_its_end(in_review, reviewer, until, words):
    case = in_review()
    step = {
        "label": "privacy.Person",
        "action": "keep",
        "fields": ["name"],
        "rows": 1,
        "ground": "A court order",
        "until": until,
        "words": "We keep: name.",
    }
    plan = {"person": None, "scope": None, "steps": [step], "blocked": []}
    Case.objects.filter(pk=case.pk).update(plan=plan, plan_shown_at=None)
    shown = reviewer.sees(case)
    assert f"People We keep: name. 1 {words} A court order" in shown
    assert "Trial run. It changed nothing." in shown


def test_a_correction_shows_the_old_value_masked(in_review, both, alice):
    case = in_review(
        Kind.CORRECT, fields=("privacy.Person.name",), values=("Alice Ashdown-Reid",)
    )
    both.does(case, "plan")
    shown = both.looks(case)
    assert "A••• A••• Alice Ashdown-Reid" in shown
    assert re.search(r"People We correct: \w+\. 1 Corrected Asked for", shown)


def test_a_new_address_is_written_as_its_country_writes_it(in_review, both):
    told = '{"country": "GB", "line1": "7 Hawthorn Bank", "line2": "", "city": "Leith"}'
    label = "orders.Order.delivery_address"
    case = in_review(Kind.CORRECT, fields=(label,), values=(told,))
    assert "7 Hawthorn Bank, Leith, UNITED KINGDOM" in both.looks(case)


def test_who_it_is_stands_behind_a_mask_or_is_said_to_be_gone(
    in_review, filed, reviewer, alice, at
):
    case = in_review()
    assert "Customer A••• A••• Show name" in reviewer.sees(case)
    assert "Email a•••@example.net Show email" in reviewer.sees(case)
    stranger = filed(Kind.SEE, "nobody@example.net")
    assert "Customer Not known yet Email n•••@" in reviewer.sees(stranger)
    Person.objects.filter(pk=alice.pk).update(name=None)
    assert "Customer Not given" in reviewer.sees(case)
    gone = {"email": None, "name": None, "is_active": False, "erased_at": at}
    Person.objects.filter(pk=alice.pk).update(**gone)
    assert "Customer erased" in reviewer.sees(case)


def test_a_value_that_stays_is_named_with_its_reason(in_review, both):
    case = in_review(Kind.CORRECT)
    step = {
        "label": "privacy.Person.name",
        "action": "correct",
        "rows": 1,
        "words": "name",
        "stays": [["Invoices", "Tax law wants them as they were issued."]],
    }
    plan = {"kind": "correct", "steps": [step], "blocked": []}
    Case.objects.filter(pk=case.pk).update(plan=plan)
    shown = both.sees(case)
    assert "Stays as it is: Invoices. Tax law wants them as they were" in shown


def test_a_part_of_a_history_says_which(in_review, reviewer, alice, at):
    page = Page.objects.create(writer=alice, title="Rain", written_at=at)
    case = in_review(
        Kind.CLEAR, rows=(f"diary.Page:{page.pk}",), before="2026-01-01", words=""
    )
    shown = reviewer.looks(case)
    assert "They chose 1 × Pages and everything before 2026-01-01." in shown
    assert "They wrote nothing beside their choice." in shown


@pytest.mark.parametrize("kind", [Kind.ERASE, Kind.CLEAR, Kind.QUESTION])
def test_no_choice_is_made_beforehand(in_review, both, kind):
    case = in_review(kind)
    if kind != Kind.QUESTION:
        both.does(case, "plan")
    body = both.get(page_of(case)).content.decode()
    assert body.count('<details class="case-act" name="act"') > 1
    assert not re.search(r"<details[^>]* open|checked|autofocus", body)
    assert 'selected value="' not in body.replace('value="" selected', "")


def test_other_requests_from_the_same_address_are_linked(in_review, filed, reviewer):
    case, other = in_review(), in_review(Kind.QUESTION)
    stranger = filed(Kind.QUESTION, "bob@example.net")
    moved = filed(Kind.SEE, "alice@new.example.net")
    Case.objects.filter(pk=moved.pk).update(person=case.person)
    shown = reviewer.sees(case)
    assert f"{moved.reference} : see my data" in shown
    assert f"{other.reference} : a question, in review" in shown
    assert stranger.reference not in shown


def test_the_deadline_counts_down_and_says_when_it_is_over(
    in_review, reviewer, today, at
):
    case = in_review()
    assert "30 days left" in reviewer.sees(case)
    assert "0 of 30 days used" in reviewer.sees(case)
    Case.objects.filter(pk=case.pk).update(due_on=at.date() - timedelta(days=1))
    assert "1 day late" in reviewer.sees(case)


def test_where_no_law_allows_more_time_the_page_says_so(
    in_review, reviewer, monkeypatch
):
    monkeypatch.setattr(clock, "later", lambda case: None)
    assert "The law allows no later day." in reviewer.sees(in_review())


def test_a_closed_request_speaks_of_no_extension(in_review, reviewer, at):
    case = in_review(Kind.QUESTION)
    deciding.answer(case=case, sentence="At nine.", by=reviewer.person, at=at)
    shown = reviewer.sees(case)
    assert "extended" not in shown
    assert "days used" not in shown
    assert "Closed" in shown
