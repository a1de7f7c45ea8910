"""`manage.py erasures`: what it tells, what it does, and what a kill leaves of it."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from deploy import preparing
from privacy.encryption import keys, shredding
from privacy.erasure import replaying
from privacy.erasure.plans import Scope
from privacy.erasure.replaying import NotReplayed
from privacy.people import Person
from privacy.vault.models import LedgerEntry
from tests.diary.models import Page
from tests.privacy import dying
from tests.privacy.erasure import outcome
from tests.privacy.erasure.outcome import erased
from tests.privacy.erasure.restoring import is_erased, known, replayed, restored


@pytest.fixture
def two_missing(maya, buys, case_of, at):
    """Restore a backup that knows nothing of a whole erasure and of a part."""
    nell = buys("nell@example.net", "Nell Noon").person
    case_of(maya, state="withdrawn", closed_at=at)
    with restored():
        erased(maya, at)
        erased(nell, at, scope=Scope(before=at.date() + timedelta(days=1)))
    return maya, nell


def told(*arguments):
    out = io.StringIO()
    call_command("erasures", *arguments, stdout=out)
    return out.getvalue()


def assert_replayed(maya, nell):
    shredding.resume(at=LedgerEntry.objects.latest("begun_at").begun_at)
    keys.forget_held()
    assert replaying.missing() == []
    assert is_erased(maya.pk)
    assert outcome.left_of(maya) == {}
    assert not Page.objects.exists()
    assert keys.ring(nell.pk).newest is not None
    assert Person.objects.get(pk=nell.pk).email_index is not None
    finished, carried_out = known()
    assert finished == carried_out


def test_status_and_a_dry_run_tell_and_change_nothing(two_missing):
    for arguments in (["status"], ["replay", "--dry-run"]):
        assert told(*arguments).startswith("3 erasures to do again, ")
    assert not is_erased(two_missing[0].pk)


def test_replay_does_all_of_it_once(two_missing):
    assert "Done again and looked at: 3 erasures." in told("replay")
    assert_replayed(*two_missing)
    for action in ("replay", "status"):
        assert told(action) == "Both databases know the same erasures.\n"


def test_the_shop_on_one_machine_does_it_before_it_opens(two_missing, capsys):
    preparing.replay_ledger()
    assert (
        "Erasing again what a restored database brought back" in capsys.readouterr()[0]
    )
    assert_replayed(*two_missing)
    preparing.replay_ledger()
    assert capsys.readouterr().out == ""


def test_what_is_left_over_is_told(two_missing, monkeypatch):
    def fails(each, at):
        raise NotReplayed("Erasure 1 is not done: something is left.")

    monkeypatch.setattr(replaying, "replay", fails)
    with pytest.raises(CommandError, match="something is left"):
        told("replay")


def test_it_can_be_stopped(two_missing, monkeypatch):
    def stopped(each, at):
        raise KeyboardInterrupt

    monkeypatch.setattr(replaying, "replay", stopped)
    with pytest.raises(CommandError, match="Type the same again to go on"):
        told("replay")


def test_what_came_meanwhile_is_told(two_missing, monkeypatch):
    monkeypatch.setattr(replaying, "replay", lambda each, at: None)
    with pytest.raises(CommandError, match="3 erasures came meanwhile"):
        told("replay")


def test_killed_at_every_statement_in_turn(
    transactional_db, two_missing, killed_everywhere, at
):
    assert killed_everywhere(lambda: replayed(at)) > 60
    assert_replayed(*two_missing)


@pytest.mark.parametrize("statement", [5, 30, 60, 90])
def test_killed_for_good_and_typed_again(transactional_db, two_missing, statement):
    assert not dying.killed_at_statement(statement, lambda: told("replay"))
    assert replaying.missing()
    keys.forget_held()
    told("replay")
    assert_replayed(*two_missing)
