"""What each of the two runs of `make test` leaves out, says and measures."""

import os
import subprocess
import sys
from functools import partial

import pytest

from deploy.packages import ROOT
from tests import once, run

TEST = """
def test_a():
    assert True

def test_b():
    assert True
"""
ALONE = {"PYTHONPATH": f"{ROOT}", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
SERVERS = {"DATABASE_URL": "postgres://somewhere"}


@pytest.fixture
def suite(tmp_path):
    """Run a suite that has tests in two folders; return the finished process."""
    for folder in ("deploy", "looks", "privacy", "privacy/erasure"):
        path = tmp_path / "tests" / folder
        path.mkdir(parents=True)
        name = folder.replace("/", "_")
        (path / f"test_{name}.py").write_text(TEST)

    return partial(asked, "-ptests.once", folder=tmp_path)


def asked(*options, folder, **env):
    """Run pytest on the tests in a folder; return the finished process."""
    plain = ["-pno:cacheprovider", "-c", os.devnull, "-v"]
    kept = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", *plain, "--rootdir", folder, *options],
        cwd=folder,
        env=kept | ALONE | env,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("env", "theirs", "where"),
    [({}, "looks", "on PostgreSQL"), (SERVERS, "deploy", "on SQLite")],
)
def test_what_is_about_no_database_runs_once_and_the_other_run_says_so(
    suite, env, theirs, where
):
    done = suite(**env)
    assert "6 passed, 2 deselected" in done.stdout, done.stderr
    assert f"2 tests are about no database and run once, {where}" in done.stdout
    assert f"tests/{theirs}/test_" not in done.stdout
    assert "tests/privacy/test_privacy.py::test_a" in done.stdout


def test_every_folder_runs_somewhere(suite):
    ran = suite().stdout + suite(**SERVERS).stdout
    assert "tests/looks/test_looks.py::test_b PASSED" in ran
    assert "tests/deploy/test_deploy.py::test_b PASSED" in ran


def test_a_part_of_the_suite_may_run_elsewhere_alone(suite, tmp_path):
    for name in ("deploy", "privacy", "privacy/erasure"):
        for path in (tmp_path / "tests" / name).glob("test_*.py"):
            path.unlink()
    assert suite().returncode == 0
    assert "2 passed" in suite(**SERVERS).stdout


def test_a_run_takes_no_servers_from_its_caller_and_keeps_what_it_compiled(monkeypatch):
    asked = []
    monkeypatch.setattr(
        run.subprocess, "Popen", lambda *_, env, **__: asked.append(env)
    )
    for name in ("REDIS_URL", "VAULT_URL", "PYTHONDONTWRITEBYTECODE"):
        monkeypatch.setenv(name, "1")
    run.start([], SERVERS, "measured", None)
    (env,) = asked
    assert {"REDIS_URL", "VAULT_URL", "PYTHONDONTWRITEBYTECODE"}.isdisjoint(env)
    assert env.items() >= SERVERS.items()


# --- What is measured ------------------------------------------------------------
CODE = """
def told(number):
    if number:
        return "a number"
    return "none"
"""
HALF = """
from privacy.telling import told

def test_it():
    assert told({})
"""


@pytest.fixture
def gated(tmp_path, monkeypatch, capfd):
    """Run two suites of one test each, measured; return the gate's code and words."""
    (tmp_path / "orders").mkdir()
    (tmp_path / "privacy").mkdir()
    (tmp_path / "privacy/__init__.py").touch()
    (tmp_path / "privacy/telling.py").write_text(CODE)
    monkeypatch.setattr(run, "ROOT", tmp_path)

    def gate(*numbers):
        files = [tmp_path / f"measured_{number}" for number in range(len(numbers))]
        for number, file in zip(numbers, files, strict=True):
            (tmp_path / "test_half.py").write_text(HALF.format(number))
            options = ["-ptests.measuring", "--import-mode=importlib", "-opythonpath=."]
            done = asked(*options, f"--measured={file}", folder=tmp_path)
            assert "1 passed" in done.stdout, done.stdout + done.stderr
        code = run.gate(files)
        return code, capfd.readouterr().out

    return gate


def test_one_run_takes_the_branch_that_the_other_leaves(gated):
    code, told = gated(0, 1)
    assert code == 0
    assert "telling.py" not in told


@pytest.mark.parametrize(("number", "missing"), [(0, "4"), (1, "5")])
def test_a_branch_that_no_run_takes_is_named_and_fails(gated, number, missing):
    code, told = gated(number, number)
    assert code != 0
    line = next(line for line in told.splitlines() if "telling.py" in line)
    assert line.split()[-1] == missing


@pytest.mark.parametrize("path", once.ONCE)
def test_whatever_is_named_exists(path):
    file, _, name = path.partition("::")
    assert (ROOT / file).exists()
    assert not name or f"def {name}" in (ROOT / file).read_text()
