"""What is measured of erasing: each person's CPU time, and many cases' pace."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench import clocks
from bench.erasing.shops import LOOK, Shop

EARLY = 0.2
WARMING_UP = 20


@dataclass
class Cost:
    """CPU seconds of erasing one person, in each round."""

    worker: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)

    @property
    def together(self) -> list[float]:
        """Worker and database added up, round by round."""
        return [sum(pair) for pair in zip(self.worker, self.database, strict=True)]

    def add(self, spent: dict[str, float]) -> None:
        """Note one more round."""
        self.worker.append(spent["worker"])
        self.database.append(spent["database"])


@dataclass(frozen=True)
class Pace:
    """How fast many cases went: seconds until all were closed, and what it took.

    `carried_out` are the seconds until the last one was waiting for the look; `memory`
    is what one worker held at a fifth of the cases and at their end, in MB; `cores` is
    how many were free before.
    """

    cases: int
    seconds: float
    carried_out: float
    worker: float
    database: float
    memory: tuple[float, float]
    cores: float

    @property
    def grown(self) -> float:
        """How many times the memory at a fifth was held at the end."""
        return self.memory[1] / self.memory[0]


def carried_out(shop: Shop, number: int) -> dict[str, float]:
    """Carry out one case up to the look; return the CPU seconds."""
    case = [shop.cases[number]]

    def work() -> None:
        shop.let_begin(case)
        shop.wait_until_done(case, looked=False)

    return shop.spent(work)


def looked(shop: Shop, cases: Sequence[str]) -> dict[str, float]:
    """Look once for all that is left of some carried out cases; return CPU seconds."""

    def work() -> None:
        shop.send(LOOK)
        shop.wait_until_done(cases, looked=True)

    return shop.spent(work)


def paced(shop: Shop) -> Pace:
    """Let the shop's workers carry out all cases but those that warm them up."""
    warming, cases = shop.cases[:WARMING_UP], shop.cases[WARMING_UP:]
    shop.let_begin(warming)
    shop.wait_until_done(warming, looked=True)
    cores, watch = free_cores(), Watch(len(cases), lambda: held(shop.pids[0]))

    def work() -> None:
        watch.begin()
        shop.let_begin(cases)
        with shop.connected() as connection:
            shop.wait(lambda: watch.note(*shop.progress(connection, cases)))

    spent = shop.spent(work)
    return Pace(
        cases=len(cases),
        seconds=watch.closed,
        carried_out=watch.carried_out,
        memory=(watch.early, held(shop.pids[0])),
        cores=cores,
        **spent,
    )


class Watch:
    """Notes when many cases had come how far, and what a worker held then."""

    def __init__(self, cases: int, holds: Callable[[], float]) -> None:
        """Take how many cases there are, and what tells the worker's memory."""
        self.cases, self.holds = cases, holds
        self.begun = self.carried_out = self.closed = self.early = 0.0

    def begin(self) -> None:
        """Start the clock."""
        self.begun = time.monotonic()

    def note(self, carried_out: int, closed: int) -> bool:
        """Note how many are carried out and closed; return whether all are closed."""
        passed = time.monotonic() - self.begun
        if not self.early and carried_out >= self.cases * EARLY:
            self.early = self.holds()
        if not self.carried_out and carried_out == self.cases:
            self.carried_out = passed
        self.closed = passed
        return closed == self.cases


def free_cores(seconds: float = 2.0) -> float:
    """Return how many of the machine's cores have nothing to do."""
    before = clocks.machine()
    time.sleep(seconds)
    return clocks.idle(before, clocks.machine()) * (os.cpu_count() or 1)


def held(pid: int) -> float:
    """Return how much memory a process holds now, in MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
