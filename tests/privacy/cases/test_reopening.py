"""Opening once more: a fresh proof by the same ladder, with limits of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from privacy import purposes
from privacy.cases import (
    carrying_out,
    identity,
    proving,
    reopening,
    trying,
    withdrawing,
)
from privacy.cases.case import Case, NotAllowed
from privacy.cases.states import Kind, State
from privacy.copies.package import Copy
from privacy.models import Letter
from privacy.people import Person
from privacy.purposes import Purpose
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


@pytest.fixture
def opened(alice, filed, later):
    """A case of Alice's whose identity was proved and that the worker carried out."""

    def opened(kind=Kind.SEE, **demand):
        case = filed(kind, **demand)
        identity.check_code(case=case, code=code_for(case), at=later)
        case = fresh(case)
        if case.state == State.AWAITING_IDENTITY:
            told = {"number": "FW-1", "said": "paper"}
            identity.check_facts(case=case, **told, at=later)
        carrying_out.advance(case=case, at=later)
        return fresh(case)

    return opened


@pytest.fixture
def evening(later):
    """Hours after the proof."""
    return later + timedelta(hours=6)


def fresh(case):
    return Case.objects.get(pk=case.pk)


def last_step(case):
    return case.events.last().what


def test_a_fresh_code_opens_it_once_more_and_moves_nothing(opened, evening):
    case = opened()
    reopening.send_code(case=case, at=evening)
    soon = evening + timedelta(minutes=1)
    assert reopening.step(case, coded=False, at=soon).rung == "code"
    assert reopening.check_code(case=case, code=code_for(case), at=soon) is True
    after = fresh(case)
    assert last_step(after) == "opened_again"
    assert after.state == case.state
    assert after.identity_proven_at == case.identity_proven_at
    with pytest.raises(identity.CodeOver):
        reopening.check_code(case=case, code=code_for(case), at=soon)


def test_staff_see_the_first_proof_alone(opened, evening):
    case = opened()
    before = identity.steps(case)
    reopening.send_code(case=case, at=evening)
    assert identity.steps(fresh(case)) == before


def test_a_copy_asks_for_facts_again_too(opened, evening, facts):
    case = opened(Kind.COPY)
    assert case.state == State.FULFILLED
    reopening.send_code(case=case, at=evening)
    soon = evening + timedelta(minutes=1)
    assert reopening.check_code(case=case, code=code_for(case), at=soon) is False
    assert reopening.step(case, coded=True, at=soon).rung == "facts"
    # Elsewhere nothing is asked: the code was typed here.
    assert reopening.step(case, coded=False, at=soon) is None
    with pytest.raises(identity.WrongFacts) as wrong:
        reopening.check_facts(case=case, number="FW-2", said="paper", at=soon)
    assert wrong.value.left == 2
    assert last_step(case) != "opened_again"
    reopening.check_facts(case=case, number="FW-1", said="paper", at=soon)
    assert last_step(case) == "opened_again"


def test_the_facts_of_the_first_proof_do_not_stand_for_the_second(
    opened, evening, facts
):
    case = opened(Kind.COPY)
    with pytest.raises(identity.CodeOver):
        reopening.check_facts(case=case, number="FW-1", said="paper", at=evening)


def test_three_wrong_codes_end_it(opened, evening):
    case = opened()
    reopening.send_code(case=case, at=evening)
    right = code_for(case)
    wrong = "000000" if right != "000000" else "111111"
    for left in (2, 1, 0):
        with pytest.raises(identity.WrongCode) as caught:
            reopening.check_code(case=case, code=wrong, at=evening)
        assert caught.value.left == left
    with pytest.raises(identity.CodeOver):
        reopening.check_code(case=case, code=right, at=evening)
    assert reopening.step(case, coded=False, at=evening) is None


def test_the_code_of_the_first_proof_opens_nothing(alice, filed, later):
    case = filed(Kind.SEE)
    first = code_for(case)
    identity.check_code(case=case, code=first, at=later)
    with pytest.raises(identity.CodeOver):
        reopening.check_code(case=fresh(case), code=first, at=later)


def test_three_codes_a_day_and_the_page_says_when_the_next_can_go(opened, evening):
    case = opened()
    for minute in range(3):
        reopening.send_code(case=case, at=evening + timedelta(minutes=minute))
    with pytest.raises(identity.TooOften, match=r"The next can go out on \d+ \w+ at"):
        reopening.send_code(case=case, at=evening + timedelta(minutes=4))
    tomorrow = evening + timedelta(days=1, minutes=1)
    reopening.send_code(case=case, at=tomorrow)
    assert [t for t, _ in letters_of(case)].count("code") == 5


def test_a_new_code_ends_the_one_before(opened, evening):
    case = opened()
    reopening.send_code(case=case, at=evening)
    first = code_for(case)
    soon = evening + timedelta(minutes=1)
    reopening.send_code(case=case, at=soon)
    if first != code_for(case):
        with pytest.raises(identity.WrongCode):
            reopening.check_code(case=case, code=first, at=soon)


def test_the_code_goes_to_the_address_on_record_by_then(opened, alice, evening):
    case = opened()
    alice.email = "alice.ash@example.net"
    alice.changed_at = evening
    alice.save()
    reopening.send_code(case=case, at=evening)
    letter = Letter.objects.filter(template="cases/code").last()
    with purposes.using(Purpose.OWN_REQUEST):
        assert letter.goes_to() == "alice.ash@example.net"
    assert reopening.check_code(case=case, code=code_for(case), at=evening) is True
    assert Letter.objects.filter(template="cases/step_up").count() == 1


def test_after_its_last_day_nothing_is_opened(opened, later):
    case = opened()
    over = later + reopening.LIFE
    assert reopening.can_be(case, at=over - timedelta(minutes=1))
    assert not reopening.can_be(case, at=over)
    assert reopening.step(case, coded=False, at=over) is None
    for deed, told in (
        (reopening.send_code, {}),
        (reopening.check_code, {"code": "1"}),
        (reopening.check_facts, {"number": "1", "said": "2"}),
    ):
        with pytest.raises(NotAllowed, match="File a new request"):
            deed(case=case, **told, at=over)


def test_a_copy_can_be_opened_until_it_is_fetched_or_over(opened, evening):
    case = opened(Kind.COPY)
    copy = Copy.objects.get(case=case)
    assert reopening.until(case) == copy.expires_at
    Copy.objects.filter(pk=copy.pk).update(fetched_at=evening)
    assert reopening.until(case) is None
    Copy.objects.all().delete()
    assert reopening.until(case) is None


def test_a_copy_that_is_not_begun_yet_can_be_opened_too(alice, filed, later):
    case = filed(Kind.COPY)
    identity.check_code(case=case, code=code_for(case), at=later)
    assert reopening.until(fresh(case)) == later + reopening.LIFE


def test_what_is_not_chosen_yet_can_be_opened_to_choose(alice, filed, later):
    case = filed(Kind.CLEAR, seen=False)
    identity.check_code(case=case, code=code_for(case), at=later)
    assert reopening.can_be(fresh(case), at=later + timedelta(days=6))


@pytest.mark.parametrize("kind", [Kind.ERASE, Kind.CLEAR, Kind.OBJECT])
def test_a_demand_that_shows_nothing_is_not_opened(opened, kind):
    assert reopening.until(opened(kind)) is None


def test_before_a_proof_and_after_the_end_nothing_is_opened(alice, filed, later):
    case = filed(Kind.CLEAR, seen=False)
    assert reopening.until(case) is None
    identity.check_code(case=case, code=code_for(case), at=later)
    case = fresh(case)
    withdrawing.withdraw(case=case, at=later)
    assert reopening.until(fresh(case)) is None


def test_a_code_that_two_type_at_once_works_for_one(opened, evening):
    case = opened()
    reopening.send_code(case=case, at=evening)
    challenge = case.challenges.latest("made_at")
    trying.passed(challenge, at=evening)
    with pytest.raises(identity.CodeOver, match="used already"):
        trying.passed(challenge, at=evening)


def test_nothing_of_a_person_who_is_being_erased_is_opened(opened, alice, evening):
    case = opened()
    Person.objects.filter(pk=alice.pk).update(erasing_since=evening)
    assert reopening.until(fresh(case)) is None
