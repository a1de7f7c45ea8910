"""Objecting: consents go at once, and a person reads what the customer wrote."""

from __future__ import annotations

from datetime import timedelta

import pytest

from privacy import consent, purposes
from privacy.cases import acting, carrying_out, deciding, identity, withdrawing
from privacy.cases.case import Case, NotAllowed
from privacy.cases.states import Kind, Refusal, State
from privacy.purposes import Purpose
from tests.privacy.cases.conftest import code_for, letters_of

WORDS = "Do not count my orders for your plans."


@pytest.fixture
def given(alice, at):
    """A consent that stands."""
    words = consent.sentence(consent.recipient_of("carrier"))
    return consent.give(person=alice, recipient="carrier", sentence=words, at=at)


@pytest.fixture
def objected(alice, filed, later):
    """Object and prove who it is."""

    def objected(**demand):
        case = filed(Kind.OBJECT, **demand)
        identity.check_code(case=case, code=code_for(case), at=later)
        return Case.objects.get(pk=case.pk)

    return objected


def test_words_are_read_by_a_person_and_consents_go_at_once(given, objected, later):
    case = objected(words=WORDS)
    given.refresh_from_db()
    assert given.withdrawn_at == later
    assert case.state == State.IN_REVIEW
    assert case.approved_at is None
    carrying_out.advance(case=case, at=later)
    assert Case.objects.get(pk=case.pk).state == State.IN_REVIEW
    assert case.events.filter(what="consents_withdrawn").count() == 1


def test_without_words_nobody_has_to_read_anything(given, objected, later):
    case = objected()
    assert case.state == State.APPROVED
    carrying_out.advance(case=case, at=later)
    given.refresh_from_db()
    assert given.withdrawn_at == later
    assert Case.objects.get(pk=case.pk).state == State.FULFILLED


def test_staff_answer_and_the_case_closes(objected, staff, later):
    case = objected(words=WORDS)
    names = [act.name for act in acting.acts(case, staff)]
    assert names[:3] == ["answer", "refuse", "ask"]
    deciding.answer(case=case, sentence="We stop it today.", by=staff, at=later)
    case = Case.objects.get(pk=case.pk)
    assert case.state == State.FULFILLED
    with purposes.using(Purpose.OWN_REQUEST):
        assert case.answer == "We stop it today."
    template, said = letters_of(case)[-1]
    assert template == "answered"
    assert "We stop it today." in said.text


def test_staff_may_refuse_with_a_ground(objected, staff, later):
    case = objected(words=WORDS)
    deciding.refuse(
        case=case,
        reason=Refusal.LEGAL,
        ground="Value Added Tax Act",
        sentence="A law wants the invoices.",
        by=staff,
        at=later,
    )
    assert Case.objects.get(pk=case.pk).state == State.DENIED


def test_a_demand_of_another_kind_is_not_answered_like_a_question(filed, staff, later):
    with pytest.raises(NotAllowed):
        deciding.answer(case=filed(Kind.COPY), sentence="No.", by=staff, at=later)


def test_a_question_that_objects_is_answered_after_the_proof(given, filed, staff, at):
    case = filed(Kind.QUESTION, words=WORDS)
    deciding.turn_into(case=case, kind=Kind.OBJECT, by=staff, at=at)
    soon = at + timedelta(minutes=1)
    identity.check_code(case=case, code=code_for(case), at=soon)
    given.refresh_from_db()
    assert given.withdrawn_at == soon
    assert Case.objects.get(pk=case.pk).state == State.IN_REVIEW


def test_who_takes_it_back_reads_that_the_consents_stay_withdrawn(
    given, objected, later
):
    case = objected(words=WORDS)
    withdrawing.withdraw(case=case, at=later)
    assert "Your consents stay withdrawn" in letters_of(case)[-1][1].text
    given.refresh_from_db()
    assert given.withdrawn_at is not None


def test_who_takes_it_back_before_the_proof_reads_that_nothing_changed(
    given, filed, later
):
    case = filed(Kind.OBJECT, words=WORDS)
    withdrawing.withdraw(case=case, at=later)
    assert "Nothing was changed" in letters_of(case)[-1][1].text
    given.refresh_from_db()
    assert given.withdrawn_at is None
