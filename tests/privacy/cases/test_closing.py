"""What ends by itself: cases that nobody proved, and what a law kept."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

from orders import fulfilment, placing
from privacy.cases import closing
from privacy.cases.case import Case
from privacy.cases.states import Kind, State
from privacy.encryption import keys
from privacy.erasure import letting_go
from tests.diary.models import Pact
from tests.privacy.cases.conftest import fresh, letters_of, work


def pact_of(person, at):
    pact = Pact(writer=person, wording="We promise.", written_at=at)
    keys.create(pact.pk, at=at)
    pact.save(force_insert=True)


def cancelled_order(at):
    """Let Alice order something and think better of it."""
    order = placing.place(
        checkout_id=uuid4(),
        email="alice@example.net",
        name="Alice Ashdown",
        address=None,
        items=[placing.Item("PEN-1", "Pen", "", Decimal(3800), 1, Decimal(20))],
        delivery="pickup",
        payment="transfer",
        consent_sentence=None,
        at=at,
    )
    fulfilment.cancel(order=order, by=None, at=at)


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


def test_an_erasure_of_which_a_law_keeps_parts_says_until_when(alice, approved, at):
    pact_of(alice, at - timedelta(days=20))
    cancelled_order(at - timedelta(days=90))
    case = work(approved(Kind.ERASE), at + timedelta(hours=73))
    assert case.state == State.FULFILLED_WITH_RETENTION
    # The pact stays for a year, and the books for six.
    assert case.kept_until == date(2032, 8, 24)
    assert "24 August 2032" in letters_of(case)[-1][1].text


def test_clearing_a_part_says_of_nothing_that_it_is_kept(alice, approved, at):
    pact_of(alice, at - timedelta(days=20))
    case = work(approved(Kind.CLEAR, before="2026-11-20"), at)
    assert (case.state, case.kept_until) == (State.FULFILLED, None)
