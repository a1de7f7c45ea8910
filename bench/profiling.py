"""Where the time goes: cProfile over visits in one process, by own time."""

from __future__ import annotations

import cProfile
import os
import pstats
import time
from collections import defaultdict
from typing import TYPE_CHECKING

from bench import journey
from bench.rounds import DEPARTMENT
from bench.sites import Site

if TYPE_CHECKING:
    from bench.alone import Alone

SHOWN = 45


def steps(alone: Alone, times: int) -> str:
    """Each step of a checkout with its milliseconds, measured without the profiler."""
    spent: defaultdict[str, list[float]] = defaultdict(list)
    for _ in range(times):
        before = time.process_time()
        for step in journey.buy(alone.visitor(), DEPARTMENT):
            now = time.process_time()
            spent[step].append((now - before) * 1000)
            before = now
    return "\n".join(f"{step:24}{min(ms):7.2f} ms" for step, ms in spent.items())


def profile(site: Site, what: str) -> None:
    """Print the functions in which "department" or "checkout" spends most itself."""
    os.environ.update(site.environment)
    from bench.alone import Alone

    alone = Alone("shop.wsgi", DEPARTMENT)
    kind, times = ("checkout", 30) if what == "checkout" else (DEPARTMENT, 300)
    alone.visit(kind, times // 3)
    if kind == "checkout":
        print(steps(alone, times))
    with cProfile.Profile(time.process_time) as watching:
        alone.visit(kind, times)
    found = pstats.Stats(watching)
    print(f"{what}, {times} times")
    found.sort_stats("tottime").print_stats(SHOWN)
    found.sort_stats("cumtime").print_stats(r"/(shop|orders|privacy|bench)/", SHOWN)
