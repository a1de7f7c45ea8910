"""What staff do with a request, over HTTP: each act, refused in plain words or done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from privacy import purposes
from privacy.cases import acting, deciding, moving
from privacy.cases.case import Case
from privacy.cases.desk.verbs import VERBS
from privacy.cases.states import Kind, Refusal, State
from tests.diary.models import Page
from tests.privacy.cases.conftest import letters_of
from tests.privacy.cases.desk.conftest import (
    Desk,
    digest,
    fresh,
    page_of,
    text_of,
)


def approves(desk, case, **fields):
    said = {"shown": digest(case), "reference": case.reference} | fields
    return desk.does(case, "approve", **said)


def test_an_erasure_is_shown_agreed_to_and_approved_by_another(
    in_review, reviewer, approver
):
    case = in_review()
    assert reviewer.does(case, "plan").status_code == 303
    response = reviewer.does(case, "review", shown=digest(case))
    assert (response.status_code, response["Location"]) == (303, page_of(case))
    assert "a second person has to approve it" in reviewer.sees(case)
    assert approves(approver, case).status_code == 303
    case = fresh(case)
    assert (case.state, case.plan_hash) == (State.COOLING_OFF, digest(case))
    assert (case.reviewed_by, case.approved_by) == (reviewer.person, approver.person)
    assert "Approved You, 22 Nov 2026" in approver.sees(case)


def test_the_first_person_cannot_be_the_second(in_review, both):
    case = in_review()
    both.does(case, "plan")
    both.does(case, "review", shown=digest(case))
    body = both.get(page_of(case)).content.decode()
    assert "You agreed to this plan, so you can’t approve it." in body
    assert "Approve as second person" not in body
    response = approves(both, case)
    assert response.status_code == 409
    assert "A second person has to approve what you agreed to." in text_of(response)
    assert fresh(case).state == State.IN_REVIEW


def test_nobody_works_on_their_own_request(in_review, both, at):
    case = in_review()
    deciding.show_plan(case=case, by=both.person, at=at)
    Case.objects.filter(pk=case.pk).update(person=both.person)
    shown = both.sees(case)
    assert "This is your own request. Somebody else has to work on it." in shown
    assert "There is nothing for you to do here now." in shown
    for response in (
        both.does(case, "plan"),
        both.does(case, "review", shown=digest(case)),
        approves(both, case),
    ):
        assert response.status_code == 409
        assert "This is your own request." in text_of(response)
    assert fresh(case).reviewed_by is None


def test_a_question_has_no_plan(in_review, both):
    response = both.does(in_review(Kind.QUESTION), "plan")
    assert response.status_code == 422
    assert "This request changes no data, so it has no plan." in text_of(response)


def test_what_was_not_shown_is_not_approved(in_review, both):
    case = in_review(Kind.CLEAR, before="2026-01-01")
    response = both.does(
        case, "approve", shown="0" * 64, reference=case.reference.lower()
    )
    assert response.status_code == 409
    assert "Look at the plan first." in text_of(response)
    response = both.does(case, "approve", reference=case.reference)
    assert response.status_code == 422
    assert "the plan was not sent with this" in text_of(response)


def test_a_plan_that_changed_since_is_refused_and_the_new_one_agreed_to(
    in_review, alice, both, at
):
    case = in_review(Kind.CLEAR, before="2027-01-01")
    both.does(case, "plan")
    Page.objects.create(writer=alice, title="New", written_at=at)
    response = approves(both, case)
    assert response.status_code == 409
    assert "The plan has changed since." in text_of(response)
    both.does(case, "plan")
    assert approves(both, case).status_code == 303
    assert fresh(case).state == State.QUEUED


def test_the_reference_is_typed_to_approve(agreed, approver):
    for typed in ("", "R-WRONG", "R" * 40):
        response = approves(approver, agreed, reference=typed)
        assert response.status_code == 422
        assert "reference" in text_of(response)
    assert fresh(agreed).state == State.IN_REVIEW


def test_a_refusal_needs_reason_ground_and_sentence(in_review, reviewer):
    case = in_review()
    typed = "We need your last order for a claim."
    response = reviewer.does(case, "refuse", sentence=typed)
    said = text_of(response)
    assert response.status_code == 422
    assert "Choose a reason." in said
    assert "Write the article of the law." in said
    assert typed in said
    assert '<details class="case-act" name="act" id="refuse" open>' in (
        response.content.decode()
    )
    assert fresh(case).state == State.IN_REVIEW


def test_a_refusal_tells_the_customer(in_review, approver):
    case = in_review()
    response = approver.does(
        case,
        "refuse",
        reason=Refusal.LEGAL,
        ground="GDPR Art. 17(3)(e)",
        sentence="We need it for a claim.",
    )
    assert response.status_code == 303
    assert (fresh(case).state, fresh(case).refusal) == (State.DENIED, Refusal.LEGAL)
    template, said = letters_of(case)[-1]
    assert template == "refused"
    assert "We need it for a claim." in said.text
    shown = approver.looks(case)
    assert "We need it for a claim." in shown
    assert "Refused: A law forbids it. Ground: GDPR Art. 17(3)(e)." in shown
    assert "Refused A law forbids it You" in shown


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": "because"}, "Choose a reason from the list."),
        ({"ground": "see alice@example.net"}, "Leave the email address out"),
        ({"ground": "x" * 201}, "Write 200 characters or fewer."),
        ({"sentence": "x" * 2001}, "Write 2000 characters or fewer. This has 2001."),
        ({"sentence": "a\0b"}, "Null characters are not allowed."),
    ],
)
def test_odd_input_gets_a_sentence(in_review, reviewer, fields, sentence):
    right = {"reason": Refusal.LEGAL, "ground": "Art. 17", "sentence": "No."}
    response = reviewer.does(in_review(), "refuse", **(right | fields))
    assert response.status_code == 422
    assert sentence in text_of(response)


def test_the_deadline_is_extended_once_and_before_the_last_day(
    in_review, reviewer, today, at
):
    case = in_review()
    assert "It can be extended once, until" in reviewer.sees(case)
    refused = reviewer.does(case, "extend", reason="Ask alice@example.net")
    assert refused.status_code == 422
    reason = "We had many requests in November."
    assert reviewer.does(case, "extend", reason=reason).status_code == 303
    assert fresh(case).due_on > case.due_on
    assert reason in reviewer.sees(case)
    again = reviewer.does(case, "extend", reason="And again more")
    assert again.status_code == 409
    assert "This request can’t be extended." in text_of(again)
    assert "And again more" in text_of(again)


def test_after_the_last_day_nothing_is_extended(in_review, reviewer, today, at):
    case = in_review()
    today(at + timedelta(days=40))
    reviewer = Desk(reviewer.person)  # The session of November is over.
    assert "The last day is over: it can’t be moved any more." in reviewer.sees(case)
    assert "Extend the deadline" not in reviewer.sees(case)
    assert reviewer.does(case, "extend", reason="Too late").status_code == 409
    assert fresh(case).due_on == case.due_on


def test_the_customer_is_asked_and_the_case_goes_on(in_review, reviewer):
    case = in_review()
    assert reviewer.does(case, "ask", sentence="Which of them?").status_code == 303
    assert "Which of them?" in letters_of(case)[-1][1].text
    assert "The clock has stood still since 22 November 2026." in reviewer.sees(case)
    assert reviewer.does(case, "resume").status_code == 303
    assert fresh(case).state == State.IN_REVIEW


def test_a_question_is_answered(in_review, reviewer):
    case = in_review(Kind.QUESTION, words="When?")
    assert "Is it them?" not in reviewer.sees(case)
    assert reviewer.does(case, "answer", sentence="").status_code == 422
    assert reviewer.does(case, "answer", sentence="At nine.").status_code == 303
    assert fresh(case).state == State.FULFILLED
    assert "At nine." in reviewer.looks(case)


def test_a_question_is_treated_as_the_demand_that_it_is(in_review, reviewer):
    case = in_review(Kind.QUESTION, words="Erase me")
    assert reviewer.does(case, "turn", kind="").status_code == 422
    assert reviewer.does(case, "turn", kind=Kind.QUESTION).status_code == 422
    assert reviewer.does(case, "turn", kind=Kind.ERASE).status_code == 303
    assert (fresh(case).kind, fresh(case).due_on) == (Kind.ERASE, case.due_on)
    shown = reviewer.sees(case)
    assert "Treated as a demand Erase everything You" in shown
    assert "A code sent to the address on record: waiting for it" in shown
    assert "Identity is not proved. Nobody here can skip a step." in shown


def test_a_duplicate_is_closed_and_linked(in_review, reviewer, at):
    first, second = in_review(), in_review()
    assert "Close as the same request" not in reviewer.sees(second)
    Case.objects.filter(pk=second.pk).update(duplicate_of=first)
    assert f"It asks the same as {first.reference}" in reviewer.sees(second)
    assert reviewer.does(second, "duplicate").status_code == 303
    assert fresh(second).state == State.DUPLICATE


def test_a_case_that_is_no_duplicate_is_not_closed_as_one(in_review, reviewer):
    response = reviewer.does(in_review(), "duplicate")
    assert response.status_code == 422
    assert "Nothing says that this asks the same as another." in text_of(response)


def test_what_stopped_is_tried_again(agreed, approver, reviewer, at):
    approves(approver, agreed)
    Case.objects.filter(pk=agreed.pk).update(state=State.NEEDS_MANUAL, attempts=3)
    assert "Somebody who looks at it" in reviewer.sees(agreed)
    assert reviewer.does(agreed, "retry").status_code == 303
    assert (fresh(agreed).state, fresh(agreed).attempts) == (State.QUEUED, 0)


def test_from_a_wrong_state_nothing_happens_and_nothing_typed_is_lost(
    in_review, reviewer, at
):
    case = in_review()
    moving.move(case, State.WITHDRAWN, what="withdrawn", at=at, by_customer=True)
    right = {"reason": Refusal.LEGAL, "ground": "Art. 17", "sentence": "A long answer"}
    response = reviewer.does(case, "refuse", **right)
    said = text_of(response)
    assert response.status_code == 409
    assert "This request is at “withdrawn” now." in said
    assert "A long answer" in said
    assert "There is nothing for you to do here now." in reviewer.sees(case)


def test_pressing_twice_does_it_once(in_review, reviewer):
    case = in_review(Kind.QUESTION)
    assert reviewer.does(case, "answer", sentence="At nine.").status_code == 303
    assert reviewer.does(case, "answer", sentence="At nine.").status_code == 409
    assert [name for name, _ in letters_of(case)].count("answered") == 1


def test_every_act_that_may_be_done_has_a_form(in_review, both, at):
    names = set()
    for kind in (Kind.ERASE, Kind.CORRECT, Kind.QUESTION):
        for state in State:
            for plan in (None, {"steps": [], "blocked": []}):
                case = Case(kind=kind, state=state, plan=plan, due_on=at.date())
                case.received_at, case.duplicate_of_id = at, both.person.pk
                names |= {act.name for act in acting.acts(case, both.person)}
    assert names == VERBS.keys()


def test_the_answer_is_sealed(in_review, reviewer):
    case = in_review(Kind.QUESTION)
    reviewer.does(case, "answer", sentence="At nine.")
    with pytest.raises(purposes.PurposeRefused):
        _ = fresh(case).answer
