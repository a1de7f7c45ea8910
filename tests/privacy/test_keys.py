"""Data keys: made once, held for a while, found many at a time, destroyed for good."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, transaction

from privacy.encryption import keys
from privacy.encryption.envelope import WrongKey
from privacy.encryption.keys import DataKeyMissing, ValueErased
from privacy.vault.models import DataKey, LedgerEntry

pytestmark = pytest.mark.django_db


def test_a_key_is_made_once(at):
    subject = uuid.uuid4()
    one = keys.create(subject, at=at)
    keys.forget_held()
    two = keys.create(subject, at=at)
    assert one.newest.commitment == two.newest.commitment
    assert DataKey.objects.count() == 1


def test_the_vault_holds_it_wrapped(at):
    keys.create(uuid.uuid4(), at=at)
    row = DataKey.objects.get()
    assert len(row.wrapped) == 12 + 32 + 16
    assert str(row) == f"data key 1 of {row.subject}"


def test_a_wrapped_key_moved_to_another_person_does_not_open(at):
    one, two = uuid.uuid4(), uuid.uuid4()
    keys.create(one, at=at)
    keys.create(two, at=at)
    DataKey.objects.filter(subject=two).update(
        wrapped=DataKey.objects.get(subject=one).wrapped
    )
    keys.forget_held()
    with pytest.raises(Exception, match="wrapped data key"):
        keys.ring(two)


def test_held_keys_need_no_query_until_their_time_is_over(
    at, monkeypatch, django_assert_num_queries
):
    subject = uuid.uuid4()
    keys.create(subject, at=at)
    with django_assert_num_queries(0, using="vault"):
        keys.ring(subject)
    now = keys.time.monotonic()
    monkeypatch.setattr(keys.time, "monotonic", lambda: now + 61)
    with django_assert_num_queries(1, using="vault"):
        keys.ring(subject)


def test_only_so_many_keys_are_held(at, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(keys, "HELD_KEYS", 2)
    subjects = [uuid.uuid4() for _ in range(3)]
    for each in subjects:
        keys.create(each, at=at)
    with django_assert_num_queries(0, using="vault"):
        keys.prefetch(subjects[1:])
    with django_assert_num_queries(1, using="vault"):
        keys.ring(subjects[0])


def test_no_key_is_held_longer_than_its_time_once_another_comes(at, monkeypatch):
    first, second = uuid.uuid4(), uuid.uuid4()
    keys.create(first, at=at)
    now = keys.time.monotonic()
    monkeypatch.setattr(keys.time, "monotonic", lambda: now + 61)
    assert keys.held(first) is not None
    keys.create(second, at=at)
    assert (keys.held(first), keys.held(second) is None) == (None, False)


def test_many_keys_cost_one_query_for_each_500(
    at, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(keys, "ASKED_AT_ONCE", 2)
    subjects = [uuid.uuid4() for _ in range(3)]
    for each in subjects:
        keys.create(each, at=at)
    keys.forget_held()
    with django_assert_num_queries(2, using="vault"):
        keys.prefetch([*subjects, *subjects])


def test_a_destroyed_key_stays_destroyed(at):
    subject = uuid.uuid4()
    sealed = keys.create(subject, at=at).sealing().seal(b"x", b"here")
    keys.destroy(subject, at=at)
    with pytest.raises(ValueErased):
        keys.ring(subject).opening(sealed)
    with pytest.raises(ValueErased):
        keys.create(subject, at=at).sealing()
    assert DataKey.objects.get().wrapped is None


def test_a_lost_key_and_a_foreign_value_are_told_apart(at):
    subject = uuid.uuid4()
    ring = keys.create(subject, at=at)
    foreign = keys.create(uuid.uuid4(), at=at).sealing().seal(b"x", b"here")
    with pytest.raises(WrongKey):
        ring.opening(foreign)
    with pytest.raises(DataKeyMissing):
        keys.ring(uuid.uuid4())


def test_a_key_without_key_needs_a_date(at):
    with pytest.raises(IntegrityError), transaction.atomic(using="vault"):
        DataKey.objects.create(
            subject=uuid.uuid4(), generation=1, key_id="k1", created_at=at
        )


def test_the_ledger_stands_in_the_vault(at):
    entry = LedgerEntry.objects.create(
        subject=uuid.uuid4(), reason="request", begun_at=at
    )
    assert entry._state.db == "vault"
    assert str(entry) == f"erasure {entry.pk}"
