"""The ladder: a code to the address on record, facts of an order, three tries."""

from __future__ import annotations

from datetime import timedelta

import pytest

from privacy.cases import filing, identity, proving
from privacy.cases.case import Case, Demand, NotAllowed
from privacy.cases.states import Kind, State
from privacy.people import Person
from tests.privacy.cases.conftest import code_for, letters_of


@pytest.fixture
def facts(monkeypatch):
    """An order that everybody has, and that only "FW-1" with "paper" is right for."""

    class Known:
        def can_ask(self, person_id):
            return True

        def matches(self, person_id, number, said):
            return (number, said) == ("FW-1", "paper")

    monkeypatch.setattr(proving, "_registered", [Known()])


def fresh(case):
    return Case.objects.get(pk=case.pk)


def test_the_right_code_takes_the_case_to_review(alice, filed, later):
    case = filed(Kind.CLEAR)
    identity.check_code(case=case, code=code_for(case), at=later)
    case = fresh(case)
    assert case.state == State.IN_REVIEW
    assert case.person == alice
    assert identity.is_proven(case, at=later)
    assert not identity.is_proven(case, at=later + timedelta(minutes=61))
    alice.refresh_from_db()
    assert alice.email_proven_at == later


def test_a_code_may_be_typed_with_spaces(alice, filed, later):
    case = filed(Kind.CLEAR)
    code = code_for(case)
    identity.check_code(case=case, code=f" {code[:3]} {code[3:]} ", at=later)
    assert fresh(case).state == State.IN_REVIEW


def test_three_wrong_codes_and_the_right_one_comes_too_late(alice, filed, later):
    case = filed(Kind.CLEAR)
    right = code_for(case)
    wrong = "000000" if right != "000000" else "111111"
    for left in (2, 1, 0):
        with pytest.raises(identity.WrongCode) as caught:
            identity.check_code(case=case, code=wrong, at=later)
        assert caught.value.left == left
        assert right not in str(caught.value)
    with pytest.raises(identity.CodeOver):
        identity.check_code(case=case, code=right, at=later)
    assert fresh(case).state == State.AWAITING_IDENTITY


def test_a_code_works_once_and_for_an_hour(alice, filed, at):
    case = filed(Kind.CLEAR)
    with pytest.raises(identity.CodeOver):
        identity.check_code(
            case=case, code=code_for(case), at=at + timedelta(minutes=60)
        )
    identity.send_code(case=case, at=at + timedelta(minutes=61))
    soon = at + timedelta(minutes=62)
    identity.check_code(case=case, code=code_for(case), at=soon)
    with pytest.raises(NotAllowed):
        identity.check_code(case=fresh(case), code=code_for(case), at=soon)


def test_a_new_code_ends_the_one_before_and_there_are_three(alice, filed, at, later):
    case = filed(Kind.CLEAR)
    first = code_for(case)
    identity.send_code(case=case, at=later)
    if first != code_for(case):
        with pytest.raises(identity.WrongCode):
            identity.check_code(case=case, code=first, at=later)
    identity.send_code(case=case, at=later)
    with pytest.raises(identity.TooOften):
        identity.send_code(case=case, at=later)


def test_no_code_lies_in_the_database_in_clear(alice, filed):
    case = filed(Kind.CLEAR)
    code = code_for(case)
    (challenge,) = case.challenges.all()
    assert code not in challenge.code_digest
    assert len(challenge.code_digest) == 64


def test_only_the_right_code_says_that_nothing_is_held(db, filed, later):
    case = filed(Kind.ERASE, "nobody@example.net")
    assert [step.rung for step in identity.steps(case)] == ["code"]
    identity.check_code(case=case, code=code_for(case), at=later)
    case = fresh(case)
    assert (case.state, case.refusal) == (State.DENIED, "no_match")
    assert letters_of(case)[-1][0] == "nothing"


def test_a_known_and_an_unknown_address_look_the_same_before_the_code(alice, db, filed):
    known, unknown = filed(), filed(email="nobody@example.net")
    looks = [
        [(s.rung, s.words, s.is_next) for s in identity.steps(case)]
        for case in (known, unknown)
    ]
    assert looks[0] == looks[1]
    assert known.state == unknown.state
    assert [t for t, _ in letters_of(known)] == [t for t, _ in letters_of(unknown)]


def test_an_erasure_asks_for_facts_of_an_order_too(alice, filed, later, facts):
    case = filed(Kind.ERASE)
    identity.check_code(case=case, code=code_for(case), at=later)
    case = fresh(case)
    assert case.state == State.AWAITING_IDENTITY
    assert [step.rung for step in identity.steps(case)] == ["code", "facts"]
    assert not identity.is_proven(case, at=later)
    with pytest.raises(identity.WrongFacts):
        identity.check_facts(case=case, number="FW-1", said="ink", at=later)
    identity.check_facts(case=case, number="FW-1", said="paper", at=later)
    assert fresh(case).state == State.IN_REVIEW


def test_facts_are_tried_three_times_at_most(alice, filed, later, facts):
    case = filed(Kind.ERASE)
    identity.check_code(case=case, code=code_for(case), at=later)
    case = fresh(case)
    for _ in range(3):
        with pytest.raises(identity.WrongFacts):
            identity.check_facts(case=case, number="FW-1", said="ink", at=later)
    with pytest.raises(identity.CodeOver):
        identity.check_facts(case=case, number="FW-1", said="paper", at=later)


def test_another_code_does_not_stand_for_the_facts(alice, filed, later, facts):
    case = filed(Kind.ERASE)
    identity.check_code(case=case, code=code_for(case), at=later)
    soon = later + timedelta(minutes=1)
    identity.send_code(case=fresh(case), at=soon)
    identity.check_code(case=fresh(case), code=code_for(case), at=soon)
    assert fresh(case).state == State.AWAITING_IDENTITY
    identity.check_facts(case=fresh(case), number="FW-1", said="paper", at=soon)
    assert fresh(case).state == State.IN_REVIEW


def test_facts_before_the_code_are_not_taken(alice, filed, later, facts):
    with pytest.raises(identity.CodeOver):
        identity.check_facts(case=filed(), number="FW-1", said="paper", at=later)


def test_a_fresh_sign_in_stands_for_code_and_facts(alice, filed, facts):
    case = filed(Kind.ERASE, person=alice)
    assert case.state == State.IN_REVIEW
    assert [step.rung for step in identity.steps(case)] == ["sign_in"]


def test_after_a_change_of_password_a_sign_in_is_not_enough(alice, filed, at, facts):
    Person.objects.filter(pk=alice.pk).update(changed_at=at - timedelta(days=29))
    alice.refresh_from_db()
    case = filed(Kind.CLEAR, person=alice)
    assert case.state == State.AWAITING_IDENTITY
    identity.check_code(case=case, code=code_for(case), at=at)
    assert [step.rung for step in identity.steps(fresh(case))] == ["code", "facts"]


def test_after_thirty_days_a_change_no_longer_counts(alice, at):
    alice.changed_at = at - timedelta(days=30)
    assert not proving.changed_lately(alice, at=at)


def test_a_look_goes_on_by_itself_when_the_code_is_right(alice, filed, later):
    case = filed(Kind.SEE)
    identity.check_code(case=case, code=code_for(case), at=later)
    assert fresh(case).state in (State.APPROVED, State.FULFILLED)


def test_a_question_waits_for_no_proof(alice, at):
    case = filing.file(
        kind=Kind.QUESTION,
        email="alice@example.net",
        demand=Demand(words="?"),
        country="GB",
        at=at,
    )
    with pytest.raises(NotAllowed):
        identity.send_code(case=case, at=at)


def test_a_code_for_one_address_proves_nothing_about_somebody_else(
    alice, bob, filed, at, later
):
    Person.objects.filter(pk=alice.pk).update(changed_at=at)
    alice.refresh_from_db()
    case = filed(Kind.CLEAR, "bob@example.net", person=alice)
    with pytest.raises(NotAllowed):
        identity.check_code(case=case, code=code_for(case), at=later)
    assert fresh(case).person == alice
    assert fresh(case).state == State.AWAITING_IDENTITY


def test_facts_of_nobody_prove_nothing(filed, at, later):
    case = filed(Kind.ERASE)
    case.challenges.create(
        rung="facts", made_at=at, expires_at=later + timedelta(days=1)
    )
    with pytest.raises(NotAllowed, match="does not wait for facts"):
        identity.check_facts(case=case, number="FW-1", said="paper", at=later)
