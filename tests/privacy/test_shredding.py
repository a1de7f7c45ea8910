"""Shredding destroys the key, clears every index, and is written down before both."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from orders.models import Order
from privacy import masking, people, purposes, tasks
from privacy.encryption import keys, shredding
from privacy.encryption.keys import ValueErased
from privacy.people import Person
from privacy.purposes import Purpose
from privacy.vault.models import DataKey, LedgerEntry
from tests.diary.models import Page


def shred(person, at):
    return shredding.shred(subject=person.pk, at=at, reason="request")


def indexes_left(person):
    """Return the digests that still stand in any row of theirs."""
    pages = Page.objects.filter(writer_id=person.pk)
    found = {Person.objects.get(pk=person.pk).email_index}
    for page in pages.values("title_index", "town_index"):
        found |= set(page.values())
    return found - {None}


def test_nothing_of_the_person_opens_or_is_found(page, alice, bob, at):
    assert len(indexes_left(alice)) == 3
    entry = shred(alice, at)
    assert entry.finished_at == at
    assert indexes_left(alice) == set()
    assert people.find(email="alice@example.net") is None
    assert not Page.objects.filter(title="First of May").exists()
    with purposes.using(Purpose.OWN_REQUEST):
        with pytest.raises(ValueErased):
            Page.objects.get().title
    assert people.find(email="bob@example.net") == bob


def test_pages_show_it_as_erased_and_the_rest_still_works(page, alice, at):
    shred(alice, at)
    found = Page.objects.get()
    assert masking.masked(found, "title") == "erased"
    found.mood = "calm"
    found.save()
    assert list(Page.objects.filter(mood="calm")) == [page]
    found.delete()
    alice.refresh_from_db()
    alice.is_active = False
    alice.save(update_fields=["is_active"])
    Person.objects.get(pk=alice.pk).delete()


def test_the_address_may_come_again_as_somebody_new(alice, at):
    shred(alice, at)
    new = people.welcome(email="alice@example.net", name="Alice", at=at)
    assert new.pk != alice.pk


def test_every_model_with_an_index_is_cleared():
    tables = {table.model for table in shredding.columns.tables() if table.indexes}
    assert {Person, Page, Order} <= tables


def test_the_ledger_is_written_first(page, alice, at, monkeypatch):
    def cleared_too_early(subject):
        assert LedgerEntry.objects.get().finished_at is None
        raise RuntimeError

    monkeypatch.setattr(shredding, "clear_indexes", cleared_too_early)
    with pytest.raises(RuntimeError):
        shred(alice, at)
    assert LedgerEntry.objects.get().subject == alice.pk


def test_doing_it_twice_changes_nothing(page, alice, at):
    once = shred(alice, at)
    twice = shred(alice, at + timedelta(hours=1))
    assert once == twice
    assert LedgerEntry.objects.get().finished_at == at
    assert DataKey.objects.get(subject=alice.pk).destroyed_at == at


def test_it_can_be_killed_anywhere(page, alice, at, killed_everywhere):
    assert killed_everywhere(lambda: shred(alice, at)) > 5
    assert LedgerEntry.objects.get().finished_at == at
    assert indexes_left(alice) == set()
    assert DataKey.objects.get(subject=alice.pk).wrapped is None


def test_what_was_broken_off_is_finished_by_itself(page, alice, at, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(shredding, "clear_indexes", lambda subject: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            shred(alice, at)
    tasks.finish_shredding()
    assert LedgerEntry.objects.get().finished_at is not None
    assert indexes_left(alice) == set()


def test_what_another_process_indexed_meanwhile_is_cleared(page, alice, at):
    held = keys.ring(alice.pk)
    shred(alice, at)
    keys._held.put(alice.pk, held)
    Page.objects.create(writer=alice, title="Late", written_at=at)
    assert len(indexes_left(alice)) == 1
    assert shredding.resume(at=at + timedelta(minutes=1)) == 0
    assert indexes_left(alice) == set()


def test_another_process_forgets_the_key_within_a_minute(page, alice, at, monkeypatch):
    held = keys.ring(alice.pk)
    shred(alice, at)
    # What another process has in memory: the keys as they were before.
    keys._held.put(alice.pk, held)
    assert masking.masked(Page.objects.get(), "title") != "erased"
    now = keys.time.monotonic()
    monkeypatch.setattr(keys.time, "monotonic", lambda: now + 60.1)
    assert masking.masked(Page.objects.get(), "title") == "erased"


def test_somebody_without_any_row_can_be_shredded(at, db):
    entry = shredding.shred(subject=uuid.uuid4(), at=at, reason="draft")
    assert entry.finished_at == at


def test_what_a_run_began_or_a_part_is_left_to_it(page, alice, at):
    shredding.note(subject=alice.pk, at=at, reason=shredding.RUN)
    part = shredding.note_part(subject=page.pk, since=at, at=at)
    assert shredding.note_part(subject=page.pk, since=at, at=at) == part
    assert shredding.resume(at=at) == 0
    assert len(indexes_left(alice)) == 3
    shredding.close_part(part, at=at)
    shredding.close_part(part, at=at + timedelta(hours=1))
    part.refresh_from_db()
    assert part.finished_at == at
    assert shredding.lately(at=at) == []
    assert shredding.shred(subject=alice.pk, at=at, reason=shredding.RUN).finished_at
    assert shredding.lately(at=at) == [alice.pk]


def test_a_part_that_is_gone_does_not_stand_for_a_whole_erasure(page, alice, at):
    part = shredding.note_part(subject=alice.pk, since=at, at=at)
    shredding.close_part(part, at=at)
    assert keys.ring(alice.pk).newest is not None
    shred(alice, at)
    assert keys.ring(alice.pk).newest is None
