"""A worker may die between any two statements: the next one ends in the same state."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from privacy.encryption import keys, shredding
from privacy.erasure import batches, plans, running, tasks, tombstones
from privacy.erasure.run import Run
from privacy.vault.models import LedgerEntry
from tests.diary.models import Note, Page
from tests.privacy import dying
from tests.privacy.conftest import Killed
from tests.privacy.erasure import outcome
from tests.privacy.erasure.outcome import LATER, begun

CLEARED = [
    ("privacy.Copy", 0),
    ("privacy.Letter", 4),
    ("orders.Payment", 2),
    ("diary.Note", 1),
    ("diary.Page", 1),
    ("orders.Order", 2),
    ("privacy.Case", 1),
    ("privacy.Person", 1),
]


@pytest.fixture
def full(maya, case_of, at):
    """Return Maya with a note that hangs on a page, and a case that is over."""
    Note.objects.create(
        writer=maya, page=Page.objects.get(), text="stuck", written_at=at
    )
    case_of(maya, state="withdrawn", closed_at=at)
    return maya


def assert_erased(person, run):
    state = outcome.of(person, run)
    assert state["left"] == {}
    assert state["kept"]["orders.Line"] == 4
    assert state["person"] == [None, None, None]
    assert state["closed"] == (False, True, True)
    assert (state["password"], state["groups"], state["keys"]) == (False, 0, 1)
    assert state["ledger"] == [("erasure", True)]
    assert state["run"] == (Run.Stage.CHECKING, None, None)
    assert state["needles"]
    steps = {label: (rows, done) for _, label, rows, done in state["steps"]}
    assert {each: steps[each[0]] for each in CLEARED} == {
        each: (each[1], True) for each in CLEARED
    }
    assert all(done for _, done in steps.values())


def test_killed_at_every_statement_in_turn(transactional_db, full, killed_at, at):
    run = begun(full, at)
    attempts = 0
    for number in range(500):
        try:
            with killed_at(number):
                running.carry_out(run, at=at + attempts * LATER)
        except Killed:
            attempts += 1
            keys.forget_held()
            continue
        break
    assert attempts > 30
    shredding.resume(at=at)
    assert_erased(full, run)


BOUNDARIES = [
    (running, "_stop_what_is_new", 1),
    (running, "_note_needles", 1),
    (tombstones, "put_up", 1),
    (shredding, "note", 1),
    *((batches, "carry_out", number) for number in range(1, 8)),
    (batches, "include", 1),
    (batches, "include", 3),
    (tombstones, "inscribe", 1),
    (running, "_inscribe", 1),
    (shredding, "shred", 1),
    (shredding, "shred", 2),
    (shredding, "clear_indexes", 3),
    (keys, "destroy", 1),
    (keys, "destroy", 2),
]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(("module", "name", "nth"), BOUNDARIES)
def test_killed_at_each_boundary(full, at, monkeypatch, module, name, nth, when):
    run, left, done = begun(full, at), iter(range(nth - 1)), getattr(module, name)

    def dies(*args, **more):
        last = next(left, None) is None
        if last and when == "before":
            raise Killed
        given = done(*args, **more)
        if last:
            raise Killed
        return given

    with monkeypatch.context() as broken:
        broken.setattr(module, name, dies)
        with pytest.raises(Killed):
            running.carry_out(run, at=at)
    keys.forget_held()
    with pytest.raises(running.Busy):
        running.carry_out(run, at=at + timedelta(minutes=1))
    running.carry_out(run, at=at + LATER)
    shredding.resume(at=at + LATER)
    assert_erased(full, run)


@pytest.mark.parametrize("statement", [3, 12, 25, 40, 60, 85, 110])
def test_a_worker_killed_for_good_is_followed_by_another(
    transactional_db, full, statement, at
):
    run = begun(full, at)
    assert not dying.killed_at_statement(
        statement, lambda: tasks.carry_out(str(run.pk))
    )
    keys.forget_held()
    running.carry_out(run, at=timezone.now() + LATER)
    shredding.resume(at=timezone.now())
    assert_erased(full, run)


def test_of_two_workers_at_once_one_does_it(transactional_db, full, at):
    run, meet, given = begun(full, at), threading.Barrier(2), []

    def work(moment):
        try:
            meet.wait(timeout=10)
            running.carry_out(Run.objects.get(pk=run.pk), at=moment)
            given.append("done")
        except running.Busy:
            given.append("busy")
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=work, args=[at + timedelta(seconds=each)])
        for each in range(2)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert "done" in given
    assert_erased(full, run)


def test_a_worker_that_slept_too_long_stops_at_its_next_batch(full, at, monkeypatch):
    run, carry_out = begun(full, at), batches.carry_out
    calls = iter(range(2))

    def slow(work, step, **more):
        if next(calls, None) == 1:
            running.carry_out(Run.objects.get(pk=run.pk), at=at + LATER)
        return carry_out(work, step, **more)

    monkeypatch.setattr(batches, "carry_out", slow)
    with pytest.raises(running.Busy):
        running.carry_out(run, at=at)
    assert_erased(full, run)


def test_the_sweep_of_broken_erasures_leaves_runs_alone(full, at, monkeypatch):
    run = begun(full, at)
    with monkeypatch.context() as broken:
        broken.setattr(batches, "carry_out", lambda *a, **k: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            running.carry_out(run, at=at)
    assert shredding.resume(at=at) == 0
    assert LedgerEntry.objects.get(subject=full.pk).finished_at is None
    assert keys.ring(full.pk).newest is not None
    assert plans.Plan.from_json(run.plan).digest == run.plan_hash
