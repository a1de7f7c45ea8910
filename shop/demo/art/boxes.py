"""Things with depth: boxes seen from a corner, rolls of tape, tubes, tags."""

from __future__ import annotations

from dataclasses import dataclass

from shop.demo.art.colours import CREAM, INK, PAPER, WHITE
from shop.demo.art.shapes import (
    Box,
    Point,
    circle,
    ellipse,
    gleam,
    ground_shade,
    num,
    path,
    polygon,
    rect,
    turned,
)


@dataclass(frozen=True)
class Faces:
    """The colours of a box: its top and the two sides that are seen."""

    top: str
    left: str
    right: str


@dataclass(frozen=True)
class Corners:
    """A box seen from above its front edge: its back, right, front and left corner."""

    back: Point
    right: Point
    front: Point
    left: Point

    @classmethod
    def of(cls, back: Point, wide: float, deep: float) -> Corners:
        """Return the corners of a top that starts at `back`."""
        right = back[0] + wide * 0.87, back[1] + wide * 0.261
        left = back[0] - deep * 0.87, back[1] + deep * 0.261
        front = right[0] - deep * 0.87, right[1] + deep * 0.261
        return cls(back, right, front, left)

    def left_side(self, top: float, bottom: float) -> list[Point]:
        """Return the left side between two heights below the top."""
        return _side(self.left, self.front, top, bottom)

    def right_side(self, top: float, bottom: float) -> list[Point]:
        """Return the right side between two heights below the top."""
        return _side(self.front, self.right, top, bottom)

    def on_left(self, across: float, down: float) -> Point:
        """Return a point of the left side: a share across, pixels below the top."""
        x = self.left[0] + (self.front[0] - self.left[0]) * across
        return x, self.left[1] + (self.front[1] - self.left[1]) * across + down

    def wider(self, by: float) -> Corners:
        """Return the corners of a lid that overhangs."""
        return Corners(
            (self.back[0], self.back[1] - by + 2),
            (self.right[0] + by, self.right[1] + 1),
            (self.front[0], self.front[1] + by),
            (self.left[0] - by, self.left[1] + 1),
        )


def _side(one: Point, two: Point, top: float, bottom: float) -> list[Point]:
    return [
        (one[0], one[1] + top),
        (two[0], two[1] + top),
        (two[0], two[1] + bottom),
        (one[0], one[1] + bottom),
    ]


def carton(
    corners: Corners, high: float, faces: Faces, *, lid: float, pattern: str = ""
) -> str:
    """Draw a box with a lid of height `lid`, its sides printed with `pattern`."""
    left, right = corners.left_side(0, high), corners.right_side(0, high)
    print_on = ""
    if pattern:
        veil = polygon(right, "#000", fill_opacity=".14")
        print_on = polygon(left, pattern) + polygon(right, pattern) + veil
    over = corners.wider(5)
    return (
        _shadow(corners, high)
        + polygon(left, faces.left)
        + polygon(right, faces.right)
        + print_on
        + polygon(corners.left_side(lid, lid + 9), "#000", fill_opacity=".12")
        + polygon(corners.right_side(lid, lid + 9), "#000", fill_opacity=".12")
        + polygon(over.left_side(0, lid), faces.left)
        + polygon(over.right_side(0, lid), faces.right)
        + polygon([over.back, over.right, over.front, over.left], faces.top)
    )


def _shadow(corners: Corners, high: float) -> str:
    (lx, ly), (fx, fy), (rx, ry) = corners.left, corners.front, corners.right
    ground = [
        (lx + 6, ly + high + 4),
        (fx + 6, fy + high + 6),
        (rx + 34, ry + high + 4),
    ]
    return polygon([*ground, (rx + 10, ry + high - 18)], "#000", fill_opacity=".13")


def side_label(corners: Corners, top: float, high: float, *, wide: float = 0.44) -> str:
    """Draw a paper label on the left side, `top` pixels below the lid's upper edge."""
    start = 0.5 - wide / 2

    def patch(across: float, down: float, w: float, h: float) -> list[Point]:
        places = (
            (across, down),
            (across + w, down),
            (across + w, down + h),
            (across, down + h),
        )
        return [corners.on_left(*place) for place in places]

    line = patch(start + wide * 0.2, top + high * 0.36, wide * 0.6, high * 0.14)
    return polygon(patch(start, top, wide, high), PAPER) + polygon(line, INK)


def roll(centre: Point, radius: float, hole: float, face: str, side: str) -> str:
    """Draw a roll of tape lying on its edge, turned a little to show its side."""
    x, y = centre
    body = f"M{num(x)} {num(y - radius)}h46a{num(radius)} {num(radius)} 0 0 1 0"
    return (
        ground_shade((x + 24, y + radius * 0.99), radius * 1.05, 9)
        + path(f"{body} {num(2 * radius)}h-46z", side)
        + circle(centre, radius, face)
        + circle(centre, radius * 0.8, WHITE, fill_opacity=".2")
        + circle(centre, hole * 1.25, CREAM)
        + circle(centre, hole, INK, fill_opacity=".55")
    )


def tube(box: Box, pattern: str) -> str:
    """Draw a rolled sheet lying down, its open end to the right."""
    end = box.at(1, 0.5)
    return (
        rect(box.moved(8, 12), "#000", box.h / 2, fill_opacity=".12")
        + rect(box, pattern, box.h / 2)
        + gleam(Box(box.x + 14, box.y + 6, box.w - 30, 5), 0.3)
        + ellipse(end, box.h * 0.26, box.h / 2, WHITE)
        + ellipse(end, box.h * 0.17, box.h * 0.33, CREAM)
        + ellipse(
            (end[0] + 1, end[1]), box.h * 0.09, box.h * 0.18, INK, fill_opacity=".6"
        )
    )


def tag(box: Box, colour: str, *, angle: float, ink: str = INK) -> str:
    """Draw a parcel tag with cut corners, a ringed hole and two lines of print."""
    edge = [(0, 0.26), (0.28, 0), (0.72, 0), (1, 0.26), (1, 1), (0, 1)]
    outline = [box.at(*place) for place in edge]
    hole = box.at(0.5, 0.15)
    parts = (
        polygon([(x + 7, y + 9) for x, y in outline], "#000", fill_opacity=".12"),
        polygon(outline, colour),
        circle(hole, 9.5, WHITE),
        circle(hole, 5, ink),
        rect(box.part(0.18, 0.5, 0.64, 0.028), ink, 2, fill_opacity=".6"),
        rect(box.part(0.18, 0.62, 0.46, 0.028), ink, 2, fill_opacity=".4"),
    )
    return turned(angle, *parts, about=box.middle)
