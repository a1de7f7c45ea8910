"""Web server, worker, beat and commands refuse what did not pass the door."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connections

from tests.privacy.disclosure import smuggling

PROGRAMS = {"another program", "a shell", "a spawned program"}
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server():
    """Somebody who listens, by TCP and by UDP; yields the port and what came."""
    came = []
    with socket.socket() as door, socket.socket(type=socket.SOCK_DGRAM) as post:
        door.bind(("127.0.0.1", 0))
        door.listen()
        port = door.getsockname()[1]
        post.bind(("127.0.0.1", port))
        door.settimeout(0.1)
        post.settimeout(0.1)
        over = threading.Event()

        def listen(way):
            while not over.is_set():
                try:
                    came.append(way())
                except TimeoutError:
                    continue

        def accepted():
            caller = door.accept()[0]
            caller.close()
            return "a connection"

        ways = (accepted, lambda: post.recv(100))
        threads = [threading.Thread(target=listen, args=(way,)) for way in ways]
        for thread in threads:
            thread.start()
        yield port, came
        over.set()
        for thread in threads:
            thread.join()


def smuggled(port, start):
    """Try every way in a process that begins like this one of the shop."""
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "shop.settings",
        "KEY_FILE": str(settings.KEY_FILE),
        "EMAIL_URL": "smtp://localhost:9",
    }
    command = [sys.executable, "-m", "tests.privacy.disclosure.smuggling"]
    done = subprocess.run(
        [*command, str(port), start],
        env=env | prepared(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1]), done.stderr


def prepared():
    """Let it have databases of its own: those of the tests, as they are now."""
    urls = {"REDIS_URL": "", "BROKER_URL": "memory://"}
    for name, alias in {"DATABASE_URL": "default", "VAULT_URL": "vault"}.items():
        copy = settings.VAR_DIR / f"smuggling_{alias}.sqlite3"
        with closing(sqlite3.connect(copy)) as its:
            ours = connections[alias]
            ours.ensure_connection()
            ours.connection.backup(its)
        urls[name] = f"sqlite:///{copy}"
    return urls


def test_without_a_guard_the_ways_lead_somewhere(server):
    port, came = server
    found, _ = smuggled(port, "nothing")
    arrived = {name for name, errors in found.items() if errors == ["passed"]}
    assert PROGRAMS | {"create_connection", "UDP sendto", "UDP sendmsg"} <= arrived
    assert len(came) >= 8
    assert b"alice" in came
    assert not [n for n, e in found.items() if "NotThroughTheDoor" in e]


@pytest.mark.parametrize("start", ["web", "worker", "beat"])
def test_a_process_of_the_shop_reaches_nobody(server, start):
    port, came = server
    found, log = smuggled(port, start)
    assert {n: e for n, e in found.items() if "NotThroughTheDoor" not in e} == {}
    assert found.keys() == smuggling.WAYS.keys()
    assert came == []
    assert "refused, since it did not pass the door: socket.connect" in log
    assert "alice" not in log
    assert smuggling.NAME not in log


def test_commands_reach_nobody_either_but_may_start_programs(server):
    port, came = server
    found, _ = smuggled(port, "manage")
    passed = {n for n, errors in found.items() if "NotThroughTheDoor" not in errors}
    assert passed == PROGRAMS
    assert came == []
