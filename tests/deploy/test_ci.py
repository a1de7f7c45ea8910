"""Which Python `.ci/run` proves the shop on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

RUN = Path(__file__).resolve().parents[2] / ".ci" / "run"
SYSTEMS_OWN = "/usr/bin/python3"


@pytest.fixture
def chosen(tmp_path):
    """Return a function that runs `.ci/run` with a make that tells its PYTHON."""
    stand_in = tmp_path / "bin" / "make"
    stand_in.parent.mkdir()
    stand_in.write_text(f'#!/bin/sh\necho "$1 ${{PYTHON-none}}" >> {tmp_path}/told\n')
    stand_in.chmod(0o755)
    (tmp_path / ".ci").mkdir()

    def run(of_the_system, **environment):
        text = RUN.read_text()
        assert SYSTEMS_OWN in text
        (tmp_path / ".ci" / "run").write_text(
            text.replace(SYSTEMS_OWN, str(of_the_system))
        )
        inherited = {k: v for k, v in os.environ.items() if k != "PYTHON"}
        path = f"{stand_in.parent}:{os.environ['PATH']}"
        subprocess.run(
            [shutil.which("bash"), tmp_path / ".ci" / "run"],
            env=inherited | {"PATH": path} | environment,
            check=True,
            capture_output=True,
            timeout=60,
        )
        told = (tmp_path / "told").read_text().splitlines()
        assert {line.split()[0] for line in told} == {
            *("browser", "localstripe", "check", "test")
        }
        (python,) = {line.split()[1] for line in told}
        return python

    return run


def stand_in_for_python(tmp_path, answer):
    """Return a program that ends as a Python would that is asked what it can do."""
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\nexit {answer}\n")
    program.chmod(0o755)
    return program


def test_the_systems_own_is_taken_where_it_can_do_it(chosen):
    assert chosen(sys.executable) == sys.executable


def test_one_that_was_named_goes_first(chosen, tmp_path):
    able = stand_in_for_python(tmp_path, 0)
    assert chosen(able, PYTHON="another") == "another"


def test_without_a_fit_one_it_is_left_to_make(chosen, tmp_path):
    assert chosen(stand_in_for_python(tmp_path, 1)) == "none"


def test_without_any_it_is_left_to_make(chosen, tmp_path):
    assert chosen(tmp_path / "nothing") == "none"
