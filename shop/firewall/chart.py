"""A small chart of hours, drawn here as SVG: bars of one width, no script, no style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, GAP, HEIGHT = 8, 2, 48  # units of the drawing


@dataclass(frozen=True)
class Bar:
    """One bar: where it stands and how high it is."""

    x: int
    y: int
    height: int


@dataclass(frozen=True)
class Chart:
    """The bars of a row of numbers, the highest as high as the chart."""

    bars: tuple[Bar, ...]
    width: int
    most: int
    bar_width: int = WIDTH
    height: int = HEIGHT


def draw(numbers: Sequence[int]) -> Chart:
    """Return the chart of these numbers, from left to right; 0 has no bar."""
    most = max(numbers, default=0)
    bars = tuple(
        _bar(place, number, most) for place, number in enumerate(numbers) if number
    )
    return Chart(bars, width=len(numbers) * (WIDTH + GAP), most=most)


def _bar(place: int, number: int, most: int) -> Bar:
    height = max(2, round(HEIGHT * number / most))
    return Bar(x=place * (WIDTH + GAP), y=HEIGHT - height, height=height)
