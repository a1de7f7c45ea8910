"""What others do between two statements of one worker or one page: all of it holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from privacy import purposes
from privacy.cases import (
    carrying_out,
    correcting,
    identity,
    moving,
    proving,
    telling_others,
    withdrawing,
)
from privacy.cases.case import Case, NotAllowed
from privacy.cases.challenge import Challenge
from privacy.cases.states import Kind, State
from privacy.copies.package import Copy
from privacy.copies.packing import NotThere
from privacy.erasure import plans, running, scanning
from privacy.erasure.run import Run
from privacy.people import Person
from privacy.purposes import Purpose
from tests.privacy.cases.conftest import code_for, fresh, letters_of, meanwhile, work

COOLED = timedelta(hours=73)
EMAIL = {"fields": (correcting.EMAIL,), "values": ("alice.new@example.net",)}


def told(case):
    return [template for template, _ in letters_of(case)]


def test_what_is_taken_back_as_the_worker_begins_stays_taken_back(alice, approved, at):
    case = approved(Kind.ERASE)

    def other():
        withdrawing.withdraw(case=fresh(case), at=at)

    with meanwhile(other):
        case = work(case, at + COOLED)
    assert (case.state, case.claimed_at) == (State.WITHDRAWN, None)
    assert not Run.objects.exists()
    assert Person.objects.get(pk=alice.pk).erasing_since is None


def test_an_address_that_somebody_took_meanwhile_waits_for_a_person(
    alice, approved, at
):
    case = approved(Kind.CORRECT, **EMAIL)
    identity.check_code(case=case, code=code_for(case), at=at)
    Person.objects.create_user(EMAIL["values"][0])
    case = work(fresh(case), at)
    assert case.state == State.NEEDS_MANUAL
    assert case.events.last().detail == {
        "why": ["This address can’t be used. Write another one."]
    }
    with purposes.using(Purpose.OWN_REQUEST):
        assert Person.objects.get(pk=alice.pk).email == "alice@example.net"


def test_a_case_waits_while_another_plan_for_its_person_is_under_way(
    alice, approved, at
):
    case = approved(Kind.CLEAR, before="2026-01-01")
    part = plans.made(alice.pk, scope=plans.Scope({}, date(2020, 1, 1)), at=at)
    other = running.begin(alice.pk, part, at=at)
    assert work(case, at).state == State.RUNNING
    running.carry_out(other, at=at)
    scanning.finish(other, at=at)
    assert work(case, at).state == State.FULFILLED


def test_nothing_is_done_for_a_case_that_is_nobodys(approved, at):
    case = approved(Kind.SEE)
    Case.objects.filter(pk=case.pk).update(person=None)
    case = work(case, at)
    assert case.state == State.NEEDS_MANUAL
    assert told(case) == ["received"]


def test_no_copy_is_packed_for_somebody_whose_erasure_began(alice, approved, at):
    case = approved(Kind.COPY)
    Person.objects.filter(pk=alice.pk).update(erasing_since=at)
    for _ in range(carrying_out.MOST_ATTEMPTS):
        with pytest.raises(NotThere):
            carrying_out.advance(case=case, at=at)
    assert fresh(case).state == State.NEEDS_MANUAL
    assert Copy.objects.get(case=case).built_at is None
    assert "copy" not in told(case)


def test_an_error_while_others_are_told_is_tried_again_from_there(
    approved, at, monkeypatch
):
    case = approved(Kind.CLEAR, before="2026-01-01")
    with monkeypatch.context() as patched:
        patched.setattr(telling_others, "write", lambda **told: 1 / 0)
        for _ in range(carrying_out.MOST_ATTEMPTS + 1):
            with pytest.raises(ZeroDivisionError):
                carrying_out.advance(case=case, at=at)
    assert fresh(case).state == State.PROPAGATING
    assert work(case, at).state == State.FULFILLED
    whats = [event.what for event in case.events.all()]
    assert whats.count("begun") == whats.count("carried_out") == 1


def test_a_look_that_took_too_long_ends_nothing_that_another_one_ended(
    approved, at, monkeypatch
):
    end, look = at + COOLED, carrying_out.scanning.look
    later = end + carrying_out.LEASE + timedelta(minutes=1)
    case = approved(Kind.ERASE)
    carrying_out.advance(case=case, at=end)

    def slowly(runs, at):
        monkeypatch.setattr(carrying_out.scanning, "look", look)
        carrying_out.check_all(at=later)
        return {run.pk: {"diary.Page.title": 1} for run in runs}

    monkeypatch.setattr(carrying_out.scanning, "look", slowly)
    carrying_out.check_all(at=end)
    case = fresh(case)
    assert (case.state, case.closed_at) == (State.FULFILLED, later)
    assert told(case).count("done") == 1
    run = Run.objects.get(case=case)
    assert (run.stage, run.finished_at) == (Run.Stage.DONE, later)


def test_what_the_worker_is_at_is_not_ended_with_an_erasure(approved, filed, at):
    case = approved(Kind.ERASE)
    other = approved(Kind.SEE)
    moving.move(other, State.QUEUED, what="queued", at=at)
    moving.move(other, State.RUNNING, what="begun", at=at)
    assert work(case, at + COOLED).is_closed
    assert fresh(other).state == State.RUNNING


def test_a_code_that_is_sent_twice_at_once_counts_once(alice, filed, later):
    case = filed(Kind.SEE)
    code = code_for(case)
    stale = fresh(case)

    def other():
        identity.check_code(case=case, code=code, at=later)

    with meanwhile(other), pytest.raises(identity.CodeOver):
        identity.check_code(case=stale, code=code, at=later)
    whats = [event.what for event in fresh(case).events.all()]
    assert whats.count("identity_proved") == 1


def test_two_codes_at_once_ask_the_new_address_for_one_code(alice, filed, later):
    case = filed(Kind.CORRECT, **EMAIL)
    first, stale = code_for(case), fresh(case)

    def other():
        identity.send_code(case=case, at=later)
        identity.check_code(case=case, code=code_for(case), at=later)

    with meanwhile(other):
        identity.check_code(case=stale, code=first, at=later)
    case = fresh(case)
    asked = case.challenges.filter(rung=Challenge.Rung.NEW).exclude(code_digest="")
    assert asked.count() == 1
    assert case.state == State.AWAITING_IDENTITY
    identity.check_code(case=case, code=code_for(case), at=later)
    assert fresh(case).identity_proven_at == later


def test_facts_on_a_page_from_before_the_code_are_not_compared(
    alice, filed, later, monkeypatch
):
    class Known:
        def can_ask(self, person_id):
            return True

        def matches(self, person_id, number, said):
            return True

    monkeypatch.setattr(proving, "_registered", [Known()])
    case = filed(Kind.ERASE)
    stale = fresh(case)
    identity.check_code(case=case, code=code_for(case), at=later)
    with pytest.raises(NotAllowed):
        identity.check_facts(case=stale, number="FW-1", said="paper", at=later)
    assert fresh(case).state == State.AWAITING_IDENTITY


def test_an_address_that_was_proved_before_keeps_its_first_day(alice, filed, later):
    before = later - timedelta(days=90)
    Person.objects.filter(pk=alice.pk).update(email_proven_at=before)
    case = filed(Kind.CLEAR)
    identity.check_code(case=case, code=code_for(case), at=later)
    assert Person.objects.get(pk=alice.pk).email_proven_at == before
