"""Entries: each says who did what and why, and is hashed onto the one before it."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import DatabaseError, connections, transaction

from privacy.certificates import keys
from privacy.encryption import keyset
from privacy.encryption.keyset import KeysetError
from privacy.trail import guarding, recording, verifying
from privacy.trail.entry import Kind, TrailEntry
from privacy.trail.heads import TreeHead
from privacy.trail.names import TrailName, people_of


# --- What an entry says -----------------------------------------------------------
def test_an_entry_says_who_what_which_fields_when_and_why(staff, alice, at):
    row = uuid4()
    recording.record(
        kind=Kind.REVEAL,
        what="delivery",
        by=staff,
        about=alice,
        fields=["b", "a"],
        row_id=row,
        why="problem",
        at=at,
    )
    entry = TrailEntry.objects.get()
    assert people_of({entry.by, entry.about}) == {entry.by: staff, entry.about: alice}
    assert (entry.kind, entry.what, entry.why) == ("reveal", "delivery", "problem")
    assert (entry.fields, entry.row_id, entry.at) == (["a", "b"], row, at)
    assert str(entry) == "entry 0"


def test_a_command_has_no_name(at, db):
    entry = recording.record(kind=Kind.KEYS, what="promote", at=at)
    assert entry.document()["by"] == entry.document()["about"] == ""
    assert entry.document()["row"] == ""


def test_its_hash_is_that_of_the_rfc_over_canonical_json(write):
    write(2)
    entry = TrailEntry.objects.get(position=1)
    said = json.dumps(
        {
            "version": 1,
            "position": 1,
            "at": "2026-11-22T10:30:01.000000Z",
            "kind": "reveal",
            "what": "delivery",
            "by": str(entry.by),
            "about": str(entry.about),
            "fields": ["orders.Order.contact_name", "orders.Order.delivery_address"],
            "row": "",
            "why": "delivery",
            "previous": bytes(TrailEntry.objects.get(position=0).hash).hex(),
        },
        sort_keys=True,
        separators=(",", ":"),
    )
    assert bytes(entry.hash) == sha256(b"\x00" + said.encode()).digest()


def test_the_first_one_follows_nothing(write):
    assert bytes(write().previous) == sha256(b"").digest()


def test_each_is_signed(write):
    entry = write()
    public = Ed25519PublicKey.from_public_bytes(keys.public()[entry.key])
    public.verify(bytes(entry.signature), b"trail entry 1\n" + bytes(entry.hash))


def test_microseconds_come_back_as_they_were_hashed(staff, at):
    for micro in (0, 1, 999_999, 120_000):
        moment = at.replace(microsecond=micro)
        recording.record(kind=Kind.SIGN_IN, what="in", by=staff, at=moment)
    assert verifying.verify().is_whole


# --- With what it tells of, or not at all -----------------------------------------
def test_what_is_taken_back_leaves_neither_entry_nor_gap(write):
    write()
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert write().position == 1
    assert verifying.verify().is_whole


def test_without_a_key_nothing_is_recorded(write, monkeypatch):
    bare = keyset.Keyset(**{**vars(keyset.current()), "signing": None})
    monkeypatch.setattr(keys.keyset, "current", lambda: bare)
    with pytest.raises(KeysetError, match="rotate-signing"), transaction.atomic():
        write()
    assert not TrailEntry.objects.exists()


# --- Names ------------------------------------------------------------------------
def test_a_person_has_one_name_a_year(staff, alice, at):
    def named(person, when):
        return recording.record(kind=Kind.SIGN_IN, what="in", by=person, at=when).by

    first = named(staff, at)
    assert named(staff, at + timedelta(days=30)) == first
    assert named(staff, at + timedelta(days=60)) != first
    assert named(alice, at) not in {first, staff.pk, alice.pk}
    assert str(TrailName.objects.first()).startswith("name ")


@pytest.mark.parametrize("field", ["erasing_since", "erased_at"])
def test_nothing_new_leads_to_somebody_who_is_erased(staff, alice, at, field):
    setattr(alice, field, at)
    entry = recording.record(kind=Kind.DECISION, what="x", by=staff, about=alice, at=at)
    assert entry.about is None
    assert not TrailName.objects.filter(person_id=alice.pk).exists()


def test_a_name_whose_person_is_gone_leads_nowhere(write):
    entry = write()
    TrailName.objects.filter(name=entry.about).update(person_id=uuid4())
    TrailName.objects.filter(name=entry.by).delete()
    assert people_of({entry.by, entry.about}) == {}


# --- Only ever added to -----------------------------------------------------------
ENTRY, HEAD = guarding.tables()
REFUSED = [
    f"UPDATE {ENTRY} SET what = 'nothing' WHERE position = 3",
    f"UPDATE {HEAD} SET size = 2",
    f"DELETE FROM {ENTRY} WHERE position = 9",
    f"DELETE FROM {HEAD} WHERE number = 1",
]
COLUMNS = (
    "at, kind, what, by, about, fields, row_id, why, previous, hash, key, signature"
)
COPY = f"INSERT INTO {ENTRY} (position, {COLUMNS}) SELECT %s, {COLUMNS} FROM {ENTRY}"


def refused(statement):
    connection = connections["default"]
    with pytest.raises(DatabaseError, match="only ever added to"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_refuses_to_change_or_delete(trail, statement):
    refused(statement)
    assert verifying.verify().is_whole


@pytest.mark.parametrize("position", [-1, 3, 11])
def test_the_database_refuses_an_entry_out_of_line(trail, position):
    refused(COPY % position + " WHERE position = 9")


@pytest.mark.parametrize("table", [ENTRY, HEAD])
def test_the_database_refuses_to_replace_or_to_empty(trail, table):
    if connections["default"].vendor == "postgresql":
        refused(f"TRUNCATE {table}")
    else:
        refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
        refused(f"DELETE FROM {table}")


def test_the_program_can_do_no_more(trail):
    for rows in (TrailEntry.objects.all(), TreeHead.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()
    entry = TrailEntry.objects.first()
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save()


def test_missing_guards_are_told(trail, damage):
    assert guarding.unguarded() == []
    with connections["default"].cursor() as cursor:
        on = " ON " + HEAD if connections["default"].vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {HEAD}_kept{on}")
    assert guarding.unguarded() == [HEAD]
    [flaw] = verifying.verify().flaws
    assert flaw.words == f"Nothing guards the rows of {HEAD} against changes."


# --- At once ----------------------------------------------------------------------
@pytest.fixture
def at_once(transactional_db, staff, at):
    """Give a function in which several processes' worth of threads record."""

    def at_once(writers, each):
        ready, failed = threading.Barrier(writers), []

        def work():
            try:
                ready.wait(timeout=10)
                for _ in range(each):
                    recording.record(kind=Kind.SEARCH, what="case", by=staff, at=at)
            except Exception as error:
                failed.append(error)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=work) for _ in range(writers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        return failed

    return at_once


def test_writers_at_once_make_one_chain_without_a_gap(at_once):
    assert at_once(writers=4, each=15) == []
    positions = TrailEntry.objects.order_by("position").values_list("position")
    assert [each for (each,) in positions] == list(range(60))
    assert verifying.verify().is_whole
    assert TrailName.objects.count() == 1


def test_a_writer_waits_until_the_other_is_done(transactional_db, staff, at):
    done = threading.Event()

    def second():
        recording.record(kind=Kind.SEARCH, what="second", by=staff, at=at)
        connections.close_all()
        done.set()

    with transaction.atomic():
        recording.record(kind=Kind.SEARCH, what="first", by=staff, at=at)
        thread = threading.Thread(target=second)
        thread.start()
        assert not done.wait(timeout=0.3)
    thread.join(timeout=30)
    found = TrailEntry.objects.order_by("position").values_list("what", flat=True)
    assert list(found) == ["first", "second"]
