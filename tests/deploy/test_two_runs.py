"""What each of the two runs of `make test` leaves out, says and measures."""

import os
import subprocess
import sys

import pytest

from deploy.packages import ROOT
from tests import measuring, once

CODE = """
def told(number):
    if number:
        return "measured"
    return "not measured"
"""
TEST = """
import pytest
import code_of_ours

@pytest.mark.unmeasured
def test_a():
    assert code_of_ours.told(0)

def test_b():
    assert code_of_ours.told(1)

@pytest.mark.browser
def test_c():
    assert code_of_ours.told(0)
"""
MARKERS = "markers=browser\nunmeasured"
MEASURED = ("-m", "coverage", "run", f"--rcfile={os.devnull}")
SERVERS = {"DATABASE_URL": "postgres://somewhere"}


@pytest.fixture
def suite(tmp_path):
    """Run a suite that has tests in two folders; return the finished process."""
    for folder in ("deploy", "looks", "privacy", "privacy/erasure"):
        path = tmp_path / "tests" / folder
        path.mkdir(parents=True)
        name = folder.replace("/", "_")
        (path / f"test_{name}.py").write_text(TEST)
    (tmp_path / "code_of_ours.py").write_text(CODE)

    def run(*words, **env):
        options = ["-ptests.once", "-ptests.measuring", "-pno:django", "-v"]
        options += ["-pno:cacheprovider", "-c", os.devnull, "-o", MARKERS]
        options += ["--rootdir", tmp_path, "-o", f"pythonpath={tmp_path}"]
        kept = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        kept["COVERAGE_FILE"] = str(tmp_path / "coverage")
        return subprocess.run(
            [sys.executable, *words, "-m", "pytest", *options, tmp_path / "tests"],
            cwd=ROOT,
            env=kept | env,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.mark.parametrize(
    ("env", "theirs", "where"),
    [({}, "looks", "on PostgreSQL"), (SERVERS, "deploy", "on SQLite")],
)
def test_what_is_about_no_database_runs_once_and_the_other_run_says_so(
    suite, env, theirs, where
):
    done = suite(**env)
    assert "9 passed, 3 deselected" in done.stdout, done.stderr
    assert f"3 tests are about no database and run once, {where}" in done.stdout
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
    assert "3 passed" in suite(**SERVERS).stdout


@pytest.mark.parametrize(("env", "missing"), [({}, "5"), (SERVERS, "2, 5")])
def test_only_what_is_about_a_branch_is_measured(suite, tmp_path, env, missing):
    """Line 5 is seen by tests that are not measured; line 2 by importing it."""
    done = suite(*MEASURED, f"--source={tmp_path}", **env)
    assert done.returncode == 0, done.stdout + done.stderr
    told = subprocess.run(
        [sys.executable, "-m", "coverage", "report", "-m", "--include=*/code_of_ours*"],
        env=os.environ | {"COVERAGE_FILE": str(tmp_path / "coverage")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    assert told.splitlines()[2].split("%")[1].strip() == missing, told


NAMED = (
    *(*measuring.FOLDERS_WITHOUT, *measuring.ON_BOTH, *measuring.ON_POSTGRESQL),
    *once.ONCE,
)


@pytest.mark.parametrize("path", NAMED)
def test_whatever_is_named_exists(path):
    file, _, name = path.partition("::")
    assert (ROOT / file).exists()
    assert not name or f"def {name}" in (ROOT / file).read_text()
