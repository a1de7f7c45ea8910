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
