"""What ends by itself: cases that nobody proved, and what a law kept."""

from __future__ import annotations

from datetime import timedelta

from privacy.cases import closing
from privacy.cases.case import Case
from privacy.cases.states import Kind, State
from privacy.erasure import letting_go


def fresh(case):
    return Case.objects.get(pk=case.pk)


def test_what_nobody_proved_ends_after_two_weeks(alice, filed, at):
    case = filed(Kind.ERASE)
    closing.tidy(at=at + timedelta(days=13))
    assert fresh(case).state == State.AWAITING_IDENTITY
    closing.tidy(at=at + timedelta(days=15))
    assert fresh(case).state == State.EXPIRED


def test_when_the_law_lets_go_the_case_is_quite_done(alice, filed, at, monkeypatch):
    case = filed(Kind.ERASE)
    rows = Case.objects.filter(pk=case.pk)
    rows.update(state=State.FULFILLED_WITH_RETENTION, closed_at=at, person=alice)
    with monkeypatch.context() as patched:
        patched.setattr(letting_go, "keeps", lambda person_id: True)
        assert closing.finish_kept(at=at) == 0
    assert closing.finish_kept(at=at) == 1
    assert fresh(case).state == State.FULFILLED
