"""A look has a written reason, from a list and in words, or it is none."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from privacy import access
from privacy.access import Access, Reason, TooManyLooks
from privacy.copies import gathering
from privacy.erasure import plans, running
from privacy.purposes import Purpose
from privacy.retention import rules
from privacy.trail.entry import TrailEntry

FIELD = "orders.Order.contact_name"


def look(person, by, at, **told):
    given = {
        "fields": [FIELD],
        "purpose": Purpose.AFTER_SALES,
        "reason": Reason.PROBLEM,
        "words": "The box  came\nopen",
    }
    return access.record(person=person, by=by, at=at, **(given | told))


def test_words_are_sealed_under_the_persons_key_and_on_one_line(alice, staff, at):
    made = Access.objects.get(pk=look(alice, staff, at).pk)
    assert made.holder_id == alice.pk
    assert b"open" not in bytes(made.__dict__["words"])
    assert gathering.accesses(alice)[0].words == "The box came open"


@pytest.mark.parametrize("words", ["", "  \n"])
def test_without_words_nothing_is_written(alice, staff, at, words):
    with pytest.raises(ValueError, match="written reason"):
        look(alice, staff, at, words=words)
    with pytest.raises(ValueError, match="holder"):
        look(None, staff, at)
    assert not Access.objects.exists()


def test_the_database_knows_every_reason(alice, staff, at):
    with pytest.raises(IntegrityError), transaction.atomic():
        look(alice, staff, at, reason="curious")


def test_it_is_open_for_who_looked_at_that_row_and_those_fields(alice, bob, staff, at):
    row = uuid4()
    look(alice, staff, at, row_id=row, fields=[FIELD, "orders.Order.contact_email"])
    last = at + access.LASTS - timedelta(microseconds=1)
    given = {
        "by": staff,
        "row_id": row,
        "fields": [FIELD],
        "purpose": Purpose.AFTER_SALES,
        "at": last,
    }
    assert access.is_open(**given)
    for told in (
        {"by": bob},
        {"purpose": Purpose.DELIVERY},
        {"row_id": uuid4()},
        {"at": at + access.LASTS},
        {"fields": [FIELD, "orders.Order.delivery_address"]},
    ):
        assert not access.is_open(**given | told)


def test_a_second_look_keeps_it_open_until_its_own_end(alice, staff, at):
    row, later = uuid4(), at + timedelta(minutes=4)
    for moment in (later, at):
        look(alice, staff, moment, row_id=row)
    told = {"by": staff, "row_id": row, "purpose": Purpose.AFTER_SALES, "at": later}
    assert access.open_until(**told) == {FIELD: later + access.LASTS}


def test_in_an_hour_one_person_may_look_so_often_and_no_more(
    alice, bob, staff, at, monkeypatch
):
    monkeypatch.setattr(access, "MOST_AN_HOUR", 2)
    for minutes in (0, 20):
        look(alice, staff, at + timedelta(minutes=minutes))
    with pytest.raises(TooManyLooks, match="From 11:30 on you can open the next"):
        look(bob, staff, at + timedelta(minutes=59))
    # Nothing of the refused one is left, also not in the trail.
    assert (Access.objects.count(), TrailEntry.objects.count()) == (2, 2)
    look(alice, bob, at + timedelta(minutes=59))
    look(alice, staff, at + timedelta(minutes=59), purpose=Purpose.DELIVERY)
    look(alice, staff, at + timedelta(hours=1))


def test_whoever_packs_may_open_more_labels_than_that(alice, staff, at, monkeypatch):
    assert access.MOST_FOR[Purpose.DELIVERY] > access.MOST_AN_HOUR
    monkeypatch.setattr(access, "MOST_FOR", {Purpose.DELIVERY: 1})
    look(alice, staff, at, purpose=Purpose.DELIVERY)
    with pytest.raises(TooManyLooks):
        look(alice, staff, at, purpose=Purpose.DELIVERY)


def test_what_was_written_is_part_of_what_is_held(alice, staff, at):
    look(alice, staff, at)
    (group,) = [g for g in gathering.held(alice, at) if g.label == "privacy.Access"]
    (row,) = group.rows
    assert (group.about, row.title) == (
        "Why staff looked",
        "Look of 22 November 2026 at 10:30",
    )
    assert (row.values[0].words, row.values[0].where_from) == (
        "The box came open",
        "whoever looked",
    )


def test_it_goes_with_the_person_and_on_its_date(alice, bob, staff, at):
    for person in (alice, bob):
        look(person, staff, at)
    run = running.begin(alice.pk, plans.made(alice.pk, at=at), at=at)
    running.carry_out(run, at=at)
    assert Access.objects.get(person=alice).__dict__["words"] is None
    assert Access.objects.get(person=bob).__dict__["words"] is not None
    assert "privacy.Access" in {rule.label for rule in rules.rules()}
