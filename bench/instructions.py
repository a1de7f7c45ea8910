"""Instructions that a visit executes: they hardly move when a machine is busy.

Counted by `perf` if the processor lets it, else by callgrind, which runs the program
on a simulated processor some fifty times slower; else not at all.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CALLGRIND = ("valgrind", "callgrind_control")
WARM_UP = 3


class Talk:
    """A `bench.alone` process and the lines said to it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Take a process that has just been started."""
        self.process = process

    def ask(self, order: str, kind: str, times: int = 1) -> dict[str, Any]:
        """Send one order and wait for its answer."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{order} {kind} {times}\n")
        self.process.stdin.flush()
        told: dict[str, Any] = json.loads(self.process.stdout.readline())
        return told


@contextmanager
def talking(
    environment: Mapping[str, str],
    module: str,
    department: str,
    *,
    through: tuple[str, ...] = (),
) -> Iterator[Talk]:
    """Start an application alone, by the command `through` if there is one."""
    command = [*through, sys.executable, "-m", "bench.alone", module, department]
    process = subprocess.Popen(
        command,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield Talk(process)
    finally:
        process.kill()
        process.wait()


def method() -> str:
    """How instructions are counted here: "perf", "callgrind" or "not available"."""
    if _perf_works():
        return "perf"
    if all(shutil.which(program) for program in CALLGRIND):
        return "callgrind"
    return "not available"


def _perf_works() -> bool:
    if not shutil.which("perf"):
        return False
    command = ["perf", "stat", "-x,", "-e", "instructions:u", "--", "true"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode == 0 and done.stderr.split(",")[0].isdigit()


def counted(
    environment: Mapping[str, str],
    module: str,
    department: str,
    visits: Mapping[str, int],
) -> dict[str, float]:
    """Millions of instructions for one of each of the visits, each done so often.

    The application runs without its web server, in user space only.
    """
    how = method()
    if how == "not available":
        return {}
    with tempfile.TemporaryDirectory() as folder:
        through: tuple[str, ...] = ()
        if how == "callgrind":
            through = (
                *("valgrind", "--tool=callgrind", "--instr-atstart=no"),
                f"--callgrind-out-file={folder}/out",
            )
        with talking(environment, module, department, through=through) as talk:
            for kind in visits:
                talk.ask("visit", kind, WARM_UP)
            count = _by_perf if how == "perf" else _by_callgrind
            return {
                kind: count(talk, kind, times, Path(folder)) / times / 1e6
                for kind, times in visits.items()
            }


def _by_perf(talk: Talk, kind: str, times: int, folder: Path) -> int:
    out = folder / "perf"
    watch = ["perf", "stat", "-x,", "-e", "instructions:u", "-o", str(out)]
    with subprocess.Popen([*watch, "-p", str(talk.process.pid)]) as perf:
        talk.ask("visit", kind, times)
        perf.send_signal(2)
    counts = [line.split(",")[0] for line in out.read_text().splitlines()]
    return next(int(each) for each in counts if each.isdigit())


def _by_callgrind(talk: Talk, kind: str, times: int, folder: Path) -> int:
    pid = str(talk.process.pid)
    before = set(folder.iterdir())
    _control("-i", "on", pid)
    talk.ask("visit", kind, times)
    _control("-i", "off", pid)
    _control("-d", pid)
    for dump in set(folder.iterdir()) - before:
        for line in dump.read_text().splitlines():
            if line.startswith("totals:"):
                return int(line.split()[1])
    raise RuntimeError("Callgrind wrote no count.")


def _control(*order: str) -> None:
    command = [shutil.which(CALLGRIND[1]) or CALLGRIND[1], *order]
    subprocess.run(command, capture_output=True, check=True)
