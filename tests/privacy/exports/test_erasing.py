"""Erasing somebody who is in a file: it goes with them, or has to be deleted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from privacy.copies import gathering
from privacy.erasure import elsewhere, plans, replaying, running
from privacy.erasure.plans import Scope
from privacy.exports import ending, fetching, tasks
from privacy.exports.export import Export, ExportedPerson
from privacy.exports.fetching import NotThere
from privacy.exports.states import State
from tests.diary.models import Page
from tests.privacy import dying
from tests.privacy.exports.conftest import fresh, steps

LATER = timedelta(hours=1)


def erase(person, at, scope=None):
    """Carry out what was approved."""
    run = running.begin(person.pk, plans.made(person.pk, scope=scope, at=at), at=at)
    running.carry_out(run, at=at)


def test_an_erasure_takes_back_a_file_that_waits(built, alice, clerk, at):
    export, _ = built
    erase(alice, at + LATER)
    found = fresh(export)
    assert (found.state, found.__dict__["package"]) == (State.TAKEN_BACK, None)
    assert not ExportedPerson.objects.filter(person=alice).exists()
    with pytest.raises(NotThere, match="was taken back"):
        fetching.fetch(found, by=clerk, at=at + LATER)
    assert steps()[-1] == "taken_back"


def test_so_does_the_erasure_of_a_part(built, alice, at):
    (page,) = Page.objects.filter(writer=alice)
    erase(alice, at + LATER, Scope(rows={"diary.Page": (page.pk,)}))
    assert fresh(built[0]).state == State.TAKEN_BACK


def test_the_erasure_of_somebody_else_leaves_it(built, staff, at):
    other = type(staff).objects.create_user("carol@example.net", name="Carol")
    erase(other, at + LATER)
    assert fresh(built[0]).state == State.BUILT


def test_who_has_fetched_the_file_is_told_to_delete_it(fetched, alice, clerk, at):
    export, _, _ = fetched
    erase(alice, at + LATER)
    found = fresh(export)
    assert (found.state, found.outdated_at) == (State.FETCHED, at + LATER)
    assert found.has_to_go_by == at + LATER
    elsewhere.tell(alice.pk, at=at + 2 * LATER)
    assert steps().count("outdated") == 1


def test_what_the_law_keeps_all_the_same_stays(built, alice, at, monkeypatch):
    monkeypatch.setattr(ending.sheets, "holds_erasable", lambda columns: False)
    erase(alice, at + LATER)
    assert fresh(built[0]).state == State.BUILT
    tasks.go_on()
    assert not ending.take_back_void(at=at + LATER)


def test_a_file_of_which_somebody_is_missing_is_not_handed_out(built, alice, clerk, at):
    export, _ = built
    # As when erasures are done again after a backup was restored.
    ExportedPerson.objects.filter(person=alice).delete()
    with pytest.raises(NotThere, match="taken back"):
        fetching.fetch(fresh(export), by=clerk, at=at)
    assert fresh(export).state == State.TAKEN_BACK


def test_the_sweep_takes_it_back_as_well(built, alice, at):
    assert ending.take_back_void(at=at) == 0
    ExportedPerson.objects.filter(person=alice).delete()
    assert ending.take_back_void(at=at) == 1
    assert fresh(built[0]).state == State.TAKEN_BACK


def test_somebody_reads_that_they_are_in_a_file(built, alice, at):
    groups = {group.label: group for group in gathering.held(alice, at)}
    (row,) = groups["privacy.ExportedPerson"].rows
    (value,) = row.values
    assert value.words == "22 November 2026 at 10:30"
    assert value.what == "When data of yours was put into a file for our work"


@pytest.mark.django_db(transaction=True)
def test_an_erasure_killed_before_any_commit_takes_the_file_back(built, alice, at):
    export, _ = built
    run = running.begin(alice.pk, plans.made(alice.pk, at=at), at=at)
    dying.killed_at(1, lambda: running.carry_out(run, at=at))
    running.carry_out(run, at=at + running.LEASE + LATER)
    assert fresh(export).state == State.TAKEN_BACK
    assert not replaying.missing()
    assert Export.objects.count() == 1
