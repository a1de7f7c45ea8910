"""What the page says of each step: nothing that was not done."""

from __future__ import annotations

import pytest

from privacy.cases import moving
from privacy.cases.case import Demand
from privacy.cases.filing import file
from privacy.cases.states import Kind
from shop.contact import showing


@pytest.mark.parametrize(
    ("certificate", "said"),
    [(None, ""), ({"version": 1}, showing.WORDS["fulfilled"])],
)
def test_only_what_was_looked_after_says_so(db, at, certificate, said):
    case = file(
        kind=Kind.SEE, email="a@example.net", demand=Demand(), country="GB", at=at
    )
    moving.note(case, what="fulfilled", at=at)
    case.certificate = certificate
    assert [m.words for m in showing.marks(case) if m.title == "Done"] == [said]


@pytest.mark.parametrize("by_somebody", [False, True])
def test_a_decision_is_told_of_only_where_somebody_decided(db, at, staff, by_somebody):
    case = file(
        kind=Kind.SEE, email="a@example.net", demand=Demand(), country="GB", at=at
    )
    for what in ("to_review", "approved", "begun", "carried_out"):
        moving.note(case, what=what, at=at)
    case.approved_at, case.approved_by = at, staff if by_somebody else None
    told = {mark.title for mark in showing.marks(case)}
    assert ("Passed to a person" in told) == by_somebody
    assert ("Approved" in told) == by_somebody


@pytest.mark.parametrize(("words", "gone"), [("Stop it", True), ("", False)])
def test_consents_that_went_are_not_said_to_come_back(db, at, words, gone):
    case = file(
        kind=Kind.OBJECT,
        email="a@example.net",
        demand=Demand(words=words),
        country="GB",
        at=at,
    )
    assert not showing.consents_gone(case)
    case.identity_proven_at = at
    assert showing.consents_gone(case) is gone
