"""Correcting: what it would change, what follows, what stays and why."""

from __future__ import annotations

import pytest

from privacy import masking, purposes
from privacy.cases import correcting, letters, planning, timeline
from privacy.cases.case import Case, Demand, NotAllowed
from privacy.cases.states import Kind
from privacy.letters.models import Letter
from privacy.people import Person
from privacy.purposes import Purpose


class Follower:
    """Two open rows that follow a name, and one that stays."""

    label = "diary.Page.title"

    def __init__(self):
        self.written = []

    def following(self, person_id, corrected):
        return 2 if corrected == correcting.NAME else 0

    def staying(self, person_id, corrected):
        return [("One page", "It was printed.")] if corrected == correcting.NAME else []

    def follow(self, person_id, corrected, value):
        self.written.append((corrected, value))
        return self.following(person_id, corrected)


@pytest.fixture
def follower(monkeypatch):
    found = Follower()
    monkeypatch.setattr(correcting, "_followers", [found])
    return found


def test_a_preview_masks_the_old_value_and_says_what_stays(alice, follower):
    demand = Demand(
        fields=(correcting.NAME, follower.label), values=("Alice Birch", "Tuesday")
    )
    name, title = correcting.preview(alice, demand)
    assert (name.old, name.new) == (masking.masked(alice, "name"), "Alice Birch")
    assert name.where == ("your details", "2 open pages")
    assert name.stays == (("One page", "It was printed."),)
    assert (title.old, title.where) == (masking.DOTS, ())


def test_one_row_that_follows_is_named_as_one(alice, follower, monkeypatch):
    monkeypatch.setattr(follower, "following", lambda *asked: 1)
    demand = Demand(fields=(correcting.NAME,), values=("Alice Birch",))
    assert correcting.preview(alice, demand)[0].where[1] == "1 open page"


def test_the_plan_counts_rows_and_holds_no_value(alice, follower):
    demand = Demand(fields=(correcting.NAME,), values=("Alice Birch",))
    plan = correcting.plan(person_id=alice.pk, demand=demand)
    assert plan["steps"][0]["rows"] == 3
    assert "Birch" not in str(plan)


def test_what_follows_is_written_with_it(alice, follower, at):
    rows = correcting.apply_now(
        person=alice, label=correcting.NAME, value="Alice Birch", at=at
    )
    assert rows == 3
    assert follower.written == [(correcting.NAME, "Alice Birch")]
    assert correcting.opened(Person.objects.get(pk=alice.pk), correcting.NAME) == (
        "Alice Birch"
    )


def test_what_nobody_declared_is_not_corrected(alice, at):
    for label in ("privacy.Person.password", "privacy.Person.is_staff"):
        with pytest.raises(NotAllowed):
            correcting.apply_now(person=alice, label=label, value="x", at=at)


def test_an_address_of_somebody_else_is_not_taken(alice, bob, at):
    with pytest.raises(NotAllowed):
        correcting.apply_now(
            person=alice, label=correcting.EMAIL, value="BOB@example.net", at=at
        )


def test_what_belongs_to_others_alone_is_left_to_them(alice, follower, at):
    rows = correcting.apply_now(
        person=alice, label=follower.label, value="Tuesday", at=at
    )
    assert rows == 0
    assert follower.written == [(follower.label, "Tuesday")]


def test_the_address_before_hears_of_it_as_long_as_it_is_known(alice, filed, at):
    new = "alice.new@example.net"
    correcting.apply_now(person=alice, label=correcting.EMAIL, value=new, at=at)
    alice.refresh_from_db()
    letters.warn_of_case(case=filed(Kind.ERASE), person=alice, at=at)
    with purposes.using(Purpose.OWN_REQUEST):
        last = Letter.objects.get(template="cases/step_up")
        assert last.goes_to() == "alice@example.net"


def test_without_an_announcement_the_address_of_now_hears_of_it(alice, filed, at):
    letters.warn_of_case(case=filed(Kind.ERASE), person=alice, at=at)
    with purposes.using(Purpose.OWN_REQUEST):
        last = Letter.objects.get(template="cases/step_up")
        assert last.goes_to() == "alice@example.net"


def test_a_case_whose_address_is_gone_gets_no_letter(filed, at):
    case = filed(Kind.ERASE)
    before = Letter.objects.count()
    Case.objects.filter(pk=case.pk).update(email=None)
    letters.tell(case=Case.objects.get(pk=case.pk), letter="done", at=at)
    assert Letter.objects.count() == before


def test_a_case_of_nobody_has_no_plan(filed, at):
    with pytest.raises(NotAllowed):
        planning.made(filed(Kind.ERASE), at=at)


def test_the_timeline_tells_the_customer_no_inner_steps(filed, at):
    case = filed(Kind.ERASE)
    whats = [entry.what for entry in timeline.entries(case)]
    assert whats == ["received", "code_sent", "acknowledged"] or whats[0] == "received"
    assert str(case.events.first()) == f"received of case {case.pk}"
    assert timeline.now(case).tag == "Your turn"


def test_nothing_is_corrected_for_somebody_who_is_being_erased(alice, at):
    Person.objects.filter(pk=alice.pk).update(erasing_since=at)
    with pytest.raises(NotAllowed):
        correcting.apply_now(person=alice, label=correcting.NAME, value="x", at=at)
