"""`manage.py keys rotate-index`: three runs, or one that waits, and by hand."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from privacy.encryption import index_rotation, keyset
from privacy.management import index_rotation as command
from tests.diary.models import Page
from tests.privacy.test_index_rotation import everything_is_found, switched


@pytest.fixture
def told(monkeypatch, capsys):
    """Run the command some minutes later each time; give what it printed."""
    now = command.timezone.now()
    ahead = [now]
    monkeypatch.setattr(command.timezone, "now", lambda: ahead[0])

    def sleep(seconds):
        ahead[0] += timedelta(seconds=seconds)

    monkeypatch.setattr(command.time, "sleep", sleep)

    def run(*words, after=0):
        sleep(after * 60)
        call_command("keys", *words)
        return capsys.readouterr().out

    return run


def test_the_command_takes_three_runs(page, alice, own_keys, told):
    old = keyset.current().index
    assert "3 digests to be made anew." in told("rotate-index", "--dry-run")
    first = told("rotate-index")
    assert "Bring the key file to every machine" in first
    assert "is being replaced: manage.py keys rotate-index" in told("status")
    assert "Type the same again after" in told("rotate-index", after=1)
    second = told("rotate-index", after=2)
    assert "3 digests made anew." in second
    assert "Type the same again after" in second
    third = told("rotate-index", after=10)
    assert "0 digests made anew." in third
    assert "The old index root is gone." in third
    assert keyset.load(own_keys).index != old
    assert "being replaced" not in told("status")
    everything_is_found(page, alice)


def test_or_one_that_waits(page, alice, own_keys, told):
    assert "The old index root is gone." in told("rotate-index", "--wait")
    everything_is_found(page, alice)


def test_the_old_root_stays_while_anything_is_under_it(page, own_keys, told):
    with connections["default"].cursor() as cursor:
        text = bytes(Page.objects.get().__dict__["title"])
        cursor.execute(
            "UPDATE diary_page SET title = %s", [text[:-1] + bytes([text[-1] ^ 1])]
        )
    lines = told("rotate-index", "--wait")
    assert "1 digest could not be, and the old root stays" in lines
    assert keyset.current().next_index is not None


def test_a_note_that_was_not_written_is_written_later(own_keys, told, at):
    started = switched(at)
    index_rotation.finish(started, at=at)
    index_rotation.Rotation.objects.update(finished_at=None)
    assert "The old index root is gone." in told("rotate-index")
    assert index_rotation.begun() is None


def test_in_the_environment_the_file_s_part_is_done_by_hand(
    page, alice, own_keys, told, settings, restarted
):
    def set_by_hand(**changes):
        document = json.loads(settings.KEYSET) | changes
        settings.KEYSET = json.dumps({k: v for k, v in document.items() if v})
        restarted()

    settings.KEYSET = own_keys.read_text()
    restarted()
    assert 'Add "next_index"' in told("rotate-index")
    new = keyset.encoded(b"n" * 32)
    set_by_hand(next_index=new)
    told("rotate-index")
    told("rotate-index", after=2)
    assert 'Put what "next_index" holds into "index"' in told("rotate-index", after=10)
    set_by_hand(index=new, next_index=None)
    assert "The old index root is gone." in told("rotate-index")
    everything_is_found(page, alice)


def test_ctrl_c_says_how_to_go_on(own_keys, told, monkeypatch):
    def interrupted(**kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(index_rotation, "announce", interrupted)
    with pytest.raises(CommandError, match="Type the same again"):
        told("rotate-index")
