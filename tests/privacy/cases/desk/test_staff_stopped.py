"""Requests that stand still: what staff may do, and for whom they wait."""

from __future__ import annotations

from privacy.cases import acting
from privacy.cases.case import Case
from privacy.cases.correcting import NAME
from privacy.cases.states import Kind, Refusal, State
from tests.privacy.cases.desk.conftest import LIST, fresh, text_of


def test_a_correction_that_can_not_be_done_may_be_refused(in_review, reviewer, agreed):
    case = in_review(Kind.CORRECT, fields=(NAME,), values=("Alice Bell",))
    Case.objects.filter(pk=case.pk).update(state=State.NEEDS_MANUAL)
    words = {"reason": Refusal.LEGAL, "ground": "Art. 16", "sentence": "It is taken."}
    assert reviewer.does(case, "refuse", **words).status_code == 303
    assert fresh(case).state == State.DENIED
    # What was begun to be erased can only be tried again.
    Case.objects.filter(pk=agreed.pk).update(state=State.NEEDS_MANUAL)
    names = [act.name for act in acting.acts(fresh(agreed), reviewer.person)]
    assert "retry" in names
    assert "refuse" not in names


def test_a_request_that_is_still_to_be_chosen_waits_for_the_customer(
    in_review, reviewer
):
    case = in_review(Kind.CLEAR)
    Case.objects.filter(pk=case.pk).update(state=State.VERIFIED)
    shown = text_of(reviewer.get(f"{LIST}?tab=customer"))
    assert case.reference in shown
    assert "The customer’s choice" in shown
