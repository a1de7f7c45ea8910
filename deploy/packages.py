"""The virtual environment: made once, filled from the locks when they change.

Run by any Python 3 that the machine has, before a single package is there.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from deploy import system_packages
from deploy.plain_errors import PlainError, run_plainly

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OLDEST = (3, 11)
# A line such as "celery==5.6.3 \", and what is indented below it.
_PACKAGE = re.compile(r"^(?P<name>[\w.-]+)(?:\[[\w,-]+\])?==.*\n(?:[ \t]+.*\n?)*", re.M)


def python_in(venv: Path = VENV) -> Path:
    """Return the path of the interpreter inside `venv`."""
    return venv / "bin" / "python"


def refuse_old_python(version: tuple[int, ...] = sys.version_info[:2]) -> None:
    """Raise PlainError if `version` (major, minor) is older than the locks allow."""
    if version < OLDEST:
        found, oldest = ".".join(map(str, version)), ".".join(map(str, OLDEST))
        message = f"This needs Python {oldest} or newer and python3 is {found}."
        raise PlainError(f"{message} Name a newer one: make PYTHON=python{oldest} …")


def ensure(locks: list[str], *, venv: Path = VENV) -> None:
    """Make `venv` if it is missing and install each lock that changed since.

    `locks` are names of files at the root; several are installed side by side, what
    two of them name by the first. Raises PlainError with what to do when Python is too
    old, a system package is missing, or pip fails.
    """
    refuse_old_python()
    if not _works(venv):
        _create(venv)
    changed = [lock for lock in (ROOT / name for name in locks) if _differs(lock, venv)]
    with ThreadPoolExecutor() as side_by_side:
        done = [
            side_by_side.submit(_install, lock, changed[:place], venv=venv)
            for place, lock in enumerate(changed)
        ]
    for each in done:
        each.result()


def _works(venv: Path) -> bool:
    """Say whether `venv` is whole: an interrupted start can leave half of one."""
    command = [
        str(python_in(venv)),
        "-c",
        "import pip, sys; sys.exit(sys.version_info < (3, 11))",
    ]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _create(venv: Path) -> None:
    # `python3 -m venv` without ensurepip fails late and leaves half a folder.
    if not _has_ensurepip():
        name = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        system_packages.install([name], why="Python's venv module is missing here.")
    print(f"Making {venv.name} …", flush=True)
    command = [sys.executable, "-m", "venv", "--clear", str(venv)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stdout + done.stderr).strip().rpartition("\n")[2]
        raise PlainError(f"The virtual environment could not be made: {last}")


def _has_ensurepip() -> bool:
    # A fresh process, so that a package installed a moment ago is seen.
    command = [sys.executable, "-c", "import ensurepip"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _differs(lock: Path, venv: Path) -> bool:
    stamp = _stamp(lock, venv)
    return not (stamp.exists() and stamp.read_text() == _digest(lock))


def _install(lock: Path, beside: list[Path], *, venv: Path) -> None:
    """Install what a lock names and none `beside` it does, and note that it is done."""
    print(f"Installing {lock.name} …", flush=True)
    digest = _digest(lock)
    with TemporaryDirectory() as folder:
        rest = Path(folder) / lock.name
        rest.write_text(_without(lock, beside))
        _pip_install(rest, venv=venv)
    _stamp(lock, venv).write_text(digest)


def _without(lock: Path, others: list[Path]) -> str:
    """Return what a lock says, less the packages that others name."""
    theirs = {
        each["name"]
        for other in others
        for each in _PACKAGE.finditer(other.read_text())
    }
    return _PACKAGE.sub(
        lambda each: "" if each["name"] in theirs else each[0], lock.read_text()
    )


def _stamp(lock: Path, venv: Path) -> Path:
    return venv / f"installed-{lock.stem}"


def _digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def _pip_install(lock: Path, *, venv: Path) -> None:
    """Install `lock` by its hashes; it names every package, so none is resolved."""
    options = ["--quiet", "--no-input", "--require-hashes", "--no-deps"]
    command = [str(python_in(venv)), "-m", "pip", "install", *options, "-r", str(lock)]
    environment = {
        **os.environ,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_ROOT_USER_ACTION": "ignore",
    }
    if subprocess.run(command, env=environment, check=False).returncode:
        message = f"pip could not install {lock.name}; its reason stands above."
        raise PlainError(message)


if __name__ == "__main__":
    sys.exit(run_plainly(lambda: ensure(sys.argv[1:])))
