"""CPU time of running programs, read from the kernel's own clocks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path

Reading = dict[int, float]

PROC = Path("/proc")
NOT_FOR_US = "autovacuum"
"""PostgreSQL's processes that tidy up whenever they like, for nobody's request."""


def cpu_seconds(pid: int) -> float:
    """CPU time of process `pid` so far, with its ended threads, in seconds.

    The clock's number is made as in the kernel's posix-timers: the inverted process
    number and the type, here 2 for time on the CPU. It counts nanoseconds, where
    /proc/<pid>/stat counts hundredths of a second.
    """
    return time.clock_gettime((~pid << 3) | 2)


def tree(roots: Iterable[int]) -> set[int]:
    """`roots` and every process below them."""
    children: dict[int, list[int]] = {}
    for pid, parent in _parents():
        children.setdefault(parent, []).append(pid)
    found: set[int] = set()
    waiting = list(roots)
    while waiting:
        pid = waiting.pop()
        found.add(pid)
        waiting += children.get(pid, [])
    return found


def _parents() -> Iterable[tuple[int, int]]:
    for folder in PROC.glob("[0-9]*"):
        try:
            told = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        yield int(folder.name), int(told[1])


def read(roots: Iterable[int]) -> Reading:
    """CPU time of each process in the trees below `roots`."""
    reading: Reading = {}
    for pid in tree(roots):
        try:
            if NOT_FOR_US not in (PROC / str(pid) / "cmdline").read_text():
                reading[pid] = cpu_seconds(pid)
        except OSError:
            continue
    return reading


def spent(before: Reading, after: Reading) -> float:
    """Seconds between two readings; who began in between counts from its start."""
    return sum(seconds - before.get(pid, 0.0) for pid, seconds in after.items())


def machine() -> tuple[int, int]:
    """All time of all cores so far, and how much of it they were idle, in ticks."""
    told = (PROC / "stat").read_text().split("\n", 1)[0].split()[1:9]
    ticks = [int(each) for each in told]
    return sum(ticks), ticks[3] + ticks[4]


def idle(before: tuple[int, int], after: tuple[int, int]) -> float:
    """How much of the machine was idle between two calls of `machine`, 0 to 1."""
    total = after[0] - before[0]
    return (after[1] - before[1]) / total if total else 0.0


def named(name: str, roots: Iterable[int]) -> list[int]:
    """Processes below `roots` whose program is called `name`."""
    return [pid for pid in tree(roots) if _name(pid) == name]


def _name(pid: int) -> str:
    try:
        return (PROC / str(pid) / "comm").read_text().strip()
    except OSError:
        return ""


class Meter:
    """Measures what groups of programs spend while something runs."""

    def __init__(self, groups: dict[str, list[int]]) -> None:
        """Take the roots of each group's process trees, by the group's name."""
        self.groups = groups

    def during(self, work: Callable[[], object]) -> dict[str, float]:
        """Run `work`; return the CPU seconds that each group spent meanwhile."""
        before = {name: read(roots) for name, roots in self.groups.items()}
        work()
        return {
            name: spent(before[name], read(roots))
            for name, roots in self.groups.items()
        }
