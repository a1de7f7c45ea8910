"""A look has a written reason, from a list and in words, or it is none."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from privacy import access
from privacy.access import Access, Reason
from privacy.copies import gathering
from privacy.erasure import plans, running
from privacy.purposes import Purpose
from privacy.retention import rules

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
    assert access.is_open(by=staff, row_id=row, fields=[FIELD], at=last)
    for told in (
        {"by": bob},
        {"row_id": uuid4()},
        {"at": at + access.LASTS},
        {"fields": [FIELD, "orders.Order.delivery_address"]},
    ):
        asked = {"by": staff, "row_id": row, "fields": [FIELD], "at": last} | told
        assert not access.is_open(**asked)


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
