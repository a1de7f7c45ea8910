"""Filing: the clock starts at once, and nobody learns whose address is known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from privacy import purposes
from privacy.cases import filing, taking_up, tasks
from privacy.cases.case import Case, Demand
from privacy.cases.states import Kind, State
from privacy.purposes import Purpose
from privacy.vault.models import DataKey
from tests.privacy.cases.conftest import letters_of


def file(at, email="alice@example.net", kind=Kind.ERASE, country="GB"):
    return filing.file(
        kind=kind, email=email, demand=Demand(words="Go"), country=country, at=at
    )


def test_the_clock_starts_at_once_by_the_law_of_the_country(db, at):
    british, californian = file(at), file(at, country="US")
    assert (british.state, british.regime) == (State.RECEIVED, "uk")
    assert british.due_on == date(2026, 12, 22)
    assert british.target_on <= british.due_on
    assert californian.due_on > british.due_on


def test_nobody_of_no_country_gets_the_law_of_the_shops_own(db, at):
    assert file(at, country="").regime == "uk"


def test_what_was_written_is_sealed_and_found_by_its_link_alone(db, at):
    case = file(at)
    with purposes.using(Purpose.OWN_REQUEST):
        assert case.demand.words == "Go"
        assert filing.found(case.link) == case
    assert filing.found("nothing") is None
    assert "Go" not in repr(case) + str(case)


def test_a_known_address_takes_the_same_statements_as_an_unknown(alice, at):
    def asked(email):
        with CaptureQueriesContext(connection) as counted:
            file(at, email)
        return [query["sql"].split(' "')[0][:60] for query in counted.captured_queries]

    file(at)  # What a process asks for once.
    first = asked("alice@example.net")
    assert len(first) > 2
    assert first == asked("nobody@example.net")


def test_a_reference_that_is_taken_is_drawn_again(db, at, monkeypatch):
    drawn = iter(["AAAAAA", "AAAAAA", "BBBBBB"])
    monkeypatch.setattr(filing, "new_readable", lambda length: next(drawn))
    assert [file(at).reference, file(at).reference] == ["R-AAAAAA", "R-BBBBBB"]


def test_references_that_are_all_taken_are_an_error_and_leave_no_key(
    db, at, monkeypatch
):
    monkeypatch.setattr(filing, "new_readable", lambda length: "AAAAAA")
    file(at)
    with pytest.raises(IntegrityError):
        file(at)
    assert Case.objects.count() == 1


def test_the_worker_acknowledges_once_however_often_it_is_told(db, at):
    case = file(at)
    for _ in range(3):
        tasks.take_up(str(case.pk))
    case.refresh_from_db()
    assert case.state == State.AWAITING_IDENTITY
    assert case.acknowledged_at is not None
    assert [template for template, _ in letters_of(case)] == ["received", "code"]


def test_two_workers_that_hold_the_same_case_acknowledge_it_once(db, at):
    case = file(at)
    stale = Case.objects.get(pk=case.pk)
    taking_up.take_up(case=case, at=at)
    taking_up.take_up(case=stale, at=at)
    assert len(letters_of(case)) == 2


def test_a_case_that_is_gone_is_left_alone(db):
    tasks.take_up("018f0000-0000-7000-8000-000000000000")


def test_a_question_goes_to_a_person_without_any_proof(db, at, filed):
    case = filed(Kind.QUESTION, words="When are you open?")
    assert case.state == State.IN_REVIEW
    assert [template for template, _ in letters_of(case)] == ["received"]


def test_the_same_demand_from_the_same_address_points_at_the_first(db, at, filed):
    first = filed()
    second = filing.file(
        kind=Kind.ERASE,
        email="ALICE@example.net",
        demand=Demand(),
        country="GB",
        at=at + timedelta(hours=1),
    )
    taking_up.take_up(case=second, at=at)
    assert Case.objects.get(pk=second.pk).duplicate_of == first


def test_letters_name_the_case_and_its_last_day(db, at, filed):
    case = filed()
    _, said = letters_of(case)[0]
    assert case.reference in said.subject
    assert "22 December 2026" in said.text
    with purposes.using(Purpose.OWN_REQUEST):
        assert case.url_for_customer() in said.text


def sent(at, form, **told):
    once = {"kind": Kind.ERASE, "email": "alice@example.net", "country": "GB"}
    demand = Demand(words=told.pop("words", "Go"))
    return filing.file(**once | told, demand=demand, at=at, form=form)


def test_the_same_form_twice_is_one_case_with_one_key_and_one_start(db, at):
    first = sent(at, "7f")
    keys_then = DataKey.objects.count()
    again = sent(at + timedelta(minutes=1), "7f", email=" ALICE@example.net")
    assert again == first
    assert Case.objects.count() == 1
    assert first.events.count() == 1
    assert DataKey.objects.count() == keys_then


@pytest.mark.parametrize(
    "other",
    [
        {"words": "Go on"},
        {"email": "bob@example.net"},
        {"kind": Kind.COPY},
        {"country": "US"},
    ],
)
def test_the_same_form_with_other_content_is_another_case(db, at, other):
    assert sent(at, "7f") != sent(at, "7f", **other)


def test_another_form_with_the_same_content_is_another_case(db, at):
    assert sent(at, "7f") != sent(at, "80")
    assert sent(at, "") != sent(at, "")


def test_a_form_that_proves_somebody_is_not_the_one_that_proves_nobody(alice, at):
    assert sent(at, "7f") != sent(at, "7f", person=alice)


def test_of_two_at_once_the_second_finds_the_first(db, at):
    digest = sent(at, "7f").form_digest
    assert len(digest) == 64
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=sent(at, "80").pk).update(form_digest=digest)
