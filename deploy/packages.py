"""The virtual environment: made once, filled from the locks when they change.

Run by any Python 3 that the machine has, before a single package is there.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from deploy import system_packages
from deploy.plain_errors import PlainError, run_plainly

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OLDEST = (3, 11)


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

    `locks` are names of files at the root. Raises PlainError with what to do
    when Python is too old, a system package is missing, or pip fails.
    """
    refuse_old_python()
    if not _works(venv):
        _create(venv)
    for name in locks:
        _install_if_changed(ROOT / name, venv=venv)


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


def _install_if_changed(lock: Path, *, venv: Path) -> None:
    stamp = venv / f"installed-{lock.stem}"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"Installing {lock.name} …", flush=True)
    _pip_install(lock, venv=venv)
    stamp.write_text(wanted)


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
