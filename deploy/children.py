"""Child processes that never outlive the one that started them.

Each child leads its own process group, so that Ctrl-C reaches only the parent,
which then stops the children in order and sweeps up what they leave behind.
"""

from __future__ import annotations

import ctypes
import functools
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from deploy.plain_errors import PlainError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

PATIENCE = 8.0  # seconds between asking a child to stop and killing it
PR_SET_PDEATHSIG = 1  # prctl(2), Linux


def die_with_parent(number: int = signal.SIGTERM) -> None:
    """Ask the kernel for this signal the moment this process's parent is gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)


@dataclass
class Child:
    """One running program, its name in plain words and the file it writes to."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path | None = None
    stop_signal: int = signal.SIGTERM

    def has_ended(self) -> bool:
        """Say whether the program is over, without reaping it.

        As long as it is not reaped its number can't go to a stranger, so its
        process group may still be signalled safely.
        """
        if self.process.returncode is not None:
            return True
        options = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, self.process.pid, options) is not None

    def ask_to_stop(self) -> None:
        """Signal the program itself; it stops its own workers in order."""
        if not self.has_ended():
            self.process.send_signal(self.stop_signal)

    def sweep(self) -> int:
        """Kill whatever is left of the group, reap, and return the exit code."""
        if self.process.returncode is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        return self.process.wait()


@dataclass
class Children:
    """The programs that one parent runs side by side."""

    running: list[Child] = field(default_factory=list)

    def start(
        self,
        name: str,
        command: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        log: Path | None = None,
        pass_fds: Sequence[int] = (),
        user: int | None = None,
        stop_signal: int = signal.SIGTERM,
    ) -> Child:
        """Start `command` as the child called `name`.

        With `log` everything it prints goes to that file, which begins afresh; with
        `user`, a uid, it runs as that user and with no right of ours.
        """
        with _written_to(log) as out:
            process = subprocess.Popen(
                command,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                pass_fds=pass_fds,
                start_new_session=True,
                preexec_fn=functools.partial(die_with_parent, stop_signal),
                **as_user(user),
            )
        child = Child(name, process, log, stop_signal)
        self.running.append(child)
        return child

    def refuse_the_dead(self) -> None:
        """Raise PlainError naming the first child that ended by itself."""
        for child in self.running:
            if child.has_ended():
                code = child.sweep()
                how = f"exit code {code}" if code >= 0 else f"signal {-code}"
                told = f"; {child.log} says why" if child.log else ""
                message = f"The {child.name} ended by itself with {how}{told}."
                raise PlainError(message)

    def stop(self, *, patience: float = PATIENCE) -> None:
        """Stop all children: ask, wait up to `patience` seconds, then kill."""
        for child in self.running:
            child.ask_to_stop()
        wait_until(lambda: all(c.has_ended() for c in self.running), seconds=patience)
        for child in self.running:
            child.sweep()
        self.running.clear()


def as_user(uid: int | None) -> dict[str, Any]:
    """Return the options of subprocess that give up every right but `uid`'s."""
    return {} if uid is None else {"user": uid, "group": uid, "extra_groups": []}


@contextmanager
def _written_to(log: Path | None) -> Iterator[int | None]:
    if log is None:
        yield None
        return
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        yield out
    finally:
        os.close(out)


def wait_until(happens: Callable[[], object], *, seconds: float) -> bool:
    """Look every twentieth of a second; say whether it happened within `seconds`."""
    until = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
