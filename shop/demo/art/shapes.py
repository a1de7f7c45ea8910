"""SVG as text: boxes, lines and curves with presentation attributes alone.

No style and no script ever, so the files are safe under any content policy.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Point = tuple[float, float]


def num(value: float) -> str:
    """Return a number with at most one decimal and without idle zeros."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def attributes(**named: object) -> str:
    """Return attributes ready to stand in a tag: ``fill_opacity`` is fill-opacity."""
    shown = {
        name.replace("_", "-"): num(value) if isinstance(value, float) else value
        for name, value in named.items()
    }
    return "".join(f' {name}="{value}"' for name, value in shown.items())


@dataclass(frozen=True)
class Box:
    """A rectangle on the drawing: its corner and its size."""

    x: float
    y: float
    w: float
    h: float

    def at(self, across: float, down: float) -> Point:
        """Return the point at these shares of the width and height."""
        return self.x + self.w * across, self.y + self.h * down

    def part(self, across: float, down: float, wide: float, high: float) -> Box:
        """Return a box inside this one, all four numbers as shares of it."""
        return Box(*self.at(across, down), self.w * wide, self.h * high)

    def moved(self, right: float, down: float) -> Box:
        """Return this box shifted."""
        return Box(self.x + right, self.y + down, self.w, self.h)

    def inset(self, by: float) -> Box:
        """Return this box, smaller by the same margin on every side."""
        return Box(self.x + by, self.y + by, self.w - 2 * by, self.h - 2 * by)

    @property
    def middle(self) -> Point:
        """The centre of the box."""
        return self.at(0.5, 0.5)


def rect(box: Box, fill: str, radius: float = 0, **more: object) -> str:
    """Draw a rectangle, its corners rounded by `radius`."""
    place = attributes(x=num(box.x), y=num(box.y), width=num(box.w), height=num(box.h))
    rounded = attributes(rx=num(radius)) if radius else ""
    return f'<rect{place}{rounded} fill="{fill}"{attributes(**more)}/>'


def circle(centre: Point, radius: float, fill: str, **more: object) -> str:
    """Draw a circle."""
    place = attributes(cx=num(centre[0]), cy=num(centre[1]), r=num(radius))
    return f'<circle{place} fill="{fill}"{attributes(**more)}/>'


def ellipse(centre: Point, wide: float, high: float, fill: str, **more: object) -> str:
    """Draw an ellipse from its two radii."""
    place = attributes(cx=num(centre[0]), cy=num(centre[1]), rx=num(wide), ry=num(high))
    return f'<ellipse{place} fill="{fill}"{attributes(**more)}/>'


def polygon(points: Iterable[Point], fill: str, **more: object) -> str:
    """Draw a closed shape with straight edges."""
    return path(
        "M" + "L".join(f"{num(x)} {num(y)}" for x, y in points) + "Z", fill, **more
    )


def path(line: str, fill: str, **more: object) -> str:
    """Draw a filled path."""
    return f'<path d="{line}" fill="{fill}"{attributes(**more)}/>'


def stroke(line: str, colour: str, width: float, **more: object) -> str:
    """Draw a path as a line, round at its ends."""
    named = {"stroke_linecap": "round", **more}
    return path(line, "none", stroke=colour, stroke_width=num(width), **named)


def group(*parts: str, transform: str) -> str:
    """Draw several shapes together, transformed."""
    return f'<g transform="{transform}">{"".join(parts)}</g>'


def turned(angle: float, *parts: str, about: Point = (200, 200)) -> str:
    """Draw shapes turned clockwise by degrees."""
    centre = f"{num(about[0])} {num(about[1])}"
    return group(*parts, transform=f"rotate({num(angle)} {centre})")


def shade(box: Box, radius: float = 4, *, drop: float = 10) -> str:
    """Draw the shadow that something flat throws."""
    return rect(box.moved(drop * 0.8, drop), "#000", radius, fill_opacity=".13")


def ground_shade(centre: Point, wide: float, high: float = 11) -> str:
    """Draw the shadow under something that stands."""
    return ellipse(centre, wide, high, "#000", fill_opacity=".14")


def gleam(box: Box, opacity: float = 0.28) -> str:
    """Draw a streak of light."""
    return rect(box, "#fff", min(box.w, box.h) / 2, fill_opacity=f"{opacity:g}"[1:])


def written(box: Box, shares: Iterable[float], colour: str, *, gap: float) -> str:
    """Draw lines of handwriting, each a share of the box's width, `gap` apart."""
    return "".join(
        rect(Box(box.x, box.y + row * gap, box.w * share, 4.5), colour, 2)
        for row, share in enumerate(shares)
    )
