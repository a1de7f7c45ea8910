"""An erasure that breaks off before or after any of its steps is ended by the next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from privacy.encryption import keys, shredding
from privacy.erasure import batches, running, tombstones
from privacy.erasure.run import Run
from privacy.people import Person
from tests import lasting
from tests.privacy.conftest import Killed
from tests.privacy.erasure import maya, outcome
from tests.privacy.erasure.outcome import LATER, begun

AT = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def begun_once(django_db_setup, django_db_blocker):
    """The keys of Maya, who is full, and of the run of her erasure."""
    with django_db_blocker.unblock(), lasting.taken_back():
        full = maya.is_full(at=AT)
        yield full.pk, begun(full, AT).pk


@pytest.fixture
def full(begun_once, db):
    return Person.objects.get(pk=begun_once[0])


@pytest.fixture
def run(begun_once, db):
    return Run.objects.get(pk=begun_once[1])


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
def test_killed_at_each_boundary(full, run, at, monkeypatch, module, name, nth, when):
    left, done = iter(range(nth - 1)), getattr(module, name)

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
    outcome.is_whole(full, run)
