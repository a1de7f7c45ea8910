"""The right keys are proved before anything is opened; a wrong one is one sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from functools import partial

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError

from privacy import starting
from privacy.encryption import canary, keys, keyset
from privacy.encryption.keys import ValueErased
from privacy.encryption.keyset import KeysetError
from privacy.vault.models import Canary, DataKey
from tests.house.tree import ROOT
from tests.privacy import elsewhere

pytestmark = pytest.mark.django_db


def spoil(path, **changes):
    """Write other keys into the file."""
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def fresh_key():
    return keyset.encoded(os.urandom(32))


def test_every_key_has_its_proof_after_migrating(own_keys):
    assert set(Canary.objects.values_list("name", flat=True)) == {"key k1", "index"}
    assert str(Canary.objects.get(name="index")) == "proof of index"


def test_the_right_keys_are_proved_once(own_keys, django_assert_num_queries):
    canary.prove()
    with django_assert_num_queries(0, using="vault"):
        canary.prove()


def test_another_key_under_the_same_name_is_refused(own_keys, restarted):
    spoil(own_keys, keys={"k1": fresh_key()})
    restarted()
    with pytest.raises(KeysetError, match="'k1' is not the one"):
        keys.ring(uuid.uuid4())


def test_a_data_key_proves_a_key_that_has_no_proof_yet(own_keys, restarted, at):
    keys.create(uuid.uuid4(), at=at)
    Canary.objects.all().delete()
    restarted()
    canary.prove()
    assert Canary.objects.count() == 2
    Canary.objects.all().delete()
    spoil(own_keys, keys={"k1": fresh_key()})
    restarted()
    with pytest.raises(KeysetError, match="'k1' is not the one"):
        canary.prove()
    assert not Canary.objects.exists()


def test_another_index_root_is_refused(own_keys, restarted):
    spoil(own_keys, index=fresh_key())
    restarted()
    with pytest.raises(KeysetError, match="index root key is not the one"):
        canary.prove()


def test_the_next_index_root_may_be_the_one_that_is_proved(own_keys, restarted):
    before = json.loads(own_keys.read_text())["index"]
    spoil(own_keys, index=fresh_key(), next_index=before)
    restarted()
    canary.prove()


def test_a_missing_key_is_no_wrong_key_and_no_erased_person(own_keys, restarted, at):
    subject, right = uuid.uuid4(), own_keys.read_text()
    keys.create(subject, at=at)
    spoil(own_keys, primary="k2", keys={"k2": fresh_key()})
    restarted()
    with pytest.raises(KeysetError, match="'k1' is missing: put it back"):
        keys.ring(subject)
    own_keys.write_text(right)
    restarted()
    keys.destroy(subject, at=at)
    with pytest.raises(ValueErased):
        keys.ring(subject).sealing()


def test_a_key_that_nobody_needs_may_be_missing(own_keys, restarted, at):
    subject = uuid.uuid4()
    keys.create(subject, at=at)
    keys.destroy(subject, at=at)
    spoil(own_keys, primary="k2", keys={"k2": fresh_key()})
    restarted()
    canary.prove()
    assert DataKey.objects.get().wrapped is None


def test_migrating_the_vault_with_wrong_keys_fails(own_keys, restarted):
    spoil(own_keys, index=fresh_key())
    restarted()
    canary.after_migrating(using="default")
    with pytest.raises(KeysetError, match="index root"):
        call_command("migrate", database="vault", verbosity=0)


def test_a_web_server_stops_with_one_sentence_and_for_good(
    own_keys, restarted, capsys, monkeypatch
):
    monkeypatch.setattr(starting.connections, "close_all", lambda: None)
    starting.prove_keys()
    assert capsys.readouterr().err == ""
    spoil(own_keys, keys={"k1": fresh_key()})
    restarted()
    with pytest.raises(SystemExit) as stopped:
        starting.prove_keys()
    assert stopped.value.code == 3
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert told.startswith("The key-encryption key 'k1' is not the one")


def test_the_server_s_entry_point_ends_before_its_first_request(
    transactional_db, own_keys, tmp_path
):
    env = os.environ | elsewhere.environment(own_keys, tmp_path)
    command = [sys.executable, "-c", "import shop.wsgi"]
    run = partial(subprocess.run, command, env=env, cwd=ROOT, capture_output=True)
    assert run().returncode == 0
    spoil(own_keys, index=fresh_key())
    done = run(text=True)
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "The index root key is not the one" in done.stderr


def test_a_worker_without_its_keys_ends_in_one_sentence(settings, tmp_path, capsys):
    settings.KEY_FILE = tmp_path / "none.json"
    keyset.forget()
    with pytest.raises(SystemExit):
        starting.read_keys()
    assert "can't be read" in capsys.readouterr().err
    keyset.forget()


def test_settings_that_are_missing_are_told_as_plainly(capsys):
    with pytest.raises(SystemExit), starting.in_plain_words():
        raise ImproperlyConfigured("Set SECRET_KEY.")
    assert capsys.readouterr().err == "Set SECRET_KEY.\n"


def test_a_vault_that_is_away_at_the_start_is_asked_later(own_keys, monkeypatch):
    def away(keys):
        raise DatabaseError

    monkeypatch.setattr(canary, "verify", away)
    canary.prove_at_start()
    with pytest.raises(DatabaseError):
        canary.prove()
