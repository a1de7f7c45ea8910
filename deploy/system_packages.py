"""Packages of the operating system: root gets them, anyone else gets the command."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from deploy.plain_errors import PlainError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

QUIET = {"DEBIAN_FRONTEND": "noninteractive"}


def command_for(names: Sequence[str]) -> str:
    """Return the line that a person without root rights types to install `names`."""
    wanted = " ".join(names)
    return f"sudo apt-get update && sudo apt-get install -y {wanted}"


def install(names: Sequence[str], *, why: str) -> None:
    """Install Debian packages as root.

    `why` is the sentence that says what is missing. Raises PlainError with the
    exact command for anyone who is not root, and where apt-get does not exist
    or fails.
    """
    if shutil.which("apt-get") is None:
        wanted = " ".join(names)
        message = f"{why} Install what Debian calls {wanted}, then start again."
        raise PlainError(message)
    if os.geteuid() != 0:
        message = f"{why} Type this, then start again:\n  {command_for(names)}"
        raise PlainError(message)
    print(f"{why} Installing {', '.join(names)} …", flush=True)
    with _one_at_a_time():
        _apt_get("update", "-qq")
        _apt_get("install", "-qq", "-y", "--no-install-recommends", *names)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Wait for another of our programs that installs: of two apt-get refuses one."""
    with Path(__file__).open() as ours:
        fcntl.flock(ours, fcntl.LOCK_EX)
        yield


def _apt_get(*arguments: str) -> None:
    done = subprocess.run(
        ["apt-get", *arguments],  # noqa: S607 - the system's own, wherever it lives
        env={**os.environ, **QUIET},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stderr, end="")
        message = f"apt-get {arguments[0]} failed; its reason stands above."
        raise PlainError(message)
