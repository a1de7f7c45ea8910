"""`make check` and `make test`: one failure is enough, and none hides another."""

import os
import stat
import sys
from contextlib import contextmanager

import pytest

from deploy import checks, servers
from tests import run

GOOD = [sys.executable, "-c", "print('quiet')"]
BAD = [sys.executable, "-c", "print('what is wrong'); raise SystemExit(2)"]


def test_all_checks_run_and_one_failure_fails(monkeypatch, capsys):
    monkeypatch.setattr(checks, "CHECKS", (("first", BAD), ("second", GOOD)))
    assert checks.main() == 1
    out, err = capsys.readouterr()
    assert "what is wrong" in out
    assert "second       ok" in out
    assert "quiet" not in out
    assert "Failed: first." in err


def test_checks_that_hold_end_with_nought(monkeypatch):
    monkeypatch.setattr(checks, "CHECKS", (("first", GOOD), ("second", GOOD)))
    assert checks.main() == 0


def test_the_deployment_check_sees_no_demo_and_a_closed_key_file():
    with checks.like_production() as env:
        assert env["DEMO"] == "0"
        assert stat.S_IMODE(os.stat(env["KEY_FILE"]).st_mode) == 0o600
    assert not os.path.exists(env["KEY_FILE"])


class Run:
    """A finished run of pytest."""

    def __init__(self, code):
        self.wait = lambda: code


@pytest.fixture
def suite(monkeypatch):
    """Replace pytest and coverage; return what was run and what should fail."""
    ran, failing = [], set()

    @contextmanager
    def no_servers():
        yield servers.Servers("postgres:", "postgres:", "redis:", "pg_dump")

    def pretend(name):
        ran.append(name)
        return int(name in failing)

    def start(arguments, chosen, measured, out):
        if out:
            out.write(b"what the second said\n")
        return Run(pretend("PostgreSQL" if chosen else "SQLite"))

    monkeypatch.setattr(run.servers, "running", no_servers)
    monkeypatch.setattr(run, "start", start)
    monkeypatch.setattr(run, "gate", lambda measured: pretend("gate"))
    monkeypatch.setattr(sys, "argv", ["run"])
    return ran, failing


def test_the_suite_runs_on_both_and_then_coverage_is_added_up(suite, capsys):
    ran, _ = suite
    assert run.main() == 0
    assert set(ran[:2]) == {"SQLite", "PostgreSQL"}
    assert ran[2:] == ["gate"]
    assert "what the second said" in capsys.readouterr().out


@pytest.mark.parametrize("part", ["SQLite", "PostgreSQL", "gate"])
def test_one_part_that_fails_fails_the_whole(suite, part):
    ran, failing = suite
    failing.add(part)
    assert run.main() == 1
    assert "gate" in ran


def test_a_part_of_the_suite_is_not_held_to_full_coverage(suite, monkeypatch):
    ran, _ = suite
    monkeypatch.setattr(sys, "argv", ["run", "-k", "basket"])
    assert run.main() == 0
    assert "gate" not in ran


def test_a_run_uses_the_servers_that_are_chosen_and_no_others(monkeypatch):
    seen = {}
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody-elses")
    monkeypatch.setattr(
        run.subprocess, "Popen", lambda command, env, **_: seen.update(env)
    )
    run.start([], {"REDIS_URL": "redis://chosen"}, "measured", None)
    assert "DATABASE_URL" not in seen
    assert seen["REDIS_URL"] == "redis://chosen"
