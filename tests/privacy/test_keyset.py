"""The key file: made once, for its owner's eyes, and refused in one sentence."""

from __future__ import annotations

import json
import os
import runpy
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from privacy.apps import PrivacyConfig
from privacy.encryption import keyset
from privacy.encryption.keyset import KeysetError


@pytest.fixture(autouse=True)
def other_keys_forgotten():
    """Let no test's keys reach another."""
    yield
    keyset.forget()


@pytest.fixture
def file(tmp_path):
    """A fresh key file."""
    path = tmp_path / "keys.json"
    keyset.write_new(path)
    return path


def test_new_keys_are_random_and_for_the_owner_alone(file, tmp_path):
    other = tmp_path / "other.json"
    keyset.write_new(other)
    assert file.stat().st_mode & 0o777 == 0o600
    assert keyset.load(file).key("k1") != keyset.load(other).key("k1")
    assert len(keyset.load(file).index) == 32


def test_keys_are_never_replaced(file):
    with pytest.raises(FileExistsError):
        keyset.write_new(file)


def test_the_keys_do_not_show(file):
    assert "=" not in repr(keyset.load(file)).replace("primary=", "")


def test_a_missing_file_is_one_sentence(tmp_path):
    with pytest.raises(KeysetError, match="can't be read"):
        keyset.load(tmp_path / "none.json")


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_file_that_others_can_read_is_refused(file, mode):
    os.chmod(file, mode)
    with pytest.raises(KeysetError, match="chmod 600"):
        keyset.load(file)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"version": 1, "primary": "k1", "keys": {"k1": "short"}, "index": ""}',
        '{"version": 1, "primary": "k1", "keys": {"k1": "!!!"}, "index": "x"}',
        '{"version": 1, "primary": "k1", "keys": [], "index": "x"}',
        '{"version": 1, "primary": "k1", "keys": {"k1": "c2hvcnQ="}, "index": "x"}',
    ],
)
def test_nonsense_is_one_sentence(text):
    with pytest.raises(KeysetError, match="something wrong in the file"):
        keyset.parse(text, origin="the file")


@pytest.mark.parametrize("change", [{"version": 2}, {"primary": "k9"}])
def test_a_keyset_needs_a_known_version_and_a_primary_key(file, change):
    document = json.loads(file.read_text()) | change
    with pytest.raises(KeysetError, match="no usable primary"):
        keyset.parse(json.dumps(document), origin="the file")


def test_a_key_that_is_gone_is_not_an_erased_person(file):
    with pytest.raises(KeysetError, match="'k7' is missing"):
        keyset.load(file).key("k7")


def test_the_environment_can_hold_the_keys(file, settings):
    settings.KEYSET = file.read_text()
    keyset.forget()
    assert keyset.current() is keyset.current()
    assert keyset.current().index == keyset.load(file).index


def test_the_program_does_not_start_without_its_keys(settings, tmp_path):
    settings.KEY_FILE = tmp_path / "none.json"
    keyset.forget()
    config = PrivacyConfig.create("privacy")
    with pytest.raises(ImproperlyConfigured, match="can't be read"):
        config.ready()


def test_the_module_writes_a_file_when_it_is_run(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["keyset", str(tmp_path / "made.json")])
    monkeypatch.delitem(sys.modules, "privacy.encryption.keyset")
    runpy.run_module("privacy.encryption.keyset", run_name="__main__")
    assert keyset.load(tmp_path / "made.json").primary == "k1"


@pytest.fixture
def in_use(file, settings):
    """The fresh key file, which the program uses."""
    settings.KEY_FILE = file
    keyset.forget()
    return file


def later(monkeypatch, seconds):
    now = keyset.time.monotonic()
    monkeypatch.setattr(keyset.time, "monotonic", lambda: now + seconds)


def test_what_is_written_is_read_again(file):
    found = replace(
        keyset.load(file), next_index=b"n" * 32, primary_since="2026-11-22T10:30:00"
    )
    assert keyset.parse(keyset.written(found), origin="") == found


def test_a_changed_file_is_seen_after_a_minute(in_use, monkeypatch):
    before = keyset.current()
    in_use.write_text(keyset.written(replace(before, index=b"i" * 32)))
    assert keyset.current() is before
    later(monkeypatch, 61)
    assert keyset.current().index == b"i" * 32


def test_a_file_that_is_the_same_is_not_read_again(in_use, monkeypatch):
    before = keyset.current()
    later(monkeypatch, 61)
    monkeypatch.setattr(keyset, "load", None)
    assert keyset.current() is before


@pytest.mark.parametrize("spoil", [Path.unlink, lambda file: file.write_text("{}")])
def test_a_running_program_keeps_its_keys_when_the_file_breaks(
    in_use, monkeypatch, caplog, spoil
):
    before = keyset.current()
    spoil(in_use)
    later(monkeypatch, 61)
    assert keyset.current() is before
    assert "The keys stay as they are" in caplog.text


def test_a_key_that_was_just_added_is_found_at_once(in_use):
    before = keyset.current()
    more = replace(before, keys={**before.keys, "k2": b"2" * 32})
    in_use.write_text(keyset.written(more))
    assert keyset.key("k2") == b"2" * 32
    with pytest.raises(KeysetError, match="'k3' is missing"):
        keyset.key("k3")
