"""A worker may die between any two statements: the next one ends in the same state."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from privacy.encryption import keys, shredding
from privacy.erasure import batches, plans, running, tasks
from privacy.erasure.run import Run
from privacy.vault.models import LedgerEntry
from tests.privacy import dying
from tests.privacy.conftest import Killed
from tests.privacy.erasure import maya, outcome
from tests.privacy.erasure.outcome import LATER, begun


@pytest.fixture
def full(db, at):
    return maya.is_full(at=at)


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
    outcome.is_whole(full, run)


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
    outcome.is_whole(full, run)


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
    outcome.is_whole(full, run)


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
    outcome.is_whole(full, run)


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
