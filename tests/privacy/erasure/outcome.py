"""What an erasure left behind, to be compared with what it should have left."""

from __future__ import annotations

from datetime import timedelta

from privacy.encryption import keys
from privacy.erasure import clearing, owned, plans, running
from privacy.erasure.run import Run
from privacy.people import Person
from privacy.vault.models import DataKey, LedgerEntry

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
LATER = running.LEASE + timedelta(minutes=1)


def begun(person, at, **more):
    """Return the run of a plan for everything, or for a part."""
    return running.begin(person.pk, plans.made(person.pk, at=at, **more), at=at)


def erased(person, at, **more):
    """Erase somebody without any trouble; return the run."""
    run = begun(person, at, **more)
    running.carry_out(run, at=at)
    return run


def left_of(person):
    """Return how many rows of which model still hold something that has to go."""
    found = {}
    for model in owned.models():
        action, fields = plans.goes(model)
        rows = owned.rows(model, person.pk, spared=_spared(person))
        if action == plans.CLEAR:
            rows = rows.filter(clearing.left(model, fields)) if fields else rows.none()
        if model is not Person and rows.exists():
            found[model._meta.label] = rows.count()
    return found


def kept_of(person):
    """Return how many rows of which model a law keeps."""
    models = [model for model in owned.models() if plans.kept(model)]
    return {m._meta.label: owned.rows(m, person.pk).count() for m in models}


def of(person, run):
    """Return all that counts: rows, the person, the keys, the ledger, the steps."""
    keys.forget_held()
    run, found = Run.objects.get(pk=run.pk), Person.objects.get(pk=person.pk)
    return {
        "left": left_of(person),
        "kept": kept_of(person),
        "person": [found.__dict__[n] for n in ("email", "email_index", "name")],
        "closed": (found.is_active, bool(found.erasing_since), bool(found.erased_at)),
        "password": found.has_usable_password(),
        "groups": found.groups.count() + found.user_permissions.count(),
        "keys": DataKey.objects.filter(subject=person.pk, wrapped=None).count(),
        "ledger": [
            (each.reason, each.finished_at is not None)
            for each in LedgerEntry.objects.filter(subject=person.pk)
        ],
        "steps": [
            (s.position, s.label, s.rows, s.finished_at is not None)
            for s in run.steps.all()
        ],
        "run": (run.stage, run.claimed_at, run.finished_at),
        "needles": run.__dict__["needles"] is not None,
    }


def _spared(person):
    runs = Run.objects.filter(subject_id=person.pk)
    return {each for run in runs for each in (run.pk, run.case_id) if each}


def is_whole(person, run):
    """Fail unless all of Maya, when she was full, is erased."""
    state = of(person, run)
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
