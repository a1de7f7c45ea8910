"""Deciding: the plan that was shown and no other, two people for an erasure."""

from __future__ import annotations

from datetime import timedelta

import pytest

from privacy import purposes
from privacy.cases import acting, deciding, moving, planning, withdrawing
from privacy.cases.case import Case, NotAllowed
from privacy.cases.states import NEXT, WITHDRAWABLE, Kind, Refusal, State
from privacy.erasure import blocking
from privacy.purposes import Purpose
from tests.diary.models import Page
from tests.privacy.cases.conftest import letters_of


@pytest.fixture
def in_review(alice, filed, at):
    """A case whose identity is proved, without the worker that would go on."""

    def in_review(kind=Kind.ERASE, **demand):
        case = filed(kind, **demand)
        if kind != Kind.QUESTION:
            Case.objects.filter(pk=case.pk).update(person=alice)
        if case.state != State.IN_REVIEW:
            moving.move(case, State.VERIFIED, what="identity_proved", at=at)
            moving.move(case, State.IN_REVIEW, what="to_review", at=at)
        return Case.objects.get(pk=case.pk)

    return in_review


def shown(case, by, at):
    return planning.digest(deciding.show_plan(case=case, by=by, at=at))


def names(case, by):
    return [act.name for act in acting.acts(case, by)]


def test_nothing_is_approved_that_was_not_shown(in_review, staff, at):
    case = in_review(Kind.CLEAR)
    with pytest.raises(deciding.PlanNotShown):
        deciding.approve(case=case, shown="", by=staff, at=at)


def test_an_erasure_needs_two_people_who_are_not_the_customer(
    in_review, alice, staff, second, at
):
    case = in_review()
    digest = shown(case, staff, at)
    with pytest.raises(deciding.SamePerson):
        deciding.approve(case=case, shown=digest, by=staff, at=at)
    with pytest.raises(deciding.SamePerson):
        deciding.review(case=case, shown=digest, by=alice, at=at)
    deciding.review(case=case, shown=digest, by=staff, at=at)
    for who in (staff, alice):
        with pytest.raises(deciding.SamePerson):
            deciding.approve(case=case, shown=digest, by=who, at=at)
    deciding.approve(case=case, shown=digest, by=second, at=at)
    assert case.state == State.COOLING_OFF
    assert case.cooling_until == at + timedelta(hours=72)
    assert case.plan_hash == digest == planning.digest(case.plan)
    assert letters_of(case)[-1][0] == "cooling"


def test_a_plan_that_changed_since_must_be_looked_at_again(
    in_review, alice, staff, second, at
):
    case = in_review()
    digest = shown(case, staff, at)
    deciding.review(case=case, shown=digest, by=staff, at=at)
    Page.objects.create(writer=alice, title="New", written_at=at)
    with pytest.raises(deciding.PlanChanged):
        deciding.approve(case=case, shown=digest, by=second, at=at)
    assert shown(case, second, at) != digest
    assert case.reviewed_by is None


def test_the_same_plan_shown_again_keeps_what_was_agreed_to(
    in_review, staff, second, at
):
    case = in_review()
    digest = shown(case, staff, at)
    deciding.review(case=case, shown=digest, by=staff, at=at)
    assert shown(case, second, at + timedelta(minutes=9)) == digest
    assert case.reviewed_by == staff
    deciding.approve(case=case, shown=digest, by=second, at=at)
    assert case.state == State.COOLING_OFF


def test_no_plan_is_made_of_a_request_that_left_review_meanwhile(in_review, staff, at):
    case = in_review(Kind.CLEAR)
    stale, digest = Case.objects.get(pk=case.pk), shown(case, staff, at)
    withdrawing.withdraw(case=case, at=at)
    for deed in (deciding.review, deciding.approve):
        with pytest.raises(NotAllowed, match="not in review"):
            deed(case=stale, shown=digest, by=staff, at=at)
    for seen in (stale, case):
        with pytest.raises(NotAllowed, match="not in review"):
            deciding.show_plan(case=seen, by=staff, at=at + timedelta(minutes=9))
    assert Case.objects.get(pk=case.pk).plan_shown_at == at


def test_a_stale_page_approves_nothing(in_review, staff, at):
    case = in_review(Kind.CLEAR)
    shown(case, staff, at)
    with pytest.raises(deciding.PlanChanged):
        deciding.approve(case=case, shown="0" * 64, by=staff, at=at)


def test_what_blocks_it_is_said(in_review, staff, second, at, monkeypatch):
    said = "An order is still open."
    monkeypatch.setattr(blocking, "of", lambda *args: (said,))
    case = in_review()
    digest = shown(case, staff, at)
    deciding.review(case=case, shown=digest, by=staff, at=at)
    with pytest.raises(NotAllowed, match=said):
        deciding.approve(case=case, shown=digest, by=second, at=at)


def test_clearing_a_part_needs_one_person_and_does_not_cool_off(in_review, staff, at):
    case = in_review(Kind.CLEAR, before="2026-01-01")
    deciding.approve(case=case, shown=shown(case, staff, at), by=staff, at=at)
    assert case.state == State.QUEUED


def test_cooling_off_ends_before_the_last_day(in_review, staff, second, at):
    case = in_review()
    late = at + timedelta(days=26)
    digest = shown(case, staff, late)
    deciding.review(case=case, shown=digest, by=staff, at=late)
    deciding.approve(case=case, shown=digest, by=second, at=late)
    assert case.cooling_until <= late + timedelta(days=1)


def test_a_refusal_says_why_on_what_ground_and_how_to_complain(in_review, staff, at):
    case = in_review()
    with pytest.raises(ValueError, match="ground"):
        deciding.refuse(
            case=case, reason=Refusal.LEGAL, ground=" ", sentence="No", by=staff, at=at
        )
    deciding.refuse(
        case=case,
        reason=Refusal.LEGAL,
        ground="GDPR Art. 17(3)(b)",
        sentence="We need it for a claim.",
        by=staff,
        at=at,
    )
    template, said = letters_of(case)[-1]
    assert (case.state, template) == (State.DENIED, "refused")
    for words in ("We need it for a claim.", "GDPR Art. 17(3)(b)", "authority"):
        assert words in said.text
    with purposes.using(Purpose.OWN_REQUEST):
        assert Case.objects.get(pk=case.pk).answer == "We need it for a claim."


def test_a_deadline_moves_once_and_never_when_it_is_over(in_review, staff, at):
    case = in_review()
    with pytest.raises(NotAllowed):
        deciding.extend(case=case, reason="Many", by=staff, at=at + timedelta(days=31))
    before = case.due_on
    deciding.extend(case=case, reason="Many requests", by=staff, at=at)
    assert case.due_on > before
    assert "Many requests" in letters_of(case)[-1][1].text
    with pytest.raises(NotAllowed):
        deciding.extend(case=case, reason="Again", by=staff, at=at)


def test_the_clock_stands_still_only_where_the_law_says_so(in_review, staff, at):
    case = in_review()
    due, after = case.due_on, at + timedelta(days=4)
    deciding.ask(case=case, sentence="Which order?", by=staff, at=at)
    assert case.state == State.NEEDS_INFO
    stops = case.paused_at is not None
    deciding.resume(case=case, by=staff, at=after)
    assert case.due_on == due + timedelta(days=4 if stops else 0)
    assert stops  # By the law of the United Kingdom it does.


def test_a_question_is_answered_and_closed(in_review, staff, at):
    case = in_review(Kind.QUESTION, words="When?")
    assert names(case, staff) == ["answer", "turn", "close", "extend"]
    deciding.answer(case=case, sentence="At nine.", by=staff, at=at)
    assert case.state == State.FULFILLED
    assert "At nine." in letters_of(case)[-1][1].text


def test_a_demand_is_not_answered_like_a_question(in_review, staff, at):
    with pytest.raises(NotAllowed):
        deciding.answer(case=in_review(), sentence="No", by=staff, at=at)


def test_a_question_that_was_a_demand_keeps_its_clock(in_review, staff, at):
    case = in_review(Kind.QUESTION, words="Erase me")
    due = case.due_on
    deciding.turn_into(case=case, kind=Kind.ERASE, by=staff, at=at + timedelta(days=9))
    assert (case.kind, case.due_on) == (Kind.ERASE, due)
    assert case.state == State.AWAITING_IDENTITY
    assert letters_of(case)[-1][0] == "code"


def test_only_a_question_is_turned(in_review, staff, at):
    with pytest.raises(NotAllowed):
        deciding.turn_into(case=in_review(), kind=Kind.COPY, by=staff, at=at)


def test_the_same_demand_twice_is_closed_as_one(in_review, staff, at, filed):
    first, second = in_review(), in_review()
    deciding.close_as_duplicate(case=second, of=first, by=staff, at=at)
    assert second.state == State.DUPLICATE
    other = filed(Kind.ERASE, "bob@example.net")
    with pytest.raises(NotAllowed):
        deciding.close_as_duplicate(case=first, of=other, by=staff, at=at)


def test_acts_are_what_may_be_done_and_nothing_else(in_review, staff, second, at):
    case = in_review()
    assert names(case, staff) == ["plan", "refuse", "ask", "extend"]
    digest = shown(case, staff, at)
    assert names(case, staff)[0] == "review"
    deciding.review(case=case, shown=digest, by=staff, at=at)
    assert "approve" not in names(case, staff)
    assert names(case, second)[0] == "approve"
    deciding.approve(case=case, shown=digest, by=second, at=at)
    assert names(case, staff) == ["extend"]


def test_a_look_has_no_plan(in_review, staff, at):
    case = in_review(Kind.QUESTION)
    assert deciding.show_plan(case=case, by=staff, at=at) is None


def test_the_customer_takes_it_back_until_it_begins(in_review, staff, second, at):
    case = in_review()
    digest = shown(case, staff, at)
    deciding.review(case=case, shown=digest, by=staff, at=at)
    deciding.approve(case=case, shown=digest, by=second, at=at)
    withdrawing.withdraw(case=case, at=at)
    assert case.state == State.WITHDRAWN
    assert letters_of(case)[-1][0] == "withdrawn"
    with pytest.raises(NotAllowed):
        withdrawing.withdraw(case=case, at=at)


def test_every_state_is_reached_and_every_end_is_an_end():
    reached = {State.RECEIVED}.union(*NEXT.values())
    assert reached == set(State)
    assert State.RUNNING not in WITHDRAWABLE


def test_a_step_from_the_wrong_state_changes_nothing(in_review, at):
    case = in_review()
    with pytest.raises(NotAllowed, match="in review"):
        moving.move(case, State.RUNNING, what="begun", at=at)
    assert Case.objects.get(pk=case.pk).state == State.IN_REVIEW
