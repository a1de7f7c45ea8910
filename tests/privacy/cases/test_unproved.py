"""Whose a request is that nobody proved: it goes with everything else of theirs."""

from __future__ import annotations

from datetime import timedelta

from privacy.cases import correcting, unproved
from privacy.cases.states import Kind, State
from privacy.people import Person
from tests.privacy.cases.conftest import fresh, work

NEW = "alice.new@example.net"


def moved(person, at):
    """Let somebody have another address from now on."""
    correcting.apply_now(person=person, label=correcting.EMAIL, value=NEW, at=at)
    return Person.objects.get(pk=person.pk)


def test_a_question_from_an_address_before_does_not_stay_behind(
    alice, approved, filed, at
):
    asked = filed(Kind.QUESTION, words="Are you open?")
    case = approved(Kind.ERASE)
    moved(alice, at)
    case = work(case, at + timedelta(hours=73))
    assert case.state == State.FULFILLED
    assert fresh(asked).person == alice
    assert fresh(asked).email_index is None


def test_an_address_that_somebody_else_has_now_is_theirs(alice, filed, at):
    filed(Kind.SEE, person=alice)
    alice = moved(alice, at)
    other = Person.objects.create_user("alice@example.net")
    asked = filed(Kind.QUESTION, words="Are you open?")
    assert unproved.bind(alice) == 0
    assert unproved.bind(other) == 1
    assert fresh(asked).person == other


def test_an_address_that_nobody_proved_binds_nothing(alice, filed, at):
    Person.objects.filter(pk=alice.pk).update(changed_at=at)
    alice = Person.objects.get(pk=alice.pk)
    filed(Kind.CLEAR, "bob@example.net", person=alice)
    asked = filed(Kind.QUESTION, "bob@example.net", words="Are you open?")
    assert unproved.bind(alice) == 0
    assert fresh(asked).person is None
