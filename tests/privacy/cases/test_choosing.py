"""Choosing: what should go is picked after the proof, and then staff have it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from privacy import purposes
from privacy.cases import choosing, deciding, identity, replying, tasks, withdrawing
from privacy.cases.case import Case, Demand, NotAllowed
from privacy.cases.states import Kind, State
from privacy.purposes import Purpose
from tests.privacy.cases.conftest import code_for

CHOSEN = Demand(before="2026-06-01")


@pytest.fixture
def proved(alice, filed, later):
    """A wish in words whose owner is known."""
    case = filed(Kind.CLEAR, words="The old letters", before="2026-01-01", seen=False)
    identity.check_code(case=case, code=code_for(case), at=later)
    return fresh(case)


def fresh(case):
    return Case.objects.get(pk=case.pk)


def test_a_wish_in_words_waits_for_the_choice(proved):
    assert proved.state == State.VERIFIED
    assert choosing.is_open(proved)


def test_the_choice_goes_to_staff_with_what_was_written(proved, later):
    replying.choose(case=proved, chosen=CHOSEN, at=later)
    assert proved.state == State.IN_REVIEW
    with purposes.using(Purpose.OWN_REQUEST):
        demand = fresh(proved).demand
    assert (demand.words, demand.before, demand.seen) == (
        "The old letters",
        "2026-06-01",
        True,
    )
    assert [each.what for each in proved.events.all()][-2:] == ["chosen", "to_review"]


def test_of_two_choices_one_counts(proved, later):
    other = fresh(proved)
    replying.choose(case=proved, chosen=CHOSEN, at=later)
    with pytest.raises(NotAllowed, match="chosen already"):
        replying.choose(case=other, chosen=Demand(before="2026-07-01"), at=later)
    with purposes.using(Purpose.OWN_REQUEST):
        assert fresh(proved).demand.before == "2026-06-01"


def test_what_was_chosen_in_your_data_goes_to_staff_at_once(alice, filed, later):
    case = filed(Kind.CLEAR, before="2026-01-01", seen=True)
    identity.check_code(case=case, code=code_for(case), at=later)
    assert fresh(case).state == State.IN_REVIEW
    assert not choosing.is_open(fresh(case))


def test_nothing_is_chosen_before_the_proof_or_for_another_kind(alice, filed, later):
    for case in (filed(Kind.CLEAR, seen=False), filed(Kind.ERASE)):
        with pytest.raises(NotAllowed):
            replying.choose(case=case, chosen=CHOSEN, at=later)


def test_a_question_that_is_a_wish_to_clear_is_chosen_too(alice, filed, staff, later):
    case = filed(Kind.QUESTION, words="Please drop my letters")
    deciding.turn_into(case=case, kind=Kind.CLEAR, by=staff, at=later)
    identity.check_code(case=case, code=code_for(case), at=later)
    assert fresh(case).state == State.VERIFIED


def test_what_nobody_chose_for_a_week_is_read_by_a_person(proved, later, monkeypatch):
    at = later + choosing.LONGEST
    assert choosing.pass_on_late(at=at) == 0
    monkeypatch.setattr("django.utils.timezone.now", lambda: at + timedelta(minutes=1))
    tasks.tidy()
    assert fresh(proved).state == State.IN_REVIEW
    assert choosing.is_open(fresh(proved))


def test_what_is_taken_back_this_very_moment_is_left_alone(proved, later, monkeypatch):
    stale = [fresh(proved)]
    monkeypatch.setattr(choosing, "waiting_too_long", lambda at: stale)
    withdrawing.withdraw(case=proved, at=later)
    assert choosing.pass_on_late(at=later + timedelta(days=9)) == 1
    assert fresh(proved).state == State.WITHDRAWN


def test_it_can_be_chosen_while_staff_wait_for_an_answer(proved, staff, later):
    at = later + timedelta(days=8)
    choosing.pass_on_late(at=at)
    deciding.ask(case=fresh(proved), sentence="Which ones?", by=staff, at=at)
    replying.choose(case=fresh(proved), chosen=CHOSEN, at=at)
    assert fresh(proved).state == State.IN_REVIEW
    assert not choosing.is_open(fresh(proved))


def test_it_can_be_chosen_while_a_person_reads_the_words(proved, later):
    at = later + timedelta(days=8)
    choosing.pass_on_late(at=at)
    replying.choose(case=fresh(proved), chosen=CHOSEN, at=at)
    assert fresh(proved).state == State.IN_REVIEW


def test_a_case_whose_words_are_gone_has_none(proved):
    Case.objects.filter(pk=proved.pk).update(demand=None)
    assert choosing.demanded(fresh(proved)) == Demand()
