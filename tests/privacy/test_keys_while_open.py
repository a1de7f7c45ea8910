"""Keys are rotated while others read and write, and by processes that are killed."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import connections

from privacy import purposes
from privacy.encryption import keyfile, keys, keyset, rotation
from privacy.purposes import Purpose
from privacy.vault.models import DataKey, Rotation
from tests.diary.models import Page
from tests.privacy import dying

PAUSE = 0.005  # seconds
AT = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)


@pytest.fixture
def new_primary(own_keys):
    """A new key, under which nothing lies yet."""
    keyfile.change(lambda found: keyfile.with_key(found, "k2"))
    keyfile.change(lambda found: keyfile.with_primary(found, "k2", at=AT))


@contextmanager
def at_work(*jobs):
    """Do each job again and again in a thread of its own; give how often each was."""
    over, faults, rounds = threading.Event(), [], [0] * len(jobs)

    def work(number, job):
        try:
            while not over.is_set():
                job()
                rounds[number] += 1
                # Else they take the processor away from what they go on beside.
                over.wait(PAUSE)
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=each) for each in enumerate(jobs)]
    for each in threads:
        each.start()
    try:
        yield rounds
    finally:
        over.set()
        for each in threads:
            each.join(timeout=60)
    assert faults == []


def test_readers_and_writers_work_throughout(
    transactional_db, own_keys, new_primary, page, bob, at
):
    def read():
        found = Page.objects.get(pk=page.pk)
        with purposes.using(Purpose.OWN_REQUEST):
            assert found.text.startswith("It rained.")
            assert found.title == "First of May"

    def edit():
        found = Page.objects.get(pk=page.pk)
        found.text = f"It rained. {at}"
        found.save(update_fields=["text"])

    def add():
        Page.objects.create(writer_id=bob.pk, title="New", written_at=at)

    with at_work(read, edit, add) as rounds:
        for _ in range(3):
            call_command("keys", "rotate-people", "--data", verbosity=0)
            Rotation.objects.all().delete()
    assert min(rounds) > 3
    assert DataKey.objects.filter(subject=page.writer_id).count() == 4
    assert rotation.under("k1") == 0
    keys.forget_held()
    read()


@pytest.mark.parametrize("statement", [2, 9, 14, 19, 25])
def test_a_process_that_is_killed_loses_nothing(
    transactional_db, own_keys, new_primary, page, statement, restarted
):
    def rotates():
        restarted()
        call_command("keys", "rotate-people", "--data")

    assert not dying.killed_at_statement(statement, rotates)
    call_command("keys", "rotate-people", "--data")
    assert rotation.under("k1") == 0
    assert rotation.outlived() == 1
    assert keyset.load(own_keys).primary == "k2"
    keys.forget_held()
    with purposes.using(Purpose.OWN_REQUEST):
        assert Page.objects.get().place.town == "Leith"
