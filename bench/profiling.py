"""Where the time goes: cProfile over visits in one process, by own time."""

from __future__ import annotations

import cProfile
import os
import pstats

from bench.rounds import DEPARTMENT
from bench.sites import Site

SHOWN = 45


def profile(site: Site, what: str) -> None:
    """Print the functions in which "department" or "checkout" spends most itself."""
    os.environ.update(site.environment)
    from bench.alone import Alone

    alone = Alone("shop.wsgi", DEPARTMENT)
    kind, times = ("checkout", 30) if what == "checkout" else (DEPARTMENT, 300)
    alone.visit(kind, times // 3)
    with cProfile.Profile() as watching:
        alone.visit(kind, times)
    found = pstats.Stats(watching)
    print(f"{what}, {times} times")
    found.sort_stats("tottime").print_stats(SHOWN)
    found.sort_stats("cumtime").print_stats(r"/(shop|orders|privacy|bench)/", SHOWN)
