"""CPU time of several ways to do the same work, taken in turns."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from bench import clocks

ROUNDS = 5
Times = dict[str, dict[str, list[float]]]


def _nothing() -> None:
    """Prepare nothing."""


class Way(NamedTuple):
    """One way to do it, and what has to be done before, off the clock."""

    do: Callable[[], object]
    before: Callable[[], object] = _nothing


class Work(NamedTuple):
    """Something to measure: its name, how many rows or calls, the ways to do it."""

    name: str
    count: int
    ways: Mapping[str, Way]


def taken(works: Iterable[Work], *, server: int | None = None) -> dict[str, Times]:
    """Return what each way took: microseconds of CPU a row, in each of five rounds.

    "client" is this process, "server" the process with the number `server`. The ways
    of one work follow each other, so noise falls on all alike. One round before the
    five warms everything up. Garbage is collected between, not within, as by timeit.
    """
    found: dict[str, Times] = {}
    for work in works:
        times = found[work.name] = {way: _empty() for way in work.ways}
        for number in range(ROUNDS + 1):
            for name, way in work.ways.items():
                one = _once(way, work.count, server)
                for side, spent in one.items() if number else ():
                    times[name][side].append(spent)
    return found


def _empty() -> dict[str, list[float]]:
    return {"client": [], "server": []}


def _once(way: Way, count: int, server: int | None) -> dict[str, float]:
    way.before()
    gc.collect()
    gc.disable()
    try:
        client, other = time.process_time(), _spent_by(server)
        way.do()
        client, other = time.process_time() - client, _spent_by(server) - other
    finally:
        gc.enable()
    return {"client": client / count * 1e6, "server": other / count * 1e6}


def _spent_by(pid: int | None) -> float:
    return 0.0 if pid is None else clocks.cpu_seconds(pid)
