"""Web server, worker, beat and commands refuse what did not pass the door."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading

import pytest
from django.conf import settings

from tests.privacy.disclosure import smuggling

PROGRAMS = {"another program", "a shell", "a spawned program"}


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
        env=env | prepared(env),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1]), done.stderr


def prepared(env):
    """Let it have databases of its own, in a folder of the tests."""
    folder = settings.VAR_DIR / "smuggling"
    names = {"DATABASE_URL": "main", "VAULT_URL": "vault"}
    urls = {key: f"sqlite:///{folder / name}.sqlite3" for key, name in names.items()}
    if not folder.exists():
        folder.mkdir()
        for alias in ("default", "vault"):
            subprocess.run(
                [sys.executable, "manage.py", "migrate", "-v0", f"--database={alias}"],
                env=env | urls | {"REDIS_URL": ""},
                check=True,
            )
    return urls | {"REDIS_URL": "", "BROKER_URL": "memory://"}


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
