"""Messages, letters in files and ended limits go; what is young or another's stays."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache, caches
from django.core.management import call_command

from privacy import retention
from privacy.retention import leftovers
from tests.privacy.retention.test_everything_goes import MESSAGE

DAY = timedelta(days=1)


@pytest.fixture
def folder(tmp_path, settings, monkeypatch):
    """Return the broker's folder, which is also the one for temporary files."""
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_in": str(tmp_path)}
    settings.MAIL_DIR = tmp_path / "mail"
    monkeypatch.setattr(leftovers.tempfile, "gettempdir", lambda: str(tmp_path))
    return tmp_path


def aged(path, moment):
    path.parent.mkdir(exist_ok=True)
    path.write_text("{}")
    os.utime(path, (moment.timestamp(), moment.timestamp()))
    return path


def test_old_messages_go_and_young_ones_and_other_files_stay(folder, at):
    old = aged(folder / MESSAGE, at - 2 * DAY)
    young = aged(folder / MESSAGE.replace("1234", "9"), at)
    other = aged(folder / "somebody.msg", at - 2 * DAY)
    assert leftovers.messages(at=at, dry=True) == 1
    assert old.exists()
    assert leftovers.messages(at=at) == 1
    assert (old.exists(), young.exists(), other.exists()) == (False, True, True)


def test_with_redis_there_are_no_files(folder, settings, at):
    aged(folder / MESSAGE, at - 2 * DAY)
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600}
    assert leftovers.messages(at=at) == 0


def test_letters_in_files_go_after_a_month(db, folder, at):
    aged(folder / "mail" / "1.log", at - 31 * DAY)
    aged(folder / "mail" / "2.log", at - 29 * DAY)
    assert leftovers.counted(at=at) == {"letters in files": 1}
    assert leftovers.mail(at=at) == 1
    assert [each.name for each in (folder / "mail").iterdir()] == ["2.log"]


def test_a_file_that_another_sweep_took_is_no_error(folder, at, monkeypatch):
    aged(folder / MESSAGE, at - 2 * DAY)

    def gone(self):
        raise FileNotFoundError

    monkeypatch.setattr(Path, "lstat", gone)
    assert leftovers.messages(at=at) == 0


def test_ended_limits_go_from_the_table(db, settings, at):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "some_cache",
        }
    }
    assert leftovers.limits(at=at) == 0
    call_command("createcachetable")
    caches["default"].set("tries", 3, timeout=60)
    far = at + 3650 * DAY
    assert leftovers.limits(at=at - DAY, dry=True) == 0
    assert leftovers.limits(at=far, dry=True) == 1
    assert retention.sweep(at=far) == {"ended limits": 1}


def test_a_cache_that_is_no_table_ends_its_entries_itself(db, settings, at):
    locmem = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": locmem}}
    cache.set("tries", 3)
    assert leftovers.limits(at=at) == 0
