"""A case of Alice's that was carried out, and its certificate."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from privacy.cases.case import Case
from privacy.cases.states import Kind, State
from privacy.certificates import certificate
from privacy.erasure.run import Run, Step

STEPS = [
    {"label": "privacy.Letter", "action": "delete", "fields": ["content"], "rows": 1},
    {"label": "diary.Page", "action": "delete", "fields": ["text"], "rows": 3},
    {"label": "privacy.Person", "action": "clear", "fields": ["name"], "rows": 1},
    {
        "label": "orders.Order",
        "action": "keep",
        "fields": ["total"],
        "rows": 2,
        "ground": "Tax law",
        "until": "2032-12-31",
    },
]


@pytest.fixture
def case(alice, at):
    """An erasure that is being checked."""
    return Case.objects.create(
        reference="CASE-7K2M",
        person=alice,
        kind=Kind.ERASE,
        state=State.CHECKING,
        email="alice@example.net",
        regime="uk",
        received_at=at - timedelta(days=4),
        begun_at=at,
        due_on=date(2026, 12, 22),
        target_on=date(2026, 12, 20),
    )


@pytest.fixture
def run(case, alice, at):
    """Its run: three pages and a letter were to be deleted; four and none were."""
    run = Run.objects.create(
        case=case,
        subject_id=alice.pk,
        plan={"steps": STEPS},
        plan_hash="ab" * 32,
        stage=Run.Stage.CHECKING,
        queued_at=at,
    )
    for position, (planned, rows) in enumerate(zip(STEPS, (0, 4, 1), strict=False), 1):
        Step.objects.create(
            run=run,
            position=position,
            label=planned["label"],
            action=planned["action"],
            rows=rows,
        )
    return run


@pytest.fixture
def issued(case, run, at):
    """The certificate of it."""
    return certificate.issue(case, run, at=at, told=2)
