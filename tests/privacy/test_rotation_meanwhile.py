"""What is destroyed, discarded or held elsewhere while data keys are replaced."""

from __future__ import annotations

import uuid

import pytest

from privacy.encryption import envelope, keys, rotation
from privacy.encryption.envelope import WrongKey
from privacy.vault.models import DataKey
from tests.privacy.test_rotation import LATER, finished, now, renewed, stored

__all__ = ["now"]


def test_a_destroyed_person_gets_no_new_key(page, bob, at, now):
    keys.destroy(page.writer_id, at=at)
    assert not keys.renew(page.writer_id, at=now, unless_since=now)
    assert not keys.renew(uuid.uuid4(), at=now, unless_since=now)
    done = renewed(now)
    assert (done.people, done.values) == (1, 2)
    assert rotation.shredded() == 1


def test_one_who_is_destroyed_meanwhile_is_passed_over(page, at, now, monkeypatch):
    seal_anew = rotation._seal_anew

    def destroyed_first(subjects):
        keys.destroy(page.writer_id, at=at)
        return seal_anew(subjects)

    monkeypatch.setattr(rotation, "_seal_anew", destroyed_first)
    assert renewed(now).values == 0
    assert DataKey.objects.filter(wrapped=None).count() == 2


def test_one_who_is_discarded_meanwhile_is_passed_over(page, now, monkeypatch):
    renewed(now)
    seal_anew = rotation._seal_anew

    def discarded_afterwards(subjects):
        done = seal_anew(subjects)
        keys.discard(page.writer_id)
        return done

    monkeypatch.setattr(rotation, "_seal_anew", discarded_afterwards)
    assert finished(now + LATER).destroyed == 0
    assert not DataKey.objects.exists()


def test_one_who_is_shredded_meanwhile_has_no_old_key(page, at, now, monkeypatch):
    renewed(now)
    seal_anew = rotation._seal_anew

    def destroyed_afterwards(subjects):
        done = seal_anew(subjects)
        keys.destroy(page.writer_id, at=at)
        return done

    monkeypatch.setattr(rotation, "_seal_anew", destroyed_afterwards)
    assert finished(now + LATER).destroyed == 0


def test_the_newest_key_is_never_destroyed_early(page, now):
    renewed(now)
    kept = keys.destroy_older(page.writer_id, at=now, made_before=now - LATER)
    assert kept == 0
    assert rotation.outlived() == 1


def test_a_value_under_a_destroyed_old_key_is_told_apart_from_an_erased_one(page, now):
    before = stored(page)
    renewed(now)
    finished(now + LATER)
    keys.forget_held()
    with pytest.raises(WrongKey):
        keys.ring(page.writer_id).open(before, b"")


def test_a_ring_of_nobody_asks_nobody():
    ring = keys.Ring([envelope.DataKey(b"k" * 32)])
    with pytest.raises(WrongKey):
        ring.opening(envelope.DataKey(b"o" * 32).seal(b"x", b""))


def test_a_new_key_is_never_mistaken_for_the_one_before(at, now, db, monkeypatch):
    drawn = iter([b"a" * 32, b"a" * 32, b"b" * 32])
    monkeypatch.setattr(envelope, "new_data_key", lambda: next(drawn))
    subject = uuid.uuid4()
    keys.create(subject, at=at)
    assert keys.renew(subject, at=now, unless_since=now)
    headers = {keys.ring(subject).sealing().header, *keys.ring(subject).older()}
    assert len(headers) == 2
