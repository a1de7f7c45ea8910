"""The last look outside the shop's own rows, and what comes after it."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings as conf
from django.core.cache import cache
from django.db import connection

from privacy.cases.case import Case
from privacy.encryption import keys
from privacy.erasure import plans, running, scanning
from privacy.erasure.run import Needles, Run
from privacy.letters.models import Letter, LetterText
from privacy.purposes import Purpose
from privacy.vault.models import DataKey
from shop.browsers import BrowserSession
from shop.sessions import SessionStore
from tests.privacy.erasure.looking import (
    EMAIL,
    LINE,
    NAME,
    a_case,
    execute,
    found,
    ids,
    sealed,
)


@pytest.fixture
def files():
    """The shop's folder; what a test leaves there is taken away."""
    made = []

    def write(name, raw):
        path = Path(conf.VAR_DIR) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
        made.append(path)

    yield write
    for path in made:
        path.unlink()


def test_a_leak_in_a_session_is_found(erased, at):
    session = SessionStore()
    session["email"] = EMAIL
    session["more"] = "so long that it is packed " * 20
    session.save()
    assert found(erased, at) == {"shop.BrowserSession.session_data": 1}
    BrowserSession.objects.all().delete()
    assert found(erased, at) == {}


@pytest.mark.parametrize("value", [EMAIL, {"to": [EMAIL]}, "x" * 51 + " " + LINE])
def test_a_leak_in_the_cache_is_found(erased, at, value):
    cache.set("limit", value)
    assert sum(found(erased, at).values()) == 1
    cache.delete("limit")
    assert found(erased, at) == {}


def test_a_leak_in_the_key_of_a_cache_is_found(erased, at):
    cache.set(f"limit:{EMAIL}", 1)
    assert sum(found(erased, at).values()) == 1
    cache.delete(f"limit:{EMAIL}")


def test_a_letter_that_was_left_is_found(erased, maya, at):
    DataKey.objects.filter(subject=maya.pk).update(destroyed_at=None, wrapped=b"0" * 60)
    execute(
        f"INSERT INTO {Letter._meta.db_table} (id, holder_id, person_id, purpose,"
        " template, content, queued_at, next_try_at, attempts, held, status,"
        " delete_on)"
        " VALUES (%s, %s, %s, 'conversation', %s, %s, %s, %s, 0, '', '', %s)",
        *ids(uuid4(), maya.pk, maya.pk),
        "orders/paid",
        b"\x01" + bytes(40),
        at,
        at,
        at.date(),
    )
    assert found(erased, at) == {"privacy.Letter": 1}


def test_a_leak_beside_a_letter_is_found(erased, bob, at):
    Letter.objects.create(
        holder_id=bob.pk,
        person=bob,
        purpose=Purpose.CONVERSATION,
        template=f"to {EMAIL}",
        content=LetterText("a", "b", "c"),
        queued_at=at,
        next_try_at=at,
        delete_on=at.date(),
    )
    assert found(erased, at) == {"privacy.Letter.template": 1}


def test_a_leak_in_a_log_is_found_once_for_each_part(erased, at, files):
    files("log/worker.log", b"x\n" * 600_000 + f"sent to {EMAIL}\n".encode())
    assert found(erased, at) == {"log/worker.log": 1}


def test_a_leak_in_a_message_of_the_queue_is_found(erased, at, files):
    body = base64.b64encode(json.dumps([[NAME], {}, {}]).encode()).decode()
    message = json.dumps({"body": body, "headers": {"task": "t"}})
    files("broker/queue/1_celery.msg", message.encode())
    assert found(erased, at) == {"broker": 1}


def test_the_demos_mailbox_and_the_files_of_the_databases_are_left_out(
    erased, at, files
):
    files("mail/1.log", EMAIL.encode())
    files("other.sqlite3-wal", EMAIL.encode())
    assert found(erased, at) == {}


@pytest.mark.parametrize("alias", ["default", "vault"])
@pytest.mark.parametrize("kind", ["varchar(200)", "text", "bytes"])
def test_a_table_that_nobody_knows_is_looked_into(erased, at, alias, kind):
    binary = "bytea" if connection.vendor == "postgresql" else "blob"
    kind = binary if kind == "bytes" else kind
    execute(f'CREATE TABLE "Planted" (n integer, "to%%ld" {kind})', alias=alias)
    raw = LINE.encode() if kind == binary else LINE
    execute('INSERT INTO "Planted" VALUES (1, %s), (2, %s)', raw, raw, alias=alias)
    assert found(erased, at) == {"Planted.to%ld": 2}


def test_finishing_forgets_what_was_looked_for(erased, at):
    for _ in range(2):
        scanning.finish(erased, at)
        assert (erased.stage, erased.needles, erased.findings) == ("done", None, {})
        assert erased.finished_at == at
    assert not DataKey.objects.filter(subject=erased.pk, wrapped__isnull=False).exists()
    assert found(erased, at) == {}


def test_a_run_whose_key_is_gone_finds_nothing_more(erased, at):
    keys.destroy(erased.pk, at=at)
    fresh = Run.objects.get(pk=erased.pk)
    assert found(fresh, at) == {}


def test_what_was_not_finished_is_finished_later(maya, at):
    case = a_case(maya, at)
    plan = plans.made(maya.pk, case=case.pk, at=at)
    run = running.begin(maya.pk, plan, case=case, at=at)
    running.carry_out(run, at=at)
    assert scanning.finish_missed(at=at) == 0
    Case.objects.filter(pk=case.pk).update(state="fulfilled", closed_at=at)
    assert scanning.finish_missed(at=at) == 1
    run.refresh_from_db()
    assert run.stage == Run.Stage.DONE


def test_what_is_known_is_not_shown(erased):
    assert repr(sealed(erased)) == "<Needles>"
    assert Needles() == Needles((), (), ())
