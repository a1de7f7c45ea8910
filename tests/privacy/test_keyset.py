"""The key file: made once, for its owner's eyes, and refused in one sentence."""

from __future__ import annotations

import json
import os
import runpy
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from privacy.apps import PrivacyConfig
from privacy.encryption import keyset
from privacy.encryption.keyset import KeysetError


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
    assert keyset.current.__wrapped__().primary == "k1"


def test_the_program_does_not_start_without_its_keys(settings, tmp_path, monkeypatch):
    settings.KEY_FILE = tmp_path / "none.json"
    monkeypatch.setattr(keyset, "current", keyset.current.__wrapped__)
    config = PrivacyConfig.create("privacy")
    with pytest.raises(ImproperlyConfigured, match="can't be read"):
        config.ready()


def test_the_module_writes_a_file_when_it_is_run(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["keyset", str(tmp_path / "made.json")])
    monkeypatch.delitem(sys.modules, "privacy.encryption.keyset")
    runpy.run_module("privacy.encryption.keyset", run_name="__main__")
    assert keyset.load(tmp_path / "made.json").primary == "k1"
