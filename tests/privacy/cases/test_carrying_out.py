"""The worker's way through a case, step by step, twice, half-done and never."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from privacy import consent, disclosure, purposes
from privacy.cases import (
    acting,
    carrying_out,
    closing,
    deciding,
    identity,
    tasks,
    telling_others,
)
from privacy.cases.case import Case
from privacy.cases.notice import Notice
from privacy.cases.states import Kind, State
from privacy.copies.package import Copy
from privacy.erasure import running
from privacy.erasure.run import Run
from privacy.letters import sending
from privacy.letters.models import Letter
from privacy.people import Person
from privacy.purposes import Purpose
from tests.diary.models import Page
from tests.privacy.cases.conftest import code_for, fresh, letters_of, work


def test_a_look_is_done_as_soon_as_identity_is_proved(alice, approved, at):
    case = work(approved(Kind.SEE), at)
    assert case.state == State.FULFILLED
    assert identity.is_proven(case, at=at)


def test_taking_consent_back_takes_all_of_it(alice, approved, at):
    words = consent.sentence(consent.recipient_of("carrier"))
    given = consent.give(person=alice, recipient="carrier", sentence=words, at=at)
    assert work(approved(Kind.OBJECT), at).state == State.FULFILLED
    given.refresh_from_db()
    assert given.withdrawn_at == at


def test_a_copy_is_built_once_and_announced(alice, approved, at):
    case = approved(Kind.COPY)
    for _ in range(3):
        case = work(case, at)
    assert case.state == State.FULFILLED
    assert Copy.objects.get(case=case).built_at == at
    assert [template for template, _ in letters_of(case)].count("copy") == 1


def test_a_copy_of_which_the_letter_was_written_is_announced_once(alice, approved, at):
    case = approved(Kind.COPY)
    carrying_out._copy(case, alice, at)  # and there the worker died
    work(case, at)
    assert [template for template, _ in letters_of(case)].count("copy") == 1


def test_a_small_correction_takes_effect_at_once(alice, approved, at):
    case = approved(
        Kind.CORRECT, fields=("privacy.Person.name",), values=("Alice Birch",)
    )
    case = work(case, at)
    assert case.state == State.FULFILLED
    with purposes.using(Purpose.OWN_REQUEST):
        assert Person.objects.get(pk=alice.pk).name == "Alice Birch"


def test_a_new_address_is_proved_there_and_announced_at_the_old_one(
    alice, approved, at, mailoutbox
):
    new = "alice.new@example.net"
    case = approved(Kind.CORRECT, fields=("privacy.Person.email",), values=(new,))
    assert case.state == State.AWAITING_IDENTITY
    _send_all(at)
    assert [mail.to for mail in mailoutbox if "code" in mail.subject] == [[new]]
    identity.check_code(case=case, code=code_for(case), at=at)
    case = work(fresh(case), at)
    assert case.state == State.FULFILLED
    _send_all(at)
    changed = [mail.to for mail in mailoutbox if "was changed" in mail.subject]
    assert changed == [["alice@example.net"]]
    assert Person.objects.filter(email=new).exists()


def test_an_erasure_waits_for_the_end_of_its_cooling_off(alice, approved, at):
    case = approved(Kind.ERASE)
    early = work(case, at + timedelta(hours=71))
    assert early.state == State.COOLING_OFF
    done = work(case, at + timedelta(hours=72))
    assert done.state in (State.FULFILLED, State.FULFILLED_WITH_RETENTION)
    assert Person.objects.get(pk=alice.pk).erased_at is not None


def test_an_erasure_ends_with_a_receipt_that_names_nobody(alice, approved, at):
    Page.objects.create(writer=alice, title="Monday", written_at=at)
    case = work(approved(Kind.ERASE), at + timedelta(hours=73))
    text = json.dumps(case.certificate)
    assert case.reference in text
    assert "alice" not in text.casefold()
    assert letters_of(case)[-1][0] == "done"


def test_two_workers_look_after_different_people(alice, approved, at, monkeypatch):
    end, looked = at + timedelta(hours=73), []
    case = approved(Kind.ERASE)
    carrying_out.advance(case=case, at=end)
    assert fresh(case).state == State.CHECKING

    def look(runs, at):
        looked.extend(runs)
        carrying_out.check_all(at=at + timedelta(seconds=1))
        return {}

    monkeypatch.setattr(carrying_out.scanning, "look", look)
    carrying_out.check_all(at=end)
    assert len(looked) == 1
    assert fresh(case).is_closed


def test_a_look_that_breaks_off_is_taken_up_again(alice, approved, at, monkeypatch):
    end = at + timedelta(hours=73)
    case = approved(Kind.ERASE)
    carrying_out.advance(case=case, at=end)
    with monkeypatch.context() as patched:
        patched.setattr(carrying_out.scanning, "look", lambda runs, at: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            carrying_out.check_all(at=end)
    carrying_out.check_all(at=end)
    assert fresh(case).is_closed


def test_what_else_was_asked_ends_with_it(alice, approved, filed, at):
    other = filed(Kind.CLEAR, person=alice, before="2026-01-01")
    case = work(approved(Kind.ERASE), at + timedelta(hours=73))
    assert case.is_closed
    assert fresh(other).state == State.WITHDRAWN
    assert fresh(other).events.last().what == "erased_with"


def test_the_receipt_still_arrives_and_then_the_address_goes(
    alice, approved, at, mailoutbox
):
    end = at + timedelta(hours=73)
    case = work(approved(Kind.ERASE), end)
    closing.tidy(at=end)
    assert fresh(case).email_index is not None
    _send_all(end)
    assert mailoutbox[-1].to == ["alice@example.net"]
    closing.tidy(at=end)
    case = fresh(case)
    assert case.email_index is None
    with purposes.using(Purpose.OWN_REQUEST):
        assert case.email is None
        assert case.demand is None


def test_however_often_the_tasks_come_everything_happens_once(alice, approved, at):
    case = approved(Kind.ERASE)
    Case.objects.filter(pk=case.pk).update(cooling_until=at)
    for _ in range(3):
        tasks.carry_out(str(case.pk))
        tasks.go_on()
    whats = [event.what for event in fresh(case).events.all()]
    assert whats.count("fulfilled") == whats.count("begun") == 1
    assert [template for template, _ in letters_of(case)].count("done") == 1
    assert Run.objects.filter(case=case).count() == 1


def test_a_case_that_another_worker_holds_is_left_alone(alice, approved, at):
    case = approved(Kind.SEE)
    Case.objects.filter(pk=case.pk).update(claimed_at=at)
    assert work(case, at).state == State.APPROVED
    assert work(case, at + timedelta(minutes=11)).state == State.FULFILLED


def test_an_error_is_tried_again_and_then_waits_for_a_person(
    alice, approved, at, monkeypatch, staff
):
    def broken(*args, **kwargs):
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(running, "carry_out", broken)
        case = approved(Kind.CLEAR, before="2030-01-01")
        for _ in range(3):
            with pytest.raises(RuntimeError):
                carrying_out.advance(case=case, at=at)
    assert fresh(case).state == State.NEEDS_MANUAL
    assert next(act.name for act in acting.acts(fresh(case), staff)) == "retry"
    deciding.retry(case=fresh(case), by=staff, at=at)
    assert work(case, at).state == State.FULFILLED


def test_what_stands_in_the_way_waits_for_a_person(alice, approved, at, monkeypatch):
    def blocked(*args, **kwargs):
        raise running.Blocked(("An order is open.",))

    case = approved(Kind.ERASE)
    monkeypatch.setattr(running, "carry_out", blocked)
    case = work(case, at + timedelta(hours=73))
    assert case.state == State.NEEDS_MANUAL
    assert case.events.last().detail == {"why": ["An order is open."]}


def test_what_is_found_afterwards_is_done_again_and_then_shown_to_a_person(
    alice, approved, at, monkeypatch
):
    from privacy.erasure import scanning

    end = at + timedelta(hours=73)
    case = approved(Kind.ERASE)
    with monkeypatch.context() as patched:
        patched.setattr(
            scanning, "look", lambda runs, at: {r.pk: {"x.Y.z": 1} for r in runs}
        )
        states = [work(case, end).state for _ in range(5)]
    assert State.NEEDS_MANUAL in states
    assert State.FULFILLED not in states
    assert Run.objects.get(case=case).findings == {"x.Y.z": 1}


@pytest.fixture
def disclosed(alice, at):
    words = consent.sentence(consent.recipient_of("carrier"))
    given = consent.give(person=alice, recipient="carrier", sentence=words, at=at)
    return disclosure.disclose(
        person=alice,
        recipient="carrier",
        fields=["contact_name"],
        purpose=Purpose.DELIVERY,
        consent=given,
        at=at,
        by=None,
    )


def test_whoever_got_data_has_to_confirm_before_it_is_done(
    disclosed, approved, at, staff
):
    case = work(approved(Kind.ERASE), at + timedelta(hours=73))
    assert case.state == State.PROPAGATING
    notice = Notice.objects.get(case=case)
    assert (notice.recipient, notice.fields) == ("carrier", ["contact_name"])
    for _ in range(2):
        telling_others.acknowledge(notice=notice, by=staff, at=at)
    case = work(case, at + timedelta(hours=74))
    assert case.is_closed
    assert case.certificate["recipients_told"] == 1
    told = [event.by for event in case.events.all() if event.what == "recipient_told"]
    assert told == [staff]


def test_nobody_is_told_of_a_copy(disclosed, approved, at):
    work(approved(Kind.COPY), at)
    assert not Notice.objects.exists()


def _send_all(at):
    for letter in Letter.objects.due(at=at):
        sending.send(letter=letter, at=at)
