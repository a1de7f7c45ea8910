"""The broker's store is wiped: rows and the sweep alone bring every case to its end."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import cycle, islice

import pytest
from django.core import mail
from django.utils import timezone

from privacy.cases import deciding, filing, planning, taking_up, tasks
from privacy.cases.case import Case, Demand
from privacy.cases.challenge import Challenge
from privacy.cases.history import CaseEvent
from privacy.cases.states import CLOSED, Kind, State
from privacy.copies.package import Copy
from privacy.erasure import tasks as erasure_tasks
from privacy.erasure.run import Run
from privacy.letters import tasks as letters_tasks
from privacy.letters.models import Letter
from privacy.nudging import Nudge
from privacy.people import Person
from privacy.vault.models import LedgerEntry
from tests.diary.models import Page

WAITING = 50
TIMES = 3
DEMANDS = {
    Kind.ERASE: Demand(),
    Kind.CLEAR: Demand(before="2026-11-01", seen=True),
    Kind.CORRECT: Demand(fields=("privacy.Person.name",), values=("New Name",)),
    Kind.COPY: Demand(),
    Kind.SEE: Demand(),
    Kind.OBJECT: Demand(),
}
DONE = {State.FULFILLED, State.FULFILLED_WITH_RETENTION}
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wiped(monkeypatch):
    """A broker whose store is lost over and over; return what was sent to it."""
    lost = []
    monkeypatch.setattr(
        Nudge, "apply_async", lambda task, args, *_, **__: lost.append(task.name)
    )
    return lost


@pytest.fixture
def two(db):
    """Two people of the staff."""
    return [Person.objects.create_user(f"{who}@example.net") for who in ("ada", "ben")]


def approved(kind, number, two, at):
    """Return the approved case of somebody new, as it waits for the worker."""
    address = f"p{number}@example.net"
    person = Person.objects.create_user(address, name=f"Old Name {number}")
    day = at - timedelta(days=90)
    Page.objects.create(writer=person, title=f"Old page {number}", written_at=day)
    case = filing.file(
        kind=kind,
        email=address,
        demand=DEMANDS[kind],
        country="GB",
        at=at,
        person=person,
    )
    taking_up.take_up(case=case, at=at)
    case.refresh_from_db()
    if case.state == State.IN_REVIEW:
        digest = planning.digest(deciding.show_plan(case=case, by=two[0], at=at))
        if kind == Kind.ERASE:
            deciding.review(case=case, shown=digest, by=two[0], at=at)
        deciding.approve(case=case, shown=digest, by=two[1], at=at)
    return case.pk


@pytest.fixture
def fifty(two, wiped):
    """Ids of approved cases of every kind, long cooled off, whose nudges are lost."""
    at = timezone.now() - timedelta(days=5)
    kinds = islice(cycle(DEMANDS), WAITING)
    made = [approved(kind, number, two, at) for number, kind in enumerate(kinds)]
    assert wiped
    assert not Case.objects.filter(state__in=CLOSED).exists()
    return made


def counted():
    """Return how many rows of each kind there are, and where every case stands."""
    tables = (Case, CaseEvent, Challenge, Copy, Letter, LedgerEntry, Person, Run)
    rows = {table.__name__: table.objects.count() for table in tables}
    certificates = dict(Case.objects.values_list("pk", "certificate"))
    cases = sorted(Case.objects.values_list("pk", "state", "closed_at", "plan_hash"))
    steps = sorted(Run.objects.values_list("steps__pk", "steps__finished_at"))
    return rows, certificates, cases, steps, len(mail.outbox)


def test_fifty_approved_cases_end_by_the_sweep_alone_and_each_thing_happens_once(
    fifty, wiped
):
    tasks.go_on()
    everything_is_done(fifty)
    letters_tasks.send_missed()
    before = counted()
    for _ in range(TIMES):
        deliver_everything()
    assert counted() == before


def everything_is_done(fifty):
    assert set(Case.objects.values_list("state", flat=True)) <= DONE
    assert Case.objects.filter(pk__in=fifty).count() == WAITING
    for kind in DEMANDS:
        told = CaseEvent.objects.filter(case__kind=kind, what="fulfilled")
        assert told.count() == Case.objects.filter(kind=kind).count() > 7
    erased = Person.objects.filter(cases__kind=Kind.ERASE, erased_at__isnull=False)
    assert erased.count() == Case.objects.filter(kind=Kind.ERASE).count()
    assert not LedgerEntry.objects.filter(finished_at=None).exists()
    assert not Copy.objects.filter(built_at=None).exists()


def deliver_everything():
    """Run every task that anything above could have sent."""
    for case_id in Case.objects.values_list("pk", flat=True):
        tasks.take_up(str(case_id))
        tasks.carry_out(str(case_id))
    for run_id in Run.objects.values_list("pk", flat=True):
        erasure_tasks.carry_out(str(run_id))
    for letter_id in Letter.objects.values_list("pk", flat=True):
        letters_tasks.send(str(letter_id))
    tasks.go_on()
    erasure_tasks.carry_out_missed()
    letters_tasks.send_missed()


def test_messages_that_come_three_times_do_each_thing_once(two, wiped):
    at = timezone.now() - timedelta(days=5)
    for number, kind in enumerate(DEMANDS):
        approved(kind, number, two, at)
    for _ in range(TIMES):
        deliver_everything()
    assert set(Case.objects.values_list("state", flat=True)) <= DONE
    whats = Counter(CaseEvent.objects.values_list("case_id", "what"))
    assert set(whats.values()) == {1}
    written = Counter(Letter.objects.values_list("case_id", "template"))
    assert set(written.values()) == {1}
    assert len(mail.outbox) == Letter.objects.filter(sent_at__isnull=False).count()
