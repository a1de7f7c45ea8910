"""The tasks: an id that is gone, a message that never came, and what ends at night."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from privacy.cases import filing, tasks
from privacy.cases.case import Demand
from privacy.cases.states import Kind, State
from privacy.encryption import keys
from tests.diary.models import Pact
from tests.privacy.cases.conftest import fresh, letters_of, work


@pytest.mark.parametrize("task", [tasks.take_up, tasks.carry_out])
def test_a_case_that_is_gone_by_now_is_left_alone(db, filed, task):
    other = filed(Kind.SEE)
    assert task(str(uuid4())) is None
    assert fresh(other).state == State.AWAITING_IDENTITY


def test_a_case_whose_message_never_came_is_taken_up_by_the_sweep(db, at):
    case = filing.file(
        kind=Kind.ERASE, email="a@example.net", demand=Demand(), country="GB", at=at
    )
    for _ in range(2):
        tasks.go_on()
    assert fresh(case).state == State.AWAITING_IDENTITY
    assert [template for template, _ in letters_of(case)] == ["received", "code"]


@pytest.fixture
def at():
    """A moment more than a year ago."""
    return timezone.now() - timedelta(days=400)


def test_every_night_what_nobody_proved_ends_and_what_no_law_keeps_goes(
    alice, approved, filed, at
):
    pact = Pact(writer=alice, wording="We promise.", written_at=at)
    keys.create(pact.pk, at=at)
    pact.save(force_insert=True)
    late = filed(Kind.SEE, "bob@example.net")
    kept = work(approved(Kind.ERASE), at + timedelta(days=4))
    assert kept.state == State.FULFILLED_WITH_RETENTION
    for _ in range(2):
        tasks.tidy()
    assert fresh(late).state == State.EXPIRED
    assert not Pact.objects.exists()
    assert fresh(kept).state == State.FULFILLED
    assert [e.what for e in kept.events.all()].count("kept_is_gone") == 1
