"""`manage.py keys`: what it does, what it says, and that it can be killed."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone

from privacy import purposes
from privacy.encryption import keyfile, keys, keyset, rotation, shredding
from privacy.management import key_changes, key_rotation, progress
from privacy.management.progress import Progress
from privacy.purposes import Purpose
from privacy.vault.models import Canary, DataKey, LedgerEntry
from tests.diary.models import Page

LATER = timedelta(minutes=11)


def told(*words):
    """Run the command and return what it printed."""
    out = io.StringIO()
    call_command("keys", *words, stdout=out)
    return out.getvalue()


def added():
    """Add a key and return its id."""
    told("add")
    (new,) = set(keyset.current().keys) - {"k1"}
    return new


@pytest.fixture
def later(monkeypatch):
    """Let the command's clock run ahead."""

    def forward(by=LATER):
        now = timezone.now
        monkeypatch.setattr(timezone, "now", lambda: now() + by)

    return forward


def test_a_key_is_added_promoted_used_and_the_old_one_retired(page, own_keys, later):
    new = added()
    assert f"k1                   1 data key           primary\n{new}" in told("list")
    assert f"{new} is the primary key now." in told("promote", new)
    with pytest.raises(CommandError, match="may still use k1: retire it after"):
        told("retire", "k1")
    later()
    with pytest.raises(CommandError, match="1 data key under k1: type"):
        told("retire", "k1")
    assert f"1 data key wrapped under {new}." in told("rotate-people")
    assert "k1 is retired." in told("retire", "k1")
    assert set(keyset.load(own_keys).keys) == {new}
    assert set(Canary.objects.values_list("name", flat=True)) == {f"key {new}", "index"}
    keys.forget_held()
    with purposes.using(Purpose.OWN_REQUEST):
        assert Page.objects.get().text == "It rained."


@pytest.mark.parametrize(
    "words",
    [
        ("add", "--dry-run"),
        ("promote", "k1", "--dry-run"),
        ("rotate-people", "--dry-run"),
        ("rotate-people", "--data", "--dry-run"),
    ],
)
def test_a_dry_run_changes_nothing(page, own_keys, words):
    before = own_keys.read_text(), list(DataKey.objects.values())
    assert "Nothing was changed." in told(*words)
    assert (own_keys.read_text(), list(DataKey.objects.values())) == before


def test_a_dry_run_counts(page, own_keys):
    assert "0 data keys to be wrapped under k1." in told("rotate-people", "--dry-run")
    lines = told("rotate-people", "--data", "--dry-run")
    assert "1 new data key to be made.\n6 values to be sealed anew." in lines


def test_retiring_can_be_tried_first(own_keys):
    new = added()
    assert "it would be removed" in told("retire", new, "--dry-run")
    assert new in keyset.load(own_keys).keys


def test_the_primary_key_and_an_unknown_one_are_not_retired(own_keys):
    with pytest.raises(CommandError, match="is the primary key"):
        told("retire", "k1")
    with pytest.raises(CommandError, match="'k9' is missing"):
        told("retire", "k9")
    with pytest.raises(CommandError, match="'k9' is missing"):
        told("promote", "k9")


def test_a_key_that_was_used_at_the_last_moment_stays(own_keys, monkeypatch):
    new = added()
    key = keyset.load(own_keys).key(new)
    counts = iter([0, 1])
    monkeypatch.setattr(key_changes.rotation, "under", lambda key_id: next(counts))
    with pytest.raises(CommandError, match="used just now and stays"):
        told("retire", new)
    assert keyset.load(own_keys).key(new) == key


def test_retiring_that_was_broken_off_is_finished(own_keys):
    new = added()
    keyfile.change(lambda found: keyfile.without_key(found, new))
    assert f"{new} is retired." in told("retire", new)
    assert not Canary.objects.filter(name=f"key {new}").exists()


def test_keys_in_the_environment_are_changed_by_hand(own_keys, settings, restarted):
    new = added()
    settings.KEYSET, before = own_keys.read_text(), own_keys.read_text()
    restarted()
    for words in (("add",), ("promote", new), ("retire", new)):
        lines = told(*words)
        assert "environment variable KEYSET" in lines
        assert "start every web server and worker again" in lines
    assert own_keys.read_text() == before
    assert key_changes.keyset.key(new)


def test_new_data_keys_take_two_runs(page, own_keys, later):
    first = told("rotate-people", "--data")
    assert "6 values sealed anew." in first
    assert "1 old data key may still be held elsewhere: type the same again" in first
    assert "begun" in told("status")
    assert "1 old data key to destroy" in told("status")
    later()
    second = told("rotate-people", "--data")
    assert "0 values sealed anew." in second
    assert "1 old data key destroyed." in second
    assert "No old data key is left." in second
    assert "to destroy" not in told("status")


def test_or_one_that_waits(page, own_keys, later, monkeypatch):
    waited = []

    def sleep(seconds):
        waited.append(seconds)
        later()

    monkeypatch.setattr(key_rotation.time, "sleep", sleep)
    assert "No old data key is left." in told("rotate-people", "--data", "--wait")
    assert waited == [30]


def test_values_that_did_not_open_are_told(page, own_keys, later):
    told("rotate-people", "--data")
    connection = connections["default"]
    (older,) = keys.ring(page.writer_id).older()
    spoilt = older + Page.objects.get().__dict__["text"][5:]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE diary_page SET text = %s", [spoilt])
    later()
    assert "1 value did not open" in told("rotate-people", "--data")


def test_the_state_is_told(page, bob, own_keys, at, restarted):
    new = added()
    told("promote", new)
    shredding.shred(subject=bob.pk, at=at, reason="request")
    LedgerEntry.objects.create(subject=bob.pk, reason="request", begun_at=at)
    lines = told("status")
    assert "The keys are the ones" in lines
    assert "1 data key to wrap: manage.py keys rotate-people" in lines
    assert "Subjects with a key: 1" in lines
    assert "Subjects whose key was destroyed: 1" in lines
    assert "1 erasure begun and not finished" in lines
    assert "without an entry" not in lines
    gone = json.loads(own_keys.read_text())
    del gone["keys"]["k1"]
    own_keys.write_text(json.dumps(gone))
    restarted()
    assert "missing: put it back" in told("list")


def test_a_key_that_was_destroyed_behind_our_back_is_told(bob, own_keys, at):
    keys.destroy(bob.pk, at=at)
    assert "Destroyed without an entry in the ledger: 1." in told("status")


def test_ctrl_c_says_how_to_go_on(page, own_keys, monkeypatch):
    def interrupted():
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(rotation, "rewrap", interrupted)
    with pytest.raises(CommandError, match="Type the same again to go on"):
        told("rotate-people")


# --- How far it is -------------------------------------------------------------------


class Paper(io.StringIO):
    """A command's output, with or without a terminal behind it."""

    def __init__(self, terminal):
        super().__init__()
        self.isatty = lambda: terminal

    def write(self, text, ending="\n"):
        return super().write(text + ending)


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test moves."""
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def test_a_terminal_shows_a_bar(clock):
    paper = Paper(terminal=True)
    shown = Progress(paper, 1200, "data keys")
    clock[0] += 2
    shown.add(600)
    shown.end()
    assert paper.getvalue() == (
        "\r[############............]  50% 600 of 1,200 data keys, 300 a second,"
        " 0:02 left\033[K\n"
    )


def test_elsewhere_there_is_a_line_now_and_then(clock):
    paper = Paper(terminal=False)
    shown = Progress(paper, 1200, "data keys")
    shown.add(600)
    assert paper.getvalue() == ""
    clock[0] += 10
    shown.add(400)
    shown.end()
    assert paper.getvalue() == "1,000 of 1,200 data keys, 100 a second, 0:02 left\n"


def test_without_work_there_is_no_bar(clock):
    paper = Paper(terminal=True)
    Progress(paper, 0, "data keys").end()
    assert paper.getvalue() == ""
