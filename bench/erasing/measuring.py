"""Measures what erasing costs, shows the table, and writes it down."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import report, rounds
from bench.bounds import Line
from bench.erasing import bounds, figures, shops
from bench.erasing.bounds import Person
from bench.erasing.figures import Cost, Pace
from bench.erasing.shops import OURS, THE_SHOPS, Builder, Shop
from bench.sites import OF_OUR_OWN
from deploy import servers
from deploy.children import Children

RESULTS = report.RESULTS.with_name("erasing.json")
ORDERS = 100
METHOD = (
    "PostgreSQL apart, with fsync off, and Celery workers on Redis as the shop runs"
    " them, without the schedule. CPU time by kernel clocks. One person: {rounds}"
    " rounds after one to warm up, the tables of different sizes in turns. Carrying"
    " out and the last look are measured apart: one look goes through all tables for"
    " all who wait, so its cost is of the shop's size and not of a person's. The"
    " people with {large:,} orders are looked for one by one; those with {orders:,}"
    " in one look for all. Many cases: once with each number of workers, each with"
    " one thread; from the first message to the last receipt, looks and letters"
    " included. Memory: resident, when a fifth is carried out, and at the end. The"
    " bound on two workers holds where {cores} cores are free before."
)


@dataclass(frozen=True)
class Sizes:
    """How much is measured."""

    rounds: int = 5
    large: int = 1_000
    many: int = 1_000_000
    cases: int = 1_000

    @property
    def few(self) -> int:
        """How many orders the small table has: a thousand, or the people's own."""
        return max(1_000, ORDERS * (self.rounds + 1))


QUICK = Sizes(rounds=1, large=100, many=10_000, cases=60)


def measure(*, quick: bool) -> int:
    """Measure, show the table, write it down; 1 if the median misses a bound."""
    before, sizes = rounds.machine_is_busy(), QUICK if quick else Sizes()
    lines: list[Line] = []
    for part in _measured(sizes):
        print(report.table(part), flush=True)
        lines += part
    load = (before, rounds.machine_is_busy())
    how = report.circumstances(load=load)
    how["method"] = METHOD.format(
        rounds=sizes.rounds,
        large=sizes.large,
        orders=ORDERS,
        cores=bounds.ENOUGH_CORES,
    )
    print(f"\n{how['machine']}. {how['programs']}. Load average: {load}.")
    if not quick:
        report.write(lines, how=how, path=RESULTS)
    return int(any(not line.kept for line in lines))


def _measured(sizes: Sizes) -> Iterator[list[Line]]:
    for name in OF_OUR_OWN:
        os.environ.pop(name, None)
    children = Children()
    with servers.running() as found, tempfile.TemporaryDirectory() as folder:
        try:
            common = shops.environment(found, Path(folder))
            builder = Builder(found, common, children)
            yield list(bounds.of_one(_alone(builder, sizes), sizes.large))
            few, many = _tables(builder, sizes)
            table = {"few": sizes.few, "many": sizes.many}
            yield list(bounds.of_tables(few, many, table))
            yield list(bounds.of_paces(*_paces(builder, sizes)))
        finally:
            children.stop()


def _paces(builder: Builder, sizes: Sizes) -> tuple[Pace, Pace]:
    people = sizes.cases + figures.WARMING_UP
    one = builder.filled("shop for one worker", people, 3)
    two = builder.copied(one, "shop for two workers")
    return _paced(one, 1), _paced(two, 2)


def _paced(shop: Shop, workers: int) -> Pace:
    _told(shop.name)
    for _ in range(workers):
        shop.start_worker(THE_SHOPS, threads=1)
    try:
        return figures.paced(shop)
    finally:
        shop.stop_workers()


def _alone(builder: Builder, sizes: Sizes) -> Person:
    """Erase people with many orders, each looked for alone."""
    shop = builder.filled("shop of large customers", sizes.rounds + 1, sizes.large)
    shop.start_worker(OURS, threads=1)
    _told(shop.name)
    found = Person(Cost(), Cost())
    for number in range(sizes.rounds + 1):
        spent = figures.carried_out(shop, number)
        looked = figures.looked(shop, [shop.cases[number]])
        if number:
            found.until_look.add(spent)
            found.look.add(looked)
    shop.stop_workers()
    return found


def _tables(builder: Builder, sizes: Sizes) -> tuple[Person, Person]:
    """Erase people of the same size in a small and in a large table, in turns."""
    people = sizes.rounds + 1
    both = [
        builder.filled(f"shop with {table:,} orders", people, ORDERS, rest)
        for table in (sizes.few, sizes.many)
        for rest in [table - people * ORDERS]
    ]
    found = [Person(Cost(), Cost()) for _ in both]
    for shop in both:
        shop.start_worker(OURS, threads=1)
        _told(shop.name)
    for number in range(people):
        for shop, person in zip(both, found, strict=True):
            spent = figures.carried_out(shop, number)
            if number:
                person.until_look.add(spent)
    for shop, person in zip(both, found, strict=True):
        person.look.add(figures.looked(shop, shop.cases))
        shop.stop_workers()
    return found[0], found[1]


def _told(what: str) -> None:
    print(f"Measuring the {what} …", file=sys.stderr, flush=True)
