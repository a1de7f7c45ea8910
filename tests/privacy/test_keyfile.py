"""Changing the key file: whole or not at all, one at a time, with the same owner."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from privacy.encryption import keyfile, keyset
from privacy.encryption.keyset import KeysetError
from tests.privacy.conftest import Killed

AT = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)


def add(key_id="k2"):
    return keyfile.change(lambda keys: keyfile.with_key(keys, key_id))


def test_a_change_is_in_the_file_and_in_memory(own_keys):
    add()
    assert set(keyset.load(own_keys).keys) == {"k1", "k2"}
    assert keyset.current() == keyset.load(own_keys)
    assert own_keys.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in own_keys.parent.iterdir()] == ["keys.json"]


def test_the_other_keys_stay_as_they_were(own_keys):
    before = keyset.load(own_keys)
    after = add()
    assert after.key("k1") == before.key("k1")
    assert after.index == before.index
    assert len(after.key("k2")) == 32


@pytest.mark.parametrize("step", ["open", "fchown", "fsync", "replace", "unlink"])
def test_killed_at_any_step_the_file_is_whole(own_keys, monkeypatch, step):
    before = keyset.load(own_keys)

    def die(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as broken:
        broken.setattr(Path if step in {"replace", "unlink"} else os, step, die)
        with pytest.raises(Killed):
            add()
    assert keyset.load(own_keys) == before
    add("k3")
    assert set(keyset.load(own_keys).keys) == {"k1", "k3"}
    assert [path.name for path in own_keys.parent.iterdir()] == ["keys.json"]


def test_a_link_to_the_file_stays_a_link(own_keys, tmp_path, settings):
    link = tmp_path / "link.json"
    link.symlink_to(own_keys)
    settings.KEY_FILE = link
    add()
    assert link.is_symlink()
    assert "k2" in keyset.load(own_keys).keys


def test_the_new_file_has_the_owner_of_the_old_one(own_keys, monkeypatch):
    owners = []
    monkeypatch.setattr(os, "fchown", lambda _, *owner: owners.append(owner))
    add()
    assert owners == [(own_keys.stat().st_uid, own_keys.stat().st_gid)]


def test_two_changes_at_once_both_count(own_keys):
    ready = threading.Barrier(2)

    def change(key_id):
        ready.wait(timeout=10)
        add(key_id)

    threads = [threading.Thread(target=change, args=[f"k{n}"]) for n in (2, 3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(timeout=30)
    assert set(keyset.load(own_keys).keys) == {"k1", "k2", "k3"}


def test_the_environment_is_not_written(own_keys, settings):
    settings.KEYSET = own_keys.read_text()
    with pytest.raises(KeysetError, match="by hand"):
        add()


def test_ids_tell_the_day_and_are_never_given_twice():
    one, two = keyfile.new_id(at=AT), keyfile.new_id(at=AT)
    assert one.startswith("k20261122-")
    assert one != two


def test_only_a_key_that_is_there_becomes_the_primary(own_keys):
    keys = add()
    assert keyfile.with_primary(keys, "k2", at=AT).primary == "k2"
    assert keyfile.with_primary(keys, "k2", at=AT).primary_since == AT.isoformat()
    with pytest.raises(KeysetError, match="'k9' is missing"):
        keyfile.with_primary(keys, "k9", at=AT)


def test_the_index_root_is_replaced_in_two_steps(own_keys):
    keys = keyset.load(own_keys)
    assert keyfile.with_index_replaced(keys) == keys
    both = keyfile.with_next_index(keys)
    assert keyfile.with_next_index(both) == both
    after = keyfile.with_index_replaced(both)
    assert (after.index, after.next_index) == (both.next_index, None)
