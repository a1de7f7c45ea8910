"""Erasing a person, and the years, take the names away and leave the trail whole."""

from __future__ import annotations

from datetime import timedelta

from privacy import retention
from privacy.erasure import plans, running
from privacy.erasure.run import Run
from privacy.trail import verifying
from privacy.trail.entry import TrailEntry
from privacy.trail.names import TrailName, people_of


def erase(person, at):
    run = running.begin(person.pk, plans.made(person.pk, at=at), at=at)
    running.carry_out(run, at=at)
    return Run.objects.get(pk=run.pk)


def test_who_is_erased_is_nobody_in_the_trail_and_it_stays_valid(write, alice, at):
    entry = write(3)
    verifying.sign_head(at=at)
    before = list(TrailEntry.objects.values())
    assert entry.about in people_of({entry.about})
    assert erase(alice, at).findings == {}
    assert people_of({entry.about}) == {}
    assert not TrailName.objects.filter(person_id=alice.pk).exists()
    assert list(TrailEntry.objects.values()) == before
    assert verifying.verify().is_whole
    write()
    assert verifying.sign_head(at=at).size == 4


def test_names_go_two_years_after_their_year_and_entries_stay(write, at):
    write()
    for days, left in ((769, 2), (771, 0)):
        retention.sweep(at=at + timedelta(days=days), clock=lambda: at)
        assert TrailName.objects.count() == left
    assert TrailEntry.objects.count() == 1
    assert verifying.verify().is_whole


def test_no_entry_holds_a_value(write, alice, staff):
    write()
    told = str(list(TrailEntry.objects.values()))
    for value in ("Alice", "alice@", "Sam", "staff@", str(alice.pk), str(staff.pk)):
        assert value not in told
    assert "orders.Order.contact_name" in told
