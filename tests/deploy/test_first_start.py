"""What the first start writes, and what it never writes over."""

import errno
import json
import os
import resource
import shutil
import stat
from collections import namedtuple
from contextlib import contextmanager

import pytest

from deploy import first_start
from deploy.plain_errors import PlainError
from privacy.encryption import keyset


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_the_folder_is_closed_to_others(tmp_path):
    var = tmp_path / "var"
    first_start.make_folder(var)
    first_start.make_folder(var)
    assert mode(var) == 0o700
    assert {path.name for path in var.iterdir()} == {"broker", "log", "mail"}
    assert {mode(path) for path in var.rglob("*")} == {0o700}


def test_a_disk_without_room_is_told_before_anything_breaks(tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")(10**9, 10**9, 3 * 1024**2)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(PlainError, match=r"The disk is full: .* has 3 MB free"):
        first_start.make_folder(tmp_path / "var")


def test_settings_are_new_secret_and_closed_whatever_the_umask(tmp_path):
    before = os.umask(0)
    try:
        assert first_start.make_settings(tmp_path / "a.env")
        assert first_start.make_settings(tmp_path / "b.env")
    finally:
        os.umask(before)
    first, second = (tmp_path / "a.env").read_text(), (tmp_path / "b.env").read_text()
    assert mode(tmp_path / "a.env") == 0o600
    assert "DEMO=1" in first
    assert first != second


def test_settings_that_exist_stay_as_they_are(tmp_path):
    path = tmp_path / "settings.env"
    first_start.make_settings(path)
    path.write_text("SHOP_NAME=Mine\n")
    assert not first_start.make_settings(path)
    assert path.read_text() == "SHOP_NAME=Mine\n"


def test_settings_that_others_can_read_stop_the_start(tmp_path):
    path = tmp_path / "settings.env"
    first_start.make_settings(path)
    path.chmod(0o644)
    with pytest.raises(PlainError, match=r"Close it: chmod 600"):
        first_start.make_settings(path)


def test_settings_that_we_cannot_read_stop_the_start(tmp_path, monkeypatch):
    path = tmp_path / "settings.env"
    first_start.make_settings(path)
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root reads anything
    with pytest.raises(PlainError, match=r"can't be read"):
        first_start.make_settings(path)


def test_keys_are_made_once_and_closed(tmp_path):
    path, database = tmp_path / "keys.json", tmp_path / "main.sqlite3"
    assert first_start.make_keys(path, database=database, write_new=keyset.write_new)
    first = path.read_bytes()
    assert json.loads(first)["keys"]
    assert mode(path) == 0o600
    database.touch()
    assert not first_start.make_keys(
        path, database=database, write_new=keyset.write_new
    )
    assert path.read_bytes() == first


def test_lost_keys_are_never_replaced_under_a_database(tmp_path):
    path, database = tmp_path / "keys.json", tmp_path / "main.sqlite3"
    database.touch()
    with pytest.raises(PlainError, match="Put it back from your copy"):
        first_start.make_keys(path, database=database, write_new=keyset.write_new)
    assert not path.exists()


def test_a_full_disk_leaves_no_half_file(tmp_path):
    def half(path):
        path.write_text("{")
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "keys.json"
    with pytest.raises(OSError, match="No space"):
        first_start.make_keys(path, database=tmp_path / "none", write_new=half)
    assert not path.exists()


@contextmanager
def no_room():
    """Let every write to a file fail, pytest's own too, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_closed_file_is_never_written_over(tmp_path):
    path = tmp_path / "file"
    first_start.create_closed(path, "text")
    with pytest.raises(FileExistsError):
        first_start.create_closed(path, "other")
    assert path.read_text() == "text"


def test_a_closed_file_is_whole_or_not_there(tmp_path):
    with pytest.raises(OSError, match="File too large"), no_room():
        first_start.create_closed(tmp_path / "file", "text")
    assert not (tmp_path / "file").exists()
