"""`make run` from an empty folder: it opens, stops without a trace, and opens again."""

import http.client
import os
import re
import resource
import signal
import socket
import stat
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy.children import wait_until
from deploy.packages import ROOT

# What any program with Django, Celery and gunicorn costs before it does anything: the
# second start may cost ten times that, which is five seconds where this takes half of
# one. Other programs lengthen both alike.
BARE = """
import celery.app.base, cryptography.fernet, django, gunicorn.app.wsgiapp
from django.conf import settings
names = ("admin", "auth", "contenttypes", "messages", "sessions", "staticfiles")
settings.configure(INSTALLED_APPS=[f"django.contrib.{name}" for name in names])
django.setup()
from django.core.management.commands import migrate, runserver
"""
MOST = 10
OURS = ("DATABASE_URL", "VAULT_URL", "REDIS_URL", "BROKER_URL", "SECRET_KEY", "DEMO")
# What a person's shell has not: the first start leaves compiled files to the second.
NOT_THEIRS = (*OURS, "ENV_FILE", "PYTHONDONTWRITEBYTECODE")


@pytest.fixture
def shop(tmp_path):
    """Open the shop over `tmp_path`: yields its process, its port and its words."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    inherited = {k: v for k, v in os.environ.items() if k not in NOT_THEIRS}
    env = inherited | {"VAR_DIR": str(tmp_path / "var"), "PORT": str(port)}

    @contextmanager
    def opened():
        told = tmp_path / "told"
        with told.open("w") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "deploy.running"],
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
            )
        try:
            assert wait_until(
                lambda: "Ctrl-C" in told.read_text() or process.poll() is not None,
                seconds=120,
            )
            yield process, port, told.read_text()
        finally:
            process.terminate()
            process.wait(timeout=30)

    return opened


def status(port, path):
    door = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    door.request("GET", path)
    answer = door.getresponse().status
    door.close()
    return answer


def processes_over(var):
    """Return the numbers of all processes that have `var` in their environment."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"VAR_DIR={var}\0".encode() in path.read_bytes():
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def cpu_of_children():
    """Return the seconds of processor time of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def cpu_of_a_bare_start():
    """Return what the packages alone cost here and now, in the same seconds."""
    before = cpu_of_children()
    subprocess.run([sys.executable, "-c", BARE], check=True)
    return cpu_of_children() - before


def stop(process, var):
    """Stop the shop as Ctrl-C does; return its exit code and who is still there."""
    assert len(processes_over(var)) >= 4  # itself, web, worker, schedule
    process.send_signal(signal.SIGINT)
    return process.wait(timeout=20), processes_over(var)


def test_the_whole_shop_opens_stops_without_a_trace_and_opens_again(shop, tmp_path):
    var = tmp_path / "var"
    with shop() as (process, port, told):
        assert process.poll() is None, told
        assert re.search(r"Staff login, shown this once: \S+@\S+  [0-9a-f-]{27}", told)
        for path, code in (("/", 200), ("/staff/", 302), ("/demo/mailbox/", 200)):
            assert f"http://127.0.0.1:{port}{path}\n" in told
            assert status(port, path) == code
        assert stop(process, var) == (0, [])
    kept = (var / "keys.json").read_bytes()
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in (var, *var.iterdir())}
    assert {name: mode for name, mode in modes.items() if mode & 0o077} == {}
    bare, before = cpu_of_a_bare_start(), cpu_of_children()
    with shop() as (process, port, told):
        assert process.poll() is None, told
        assert "Staff login" not in told
        assert "Collecting" not in told, "static/ was edited while this test ran"
        assert status(port, "/") == 200
        assert stop(process, var) == (0, [])
    used = cpu_of_children() - before
    assert used < MOST * max(bare, cpu_of_a_bare_start())
    assert (var / "keys.json").read_bytes() == kept
