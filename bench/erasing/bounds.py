"""What erasing may cost, and whether it keeps to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bench.bounds import Line
from bench.erasing.figures import Cost, Pace
from bench.rounds import Spread, ratios, spread

MOST_SECONDS = 5.0
MOST_GROWN = 1.3
MOST_SHARE = 1 / 1.6
"""Of one worker's time two may take: 1.6 times as many cases a second."""
MOST_HELD = 1.1
ENOUGH_CORES = 1.8
"""With fewer cores free two workers can't be faster than one."""


@dataclass(frozen=True)
class Person:
    """Erasing somebody: until the look, and a look for those who wait for it."""

    until_look: Cost
    look: Cost


def of_one(large: Person, orders: int) -> Iterator[Line]:
    """Return what somebody with many orders costs, looked for alone."""
    told = f"a person with {orders:,} orders"
    both = zip(large.until_look.worker, large.look.worker, strict=True)
    whole = spread(map(sum, both))
    worker = spread(large.until_look.worker)
    yield Line(f"{told}, until the look, worker", "s", worker, MOST_SECONDS)
    yield Line(f"{told}, to the receipt, worker", "s", whole, MOST_SECONDS)
    yield Line(f"{told}, until the look, db", "s", spread(large.until_look.database))
    yield Line(f"{told}, the look, worker", "s", spread(large.look.worker))
    yield Line(f"{told}, the look, db", "s", spread(large.look.database))


def of_tables(few: Person, many: Person, table: Mapping[str, int]) -> Iterator[Line]:
    """Return how the time for one person grows with the table of orders."""
    told = f"{table['many']:,} to {table['few']:,} orders in the table"
    for side, bound in (("worker", MOST_GROWN), ("database", None), ("together", None)):
        these, those = getattr(many.until_look, side), getattr(few.until_look, side)
        grown = spread(ratios(these, those))
        yield Line(f"{told}, until the look, {_short(side)}", "×", grown, bound)
    for name, person in (("few", few), ("many", many)):
        told = f"100 orders among {table[name]:,}"
        for side in ("worker", "database"):
            spent = spread(getattr(person.until_look, side))
            yield Line(f"{told}, until the look, {_short(side)}", "s", spent)
        for side in ("worker", "database"):
            spent = spread(getattr(person.look, side))
            yield Line(f"{told}, one look for all six, {_short(side)}", "s", spent)


def of_paces(one: Pace, two: Pace) -> Iterator[Line]:
    """Return how fast many cases went, with one and with two workers."""
    free = min(one.cores, two.cores)
    bound = MOST_SHARE if free >= ENOUGH_CORES else None
    many = f"{one.cases:,} cases"
    share = two.seconds / one.seconds
    yield _once(f"{many}, two workers' time to one's", "×", share, bound)
    yield _once(f"{many}, memory at the end to a fifth", "×", one.grown, MOST_HELD)
    for name, pace in (("one worker", one), ("two workers", two)):
        told = f"{many}, {name}"
        yield _once(told, "cases/s", pace.cases / pace.seconds)
        yield _once(f"{told}, until the look", "cases/s", pace.cases / pace.carried_out)
        yield _once(f"{told}, CPU of worker", "ms a case", _each(pace, pace.worker))
        yield _once(f"{told}, CPU of db", "ms a case", _each(pace, pace.database))
        yield _once(f"{told}, memory at the end", "MB", pace.memory[1])
        yield _once(f"{told}, cores free before", "", pace.cores)


def _each(pace: Pace, seconds: float) -> float:
    return seconds * 1000 / pace.cases


def _short(side: str) -> str:
    return {"worker": "worker", "database": "db"}.get(side, "worker + db")


def _once(what: str, unit: str, number: float, bound: float | None = None) -> Line:
    return Line(what, unit, Spread(number, number, number), bound)
