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
# A line such as "celery==5.6.3 ; python_version < '4'", and what is indented below it.
_PACKAGE = re.compile(
    r"^(?P<line>(?P<name>[\w.-]+)(?:\[[\w,-]+\])?==.*)\n(?:[ \t]+.*\n?)*", re.M
)


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
    changed = {lock: _digest(lock) for lock in (ROOT / name for name in locks)}
    changed = {k: v for k, v in changed.items() if _installed(k, venv) != v}
    parts = [_split(lock, [*changed][:place]) for place, lock in enumerate(changed)]
    with ThreadPoolExecutor() as side_by_side:
        done = [
            side_by_side.submit(_install, lock.name, own, venv=venv)
            for lock, (own, _) in zip(changed, parts, strict=True)
        ]
    for each in done:
        each.result()
    for lock, (_, otherwise) in zip(changed, parts, strict=True):
        _install(lock.name, otherwise, venv=venv)
        _stamp(lock, venv).write_text(changed[lock])


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


def _installed(lock: Path, venv: Path) -> str:
    stamp = _stamp(lock, venv)
    return stamp.read_text() if stamp.exists() else ""


def _split(lock: Path, others: list[Path]) -> tuple[str, str]:
    """Return what a lock says of packages of its own, and of those that others name in
    another way: under a narrower condition they may have left them out."""
    text = lock.read_text()
    theirs = {
        each["name"]: each["line"]
        for other in others
        for each in _PACKAGE.finditer(other.read_text())
    }
    own = _PACKAGE.sub(lambda each: "" if each["name"] in theirs else each[0], text)
    otherwise = [
        each[0]
        for each in _PACKAGE.finditer(text)
        if theirs.get(each["name"], each["line"]) != each["line"]
    ]
    return own, "".join(otherwise)


def _install(name: str, text: str, *, venv: Path) -> None:
    """Install what a lock of that name says, or a part of it."""
    if not text:
        return
    print(f"Installing {name} …", flush=True)
    with TemporaryDirectory() as folder:
        part = Path(folder) / name
        part.write_text(text)
        _pip_install(part, venv=venv)


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
