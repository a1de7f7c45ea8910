"""`make bench`: measure, show the table, write it down; 1 if a bound is missed."""

from __future__ import annotations

import argparse
import sys

from bench import bounds, counts, instructions, profiling, report, rounds, sites
from bench.erasing import measuring
from bench.sealed import comparing
from bench.sites import Sites
from bench.trail import measuring as trail
from deploy.plain_errors import run_plainly

QUICK = 2_000
PARTS = ("pages", "encryption", "erasing", "trail")


def main() -> int:
    """Do what the command line asks for."""
    asked = _arguments()
    if asked.profile:
        return _pages(asked)
    parts = {
        "pages": lambda: _pages(asked),
        "encryption": lambda: _encryption(asked),
        "erasing": lambda: _erasing(asked),
        "trail": lambda: _trail(asked),
    }
    return max(part() for name, part in parts.items() if asked.only in (None, name))


def _encryption(asked: argparse.Namespace) -> int:
    return comparing.measure(quick=asked.quick)


def _erasing(asked: argparse.Namespace) -> int:
    return measuring.measure(quick=asked.quick)


def _trail(asked: argparse.Namespace) -> int:
    return trail.measure(quick=asked.quick)


def _pages(asked: argparse.Namespace) -> int:
    many = QUICK if asked.quick or asked.profile else sites.MANY
    with sites.running_sites(many=many) as found:
        if asked.profile:
            profiling.profile(found.few, asked.profile)
            return 0
        return measure(found, quick=asked.quick)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument(
        "--profile",
        choices=("department", "checkout"),
        help="print the functions that take most time, and measure nothing",
    )
    parser.add_argument(
        "--only",
        choices=PARTS,
        help="measure pages and orders, encrypted fields, erasing or the trail",
    )
    parser.add_argument(
        "--quick", action="store_true", help="try it out; nothing is written down"
    )
    return parser.parse_args()


def measure(found: Sites, *, quick: bool) -> int:
    """Measure everything and return 1 if the median of a figure misses its bound."""
    counts.refuse_other_products(found)
    before = rounds.machine_is_busy()
    planned = rounds.visits(found, hurried=quick)
    figures = rounds.measured(found, planned, told=_round)
    load = (before, rounds.machine_is_busy())
    lines = [
        *bounds.compared(figures),
        *bounds.fixed(
            counts.queries(found), counts.weights(found), counts.executed(found)
        ),
        *bounds.costs(figures),
    ]
    print(report.table(lines))
    how = report.how_measured(load=load, instructions=instructions.method())
    print(f"\n{how['machine']}. {how['programs']}.")
    print(f"A fixed piece of work takes this Python {how['yardstick_ms']} ms.")
    print(f"Instructions: {how['instructions']}. Load average: {load}.")
    if not quick:
        report.write(lines, how=how, path=report.RESULTS)
    return int(any(not line.kept for line in lines))


def _round(number: int) -> None:
    print(f"Round {number} of {rounds.ROUNDS} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(run_plainly(main))
