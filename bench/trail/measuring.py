"""Measures an order with and without an entry in the trail, on both databases."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench import report, rounds
from bench.bounds import Line
from bench.rounds import ratios, spread
from bench.sites import OF_OUR_OWN, environment
from deploy import servers
from deploy.plain_errors import PlainError

RESULTS = report.RESULTS.with_name("trail.json")
MOST = 1.10
"""With its entry an order takes a tenth more at most."""
METHOD = (
    "orders.placing.place() in a transaction, and the same with one entry recorded, in"
    " turns within one process; medians of the rounds, ratios within each; CPU time of"
    " the process, real time with the database, with fsync off on PostgreSQL"
)


def measure(*, quick: bool) -> int:
    """Measure, show the table, write it down; 1 if the median misses a bound."""
    before = rounds.machine_is_busy()
    lines = list(_measured(rounds=1 if quick else 5, orders=20 if quick else 60))
    print(report.table(lines), flush=True)
    how = report.circumstances(load=(before, rounds.machine_is_busy()))
    how["method"] = METHOD
    if not quick:
        report.write(lines, how=how, path=RESULTS)
    return int(any(not line.kept for line in lines))


def compared(name: str, found: list[list[list[float]]]) -> Iterator[Line]:
    """Return the figures of one database: what placing.py printed, in words."""
    for number, what in enumerate(("CPU", "real time")):
        without = [turn[0][number] for turn in found]
        with_it = [turn[1][number] for turn in found]
        yield Line(f"{name}: order, {what}", "ms", spread(without))
        yield Line(f"{name}: order with entry, {what}", "ms", spread(with_it))
        bound = MOST if what == "CPU" else None
        share = spread(ratios(with_it, without))
        yield Line(f"{name}: with entry to without, {what}", "×", share, bound)


def _measured(**asked: int) -> Iterator[Line]:
    for name in OF_OUR_OWN:
        os.environ.pop(name, None)
    with servers.running() as found, tempfile.TemporaryDirectory() as folder:
        env = environment(found.environment(), Path(folder))
        alone = {k: v for k, v in env.items() if k not in ("DATABASE_URL", "VAULT_URL")}
        for name, each in (("SQLite", alone), ("PostgreSQL", env)):
            print(f"Measuring the trail on {name} …", file=sys.stderr, flush=True)
            yield from compared(name, _placed(each, **asked))


def _placed(
    env: Mapping[str, str], *, rounds: int, orders: int
) -> list[list[list[float]]]:
    command = [sys.executable, "-m", "bench.trail.placing", str(rounds), str(orders)]
    done = subprocess.run(
        command, env=dict(env), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise PlainError(f"No orders could be placed: {done.stderr.strip()[-2000:]}")
    found: list[list[list[float]]] = json.loads(done.stdout.splitlines()[-1])
    return found
