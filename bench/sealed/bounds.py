"""What encryption may cost, and whether it keeps to it.

Told beside it without a bound: others, measured on like work in the same run, and what
a list costs that has to ask for each key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bench.bounds import Line
from bench.rounds import Spread, ratios, spread
from bench.sealed.names import COLD, CREATED, ENVELOPE, FOUND, GOT, LISTED, READ
from bench.sealed.turns import Times

MOST = {LISTED: 1.0, READ: 2.2, ENVELOPE: 1.5, CREATED: 1.6, GOT: 1.25}
MOST_GROWN = 1.3
MOST_BYTES = 33


def kept_to(database: str, found: Mapping[str, Any]) -> list[Line]:
    """Return the figures of our fields in one database, with their bounds."""
    times: dict[str, Times] = found["times"]
    lines = [_ratio(f"{database}: {name}", times[name], MOST[name]) for name in MOST]
    lines.append(_ratio(f"{database}: {COLD}", times[COLD]))
    grown, bound = f"{database}: {FOUND}, 1,000,000 to 1,000 rows", MOST_GROWN
    lines.append(_times(grown, times[FOUND], ("few", "many"), bound))
    if any(times[FOUND]["few"]["server"]):
        both = {way: _together(sides) for way, sides in times[FOUND].items()}
        lines.append(_times(f"{grown}, with the server", both, ("few", "many"), bound))
    for rows, counted in found["queries"].items():
        what = f"{database}: queries, list of {int(rows):,} rows of as many people"
        lines.append(_one(what, counted["queries"], counted["most"]))
    for name, more in found["longer"].items():
        what = f"{database}: bytes beyond the plain ones, {name}"
        lines.append(_one(what, more, MOST_BYTES))
    return lines


def compared(package: str, found: Mapping[str, Any]) -> list[Line]:
    """Return what another package costs, for nobody to keep to."""
    return [
        _ratio(f"{package}: {name}", found["times"][name])
        for name in MOST
        if name in found["times"]
    ]


def costs(database: str, found: Mapping[str, Any]) -> list[Line]:
    """Return the microseconds behind the ratios: a row, or a call of get()."""
    return [
        Line(f"{database}: {name}, {way}", "µs", spread(sides["client"]))
        for name, times in found["times"].items()
        for way, sides in times.items()
    ]


def _ratio(what: str, times: Times, bound: float | None = None) -> Line:
    return _times(what, times, ("plain", "encrypted"), bound)


def _times(what: str, times: Times, ways: tuple[str, str], bound: float | None) -> Line:
    base, ours = (times[way]["client"] for way in ways)
    return Line(what, "×", spread(ratios(ours, base)), bound)


def _together(sides: Mapping[str, list[float]]) -> dict[str, list[float]]:
    both = zip(sides["client"], sides["server"], strict=True)
    return {"client": [sum(pair) for pair in both]}


def _one(what: str, number: float, bound: float) -> Line:
    return Line(what, "", Spread(number, number, number), bound)
