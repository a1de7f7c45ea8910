"""Measures every visit in turn, five times over, so that noise falls on all alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import median

from bench import clocks, journey
from bench.clocks import Meter
from bench.sites import Site, Sites
from deploy.plain_errors import PlainError

DEPARTMENT = "/departments/envelopes/"
BARE_LIST = "/departments/1/"
ROUNDS = 5
QUIET = 0.004
"""A worker that spends less than this in half a second has nothing left to do."""
IDLE = 0.8
"""A machine of which so much is idle is left to us. On a busy one the same work takes
up to twice the CPU time: others empty the caches and share the cores."""
PATIENCE = 5.0


@dataclass(frozen=True)
class Visit:
    """Something to measure: its name, where, which page or "checkout", how often."""

    name: str
    site: Site
    kind: str
    times: int

    def once(self) -> None:
        """Do it once, as a new visitor."""
        if self.kind != "checkout":
            self.site.visitor().get(self.kind)
            return
        for _ in journey.buy(self.site.visitor(), DEPARTMENT):
            pass

    def all_of_them(self) -> None:
        """Do it as often as one round asks for."""
        for _ in range(self.times):
            self.once()


@dataclass
class Figures:
    """What one visit cost in each round, in milliseconds of CPU."""

    web: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    worker: list[float] = field(default_factory=list)

    @property
    def together(self) -> list[float]:
        """Web and database added up, round by round."""
        return [sum(pair) for pair in zip(self.web, self.database, strict=True)]


@dataclass(frozen=True)
class Spread:
    """The median of some rounds, the least and the most."""

    median: float
    least: float
    most: float


def spread(numbers: Iterable[float]) -> Spread:
    """Describe the numbers of all rounds."""
    found = list(numbers)
    return Spread(median(found), min(found), max(found))


def ratios(these: list[float], those: list[float]) -> list[float]:
    """How many times the others, compared within each round."""
    return [one / other for one, other in zip(these, those, strict=True)]


def visits(sites: Sites, *, hurried: bool = False) -> list[Visit]:
    """All that is measured, in the order of a round."""
    few, many, bare = sites.few, sites.many, sites.bare
    pages = 20 if hurried else 300
    orders = 3 if hurried else 25
    return [
        Visit("hello", bare, "/hello/", pages),
        Visit("bare list", bare, BARE_LIST, pages),
        Visit("department", few, DEPARTMENT, pages),
        Visit("department, many", many, DEPARTMENT, pages),
        Visit("home", few, "/", pages // 3),
        Visit("product", few, "/products/plain-product-000006/", pages // 3),
        Visit("search", few, "/search/?q=plain+paper", pages // 3),
        Visit("search, many", many, "/search/?q=plain+paper", pages // 3),
        Visit("checkout", few, "checkout", orders),
    ]


def measured(
    sites: Sites, planned: list[Visit], *, told: Callable[[int], None]
) -> dict[str, Figures]:
    """Warm everything up, then measure all visits in each round."""
    for visit in planned:
        for _ in range(max(10, visit.times // 5)):
            visit.once()
    figures = {visit.name: Figures() for visit in planned}
    for number in range(ROUNDS):
        told(number + 1)
        for visit in planned:
            _measure(sites, visit, figures[visit.name])
    return figures


def _measure(sites: Sites, visit: Visit, figures: Figures) -> None:
    """One visit's part of a round; the worker is given time to finish its letters."""
    wait_for_quiet(sites.worker)
    web = {"web": [visit.site.pid]}
    rest = Meter({"database": sites.database, "worker": sites.worker})

    def work() -> None:
        spent = Meter(web).during(visit.all_of_them)["web"]
        figures.web.append(spent * 1000 / visit.times)
        if visit.kind == "checkout":
            wait_for_quiet(sites.worker, idle_share=0.0)

    for name, spent in rest.during(work).items():
        getattr(figures, name).append(spent * 1000 / visit.times)
    if visit.kind == "checkout" and not figures.worker[-1]:
        raise PlainError("The worker did nothing for the orders: it has ended.")


def wait_for_quiet(
    worker: list[int], *, idle_share: float = IDLE, most: float = PATIENCE
) -> None:
    """Wait until the worker is done and so much of the machine is idle, if ever.

    Others may keep it busy for good: `most` is how many seconds to wait.
    """
    until = time.monotonic() + most
    spent, idle = 1.0, 0.0
    while (spent > QUIET or idle < idle_share) and time.monotonic() < until:
        before = clocks.machine()
        spent = sum(Meter({"it": worker}).during(lambda: time.sleep(0.5)).values())
        idle = clocks.idle(before, clocks.machine())


def machine_is_busy() -> float:
    """The load average of the last minute, to be told beside the figures."""
    return float((clocks.PROC / "loadavg").read_text().split()[0])
