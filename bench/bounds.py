"""What pages and orders may cost, and whether they keep to it.

Others, measured on like work (CPU of one whole order, and its queries): the smallest
possible Django shop 12.5 ms and 17, django-oscar 154 to 294 ms and 245 to 361, Saleor
543 ms and 461, pretix 626 ms and 251.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from bench.rounds import Figures, Spread, ratios, spread

PAGES = ("home", "department", "product", "search")
PAGE_QUERIES = 3
PAGE_BYTES = 14 * 1024
CHECKOUT_QUERIES = 60


class Line(NamedTuple):
    """One figure with its unit, and its bound if it has one."""

    what: str
    unit: str
    found: Spread
    bound: float | None = None

    @property
    def kept(self) -> bool:
        """Whether the median is within the bound."""
        return self.bound is None or self.found.median <= self.bound


def compared(figures: Mapping[str, Figures]) -> list[Line]:
    """The bounds on CPU time: ratios are taken within each round."""
    page, bare = figures["department"], figures["bare list"]
    many, checkout = figures["department, many"], figures["checkout"]

    def times(what: str, these: list[float], those: list[float], most: float) -> Line:
        return Line(what, "×", spread(ratios(these, those)), most)

    grown = "department, 100,000 to 1,000 products"
    return [
        times("department to bare list, web", page.web, bare.web, 1.5),
        times("department to bare list, web + db", page.together, bare.together, 1.5),
        times(f"{grown}, web", many.web, page.web, 1.3),
        times(f"{grown}, db", many.database, page.database, 1.3),
        times(f"{grown}, web + db", many.together, page.together, 1.3),
        Line("whole guest checkout, web", "ms", spread(checkout.web), 60.0),
    ]


def costs(figures: Mapping[str, Figures]) -> list[Line]:
    """CPU of each visit, without bounds."""
    lines = []
    for name, each in figures.items():
        lines.append(Line(f"{name}, web", "ms", spread(each.web)))
        lines.append(Line(f"{name}, db", "ms", spread(each.database)))
    lines.append(Line("checkout, worker", "ms", spread(figures["checkout"].worker)))
    return lines


def fixed(
    queries: Mapping[str, int],
    sizes: Mapping[str, tuple[int, int]],
    instructions: Mapping[str, float],
) -> list[Line]:
    """What does not vary: queries, bytes, and millions of instructions."""

    def one(what: str, unit: str, number: float, bound: float | None = None) -> Line:
        return Line(what, unit, Spread(number, number, number), bound)

    lines = [one(f"{name}, queries", "", queries[name], PAGE_QUERIES) for name in PAGES]
    lines.append(one("checkout, queries", "", queries["checkout"], CHECKOUT_QUERIES))
    steps = (name for name in queries if name.startswith("checkout: "))
    lines += [one(f"{name}, queries", "", queries[name]) for name in steps]
    for name, (plain, packed) in sizes.items():
        lines.append(one(f"{name}, HTML", "bytes", plain))
        lines.append(one(f"{name}, HTML, gzip", "bytes", packed, PAGE_BYTES))
    lines += [one(f"{name}, instr.", "M", n) for name, n in instructions.items()]
    if {"department", "bare list"} <= instructions.keys():
        ratio = instructions["department"] / instructions["bare list"]
        lines.append(one("department to bare list, instr.", "×", ratio, 1.5))
    return lines
