"""The virtual environment: when it is made, filled, and left alone."""

import os
import subprocess
import threading
import time
from functools import partial

import pytest

from deploy import packages, system_packages
from deploy.plain_errors import PlainError


@pytest.fixture
def lock(tmp_path, monkeypatch):
    """A root with one lock file in it."""
    monkeypatch.setattr(packages, "ROOT", tmp_path)
    path = tmp_path / "some.txt"
    path.write_text("first")
    return path


@pytest.fixture
def installed(monkeypatch):
    """The locks that pip was asked to install, instead of pip, and what they said."""
    asked = []
    monkeypatch.setattr(
        packages,
        "_pip_install",
        lambda lock, venv: asked.append((lock.name, lock.read_text())),
    )
    monkeypatch.setattr(packages, "_works", lambda venv: True)
    return asked


def test_a_lock_is_installed_once_and_again_when_it_changed(lock, installed, tmp_path):
    venv = tmp_path / "venv"
    venv.mkdir()
    packages.ensure(["some.txt"], venv=venv)
    packages.ensure(["some.txt"], venv=venv)
    assert installed == [("some.txt", "first")]
    lock.write_text("second")
    packages.ensure(["some.txt"], venv=venv)
    assert installed[1:] == [("some.txt", "second")]


def test_of_two_locks_side_by_side_each_package_is_installed_once(
    lock, installed, tmp_path
):
    one = "ink==1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:ab\n    # via pen\n"
    ours = "pen[fine]==2.0 \\\n    --hash=sha256:bb\n"
    other = "nib==0.1 ; python_version < '3' \\\n    --hash=sha256:cc\n"
    lock.write_text(one + ours)
    lock.with_name("more.txt").write_text(one + other + ours + "-c some.txt\n")
    packages.ensure(["some.txt", "more.txt"], venv=tmp_path)
    told = {("some.txt", one + ours), ("more.txt", other + "-c some.txt\n")}
    assert set(installed) == told
    lock.with_name("more.txt").write_text(one + other)
    packages.ensure(["some.txt", "more.txt"], venv=tmp_path)
    # The first is there already, so pip sees by itself that nothing is to do.
    assert installed[2:] == [("more.txt", one + other)]


def test_what_the_first_lock_names_under_a_condition_is_asked_for_again(
    lock, installed, tmp_path
):
    lock.write_text("ink==1.0 ; python_version < '3'\nnib==0.1\n")
    lock.with_name("more.txt").write_text("ink==1.0\nnib==0.1\npen==2.0\n")
    packages.ensure(["some.txt", "more.txt"], venv=tmp_path)
    assert ("more.txt", "pen==2.0\n") in installed[:2]
    assert installed[2:] == [("more.txt", "ink==1.0\n")]


def test_where_one_lock_fails_both_are_tried_again(lock, tmp_path, monkeypatch):
    def fails(lock, *, venv):
        if lock.name == "some.txt":
            raise PlainError("no network")

    lock.with_name("more.txt").write_text("nib==0.1\n")
    monkeypatch.setattr(packages, "_works", lambda venv: True)
    monkeypatch.setattr(packages, "_pip_install", fails)
    with pytest.raises(PlainError, match="no network"):
        packages.ensure(["some.txt", "more.txt"], venv=tmp_path)
    assert not list(tmp_path.glob("installed-*"))


def test_an_installation_that_failed_is_tried_again(lock, tmp_path, monkeypatch):
    def fails(command, **options):
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr(packages, "_works", lambda venv: True)
    monkeypatch.setattr(packages.subprocess, "run", fails)
    for _ in range(2):
        with pytest.raises(PlainError, match=r"pip could not install some\.txt"):
            packages.ensure(["some.txt"], venv=tmp_path)
    assert not list(tmp_path.glob("installed-*"))


def test_pip_takes_only_what_the_lock_names_by_hash(lock, tmp_path, monkeypatch):
    seen = []

    def runs(command, **options):
        seen.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(packages, "_works", lambda venv: True)
    monkeypatch.setattr(packages.subprocess, "run", runs)
    packages.ensure(["some.txt"], venv=tmp_path)
    assert {"--require-hashes", "--no-deps"} <= set(seen[0])


def test_half_a_virtual_environment_counts_as_none(tmp_path):
    assert not packages._works(tmp_path)
    (tmp_path / "bin").mkdir()
    broken = tmp_path / "bin" / "python"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    assert not packages._works(tmp_path)
    assert packages._works(packages.VENV)


def test_an_old_python_is_refused_with_what_to_type():
    packages.refuse_old_python((3, 11))
    packages.refuse_old_python((4, 0))
    with pytest.raises(PlainError, match=r"3\.11 or newer and python3 is 3\.9"):
        packages.refuse_old_python((3, 9))


def test_without_ensurepip_nothing_is_made_and_the_command_is_told(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(packages, "_has_ensurepip", lambda: False)
    monkeypatch.setattr(system_packages.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(PlainError, match=r"sudo apt-get install -y python3\.\d+-venv"):
        packages.ensure([], venv=tmp_path / "venv")
    assert not (tmp_path / "venv").exists()


def test_root_gets_what_the_system_lacks(monkeypatch, capsys):
    asked = []

    def runs(command, **options):
        asked.append(command)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(system_packages.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(system_packages.subprocess, "run", runs)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    system_packages.install(["python3-venv"], why="It is missing.")
    assert [command[1] for command in asked] == ["update", "install"]
    assert asked[1][-1] == "python3-venv"
    assert "Installing python3-venv" in capsys.readouterr().out


def test_two_that_install_wait_for_each_other(monkeypatch):
    asked = []

    def runs(command, **options):
        asked.append(threading.get_ident())
        time.sleep(0.05)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(system_packages.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(system_packages.subprocess, "run", runs)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    install = partial(system_packages.install, ["x"], why="It is missing.")
    both = [threading.Thread(target=install) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert asked[0] == asked[1] != asked[2] == asked[3]


def test_when_apt_get_fails_its_reason_is_shown(monkeypatch, capsys):
    def runs(command, **options):
        return subprocess.CompletedProcess(command, 100, "", "E: no network\n")

    monkeypatch.setattr(system_packages.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(system_packages.subprocess, "run", runs)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(PlainError, match="apt-get update failed"):
        system_packages.install(["chromium"], why="It is missing.")
    assert "E: no network" in capsys.readouterr().out


def test_without_apt_get_the_names_are_told(monkeypatch):
    monkeypatch.setattr(system_packages.shutil, "which", lambda name: None)
    with pytest.raises(PlainError, match="what Debian calls chromium"):
        system_packages.install(["chromium"], why="It is missing.")
