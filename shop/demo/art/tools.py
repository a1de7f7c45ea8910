"""Things to write and seal with: bottles, pens, pencils, wax, hand stamps."""

from __future__ import annotations

import math
import random

from shop.demo.art.colours import (
    BRASS,
    BRASS_DARK,
    INK,
    PAPER,
    ROSE,
    SLATE,
    WHITE,
)
from shop.demo.art.letters import label
from shop.demo.art.shapes import (
    Box,
    Point,
    circle,
    gleam,
    ground_shade,
    num,
    path,
    polygon,
    rect,
    stroke,
    turned,
)


def bottle(box: Box, ink: str, band: str, *, cap: str = INK) -> str:
    """Draw an ink bottle whose label has a coloured `band`."""
    paper = box.part(0.16, 0.52, 0.68, 0.3)
    glass = rect(box.part(0, 0.28, 1, 0.72), "#F4FAFA", 22)
    filled = Box(box.x + 8, box.y + box.h * 0.42, box.w - 16, box.h * 0.58 - 8)
    neck = rect(box.part(0.3, 0.14, 0.4, 0.16), "#E3EEEE")
    top = rect(box.part(0.26, -0.05, 0.48, 0.22), cap, 5)
    return (
        ground_shade((box.x + box.w / 2 + 12, box.y + box.h + 2), box.w * 0.56)
        + glass
        + rect(filled, ink, 16)
        + neck
        + top
        + gleam(box.part(0.31, -0.03, 0.035, 0.18))
        + label(paper)
        + rect(box.part(0.16, 0.52, 0.68, 0.06), band)
        + gleam(box.part(0.09, 0.36, 0.05, 0.52), 0.55)
    )


def pen(
    centre: Point,
    length: float,
    body: str,
    cap: str,
    *,
    angle: float,
    metal: str = BRASS,
) -> str:
    """Draw an uncapped pen from its end (`cap`) over its `body` to the nib."""
    long = Box(
        centre[0] - length / 2, centre[1] - length * 0.0425, length, length * 0.085
    )
    tip = [long.at(0.88, 0.16), long.at(0.92, 0.1), long.at(1, 0.5), long.at(0.92, 0.9)]
    grip = [
        long.at(0.8, 0.06),
        long.at(0.88, 0.2),
        long.at(0.88, 0.8),
        long.at(0.8, 0.94),
    ]
    slit = f"M{num(long.at(0.93, 0)[0])} {num(centre[1])}H{num(long.at(0.985, 0)[0])}"
    parts = (
        rect(
            long.part(0, 0, 0.9, 1).moved(6, 14), "#000", long.h / 2, fill_opacity=".12"
        ),
        rect(long.part(0, 0, 0.46, 1), cap, long.h / 2),
        rect(long.part(0.4, 0, 0.4, 1), body, 3),
        rect(long.part(0.43, 0, 0.022, 1), metal),
        rect(long.part(0.07, -0.26, 0.3, 0.2), metal, 2.5),
        polygon(grip, INK),
        polygon([*tip, long.at(0.88, 0.84)], metal),
        stroke(slit, INK, 1.4),
        gleam(long.part(0.04, 0.2, 0.72, 0.13), 0.35),
    )
    return turned(angle, *parts, about=centre)


def pencil(centre: Point, length: float, colour: str, *, angle: float) -> str:
    """Draw a sharpened pencil with a rubber at its end."""
    long = Box(centre[0] - length / 2, centre[1] - length * 0.04, length, length * 0.08)
    parts = (
        rect(long.part(0, 0, 0.9, 1).moved(6, 11), "#000", 3, fill_opacity=".12"),
        rect(long.part(0, 0, 0.07, 1), ROSE, 5),
        rect(long.part(0.05, 0, 0.05, 1), "#C9CFCB"),
        rect(long.part(0.1, 0, 0.74, 1), colour),
        rect(long.part(0.1, 0.33, 0.74, 0.3), "#fff", fill_opacity=".22"),
        polygon([long.at(0.84, 0), long.at(0.84, 1), long.at(1, 0.5)], "#EBCFA0"),
        polygon([long.at(0.95, 0.34), long.at(0.95, 0.66), long.at(1, 0.5)], colour),
    )
    return turned(angle, *parts, about=centre)


def dip_pen(centre: Point, *, angle: float, wood: str) -> str:
    """Draw a nib holder with a pointed nib."""
    x, y = centre
    nib = [(x + 92, y - 11), (x + 118, y - 12), (x + 168, y), (x + 118, y + 12)]
    holder = f"M{num(x - 160)} {num(y)}L{num(x + 70)} {num(y - 11)}v22z"
    shine = f"M{num(x - 130)} {num(y - 2)}L{num(x + 62)} {num(y - 8)}"
    parts = (
        path(holder, "#000", fill_opacity=".12", transform="translate(4 15)"),
        path(holder, wood, stroke=wood, stroke_width=8, stroke_linejoin="round"),
        stroke(shine, WHITE, 3.5, stroke_opacity=".4"),
        rect(Box(x + 68, y - 14, 28, 28), INK, 4),
        rect(Box(x + 74, y - 14, 4, 28), BRASS),
        polygon([*nib, (x + 92, y + 11)], BRASS),
        polygon(
            [(x + 92, y), (x + 168, y), (x + 118, y + 12), (x + 92, y + 11)], BRASS_DARK
        ),
        circle((x + 120, y), 3.4, INK),
        stroke(f"M{num(x + 122)} {num(y)}H{num(x + 164)}", INK, 1.6),
    )
    return turned(angle, *parts, about=centre)


def seal(centre: Point, radius: float, wax: str) -> str:
    """Draw a wax seal pressed with the shop's envelope, its rim uneven."""
    outline = _blob(centre, radius)
    x, y = centre
    light = f"M{num(x - radius * 0.52)} {num(y - radius * 0.5)}A{num(radius * 0.74)}"
    light += (
        f" {num(radius * 0.74)} 0 0 1 {num(x + radius * 0.5)} {num(y - radius * 0.54)}"
    )
    return (
        path(outline, "#000", fill_opacity=".16", transform="translate(5 8)")
        + path(outline, wax)
        + circle(centre, radius * 0.74, "#000", fill_opacity=".15")
        + circle((x + 1.5, y + 2), radius * 0.7, wax)
        + stroke(light, WHITE, radius / 14, stroke_opacity=".4")
        + _pressed_envelope(centre, radius * 0.36)
    )


def _blob(centre: Point, radius: float) -> str:
    """Return the rim of a seal: a smooth curve through points pushed in and out."""
    chance = random.Random(f"{num(centre[0])} {num(centre[1])}")  # noqa: S311 - a picture
    steps = 22
    rim = []
    for step in range(steps):
        angle = step / steps * 2 * math.pi
        far = radius * (1.06 + chance.uniform(-0.07, 0.09))
        rim.append(
            (centre[0] + far * math.cos(angle), centre[1] + far * math.sin(angle))
        )
    return _smooth(rim)


def _smooth(points: list[Point]) -> str:
    """Return a closed path that bends at each point and passes between them."""
    line = ""
    for here, after in zip(points, [*points[1:], points[0]], strict=True):
        between = (here[0] + after[0]) / 2, (here[1] + after[1]) / 2
        bend = f"Q{num(here[0])} {num(here[1])} " if line else "M"
        line += f"{bend}{num(between[0])} {num(between[1])}"
    first = points[0]
    end = (first[0] + points[1][0]) / 2, (first[1] + points[1][1]) / 2
    return f"{line}Q{num(first[0])} {num(first[1])} {num(end[0])} {num(end[1])}Z"


def _pressed_envelope(centre: Point, half: float) -> str:
    x, y = centre[0] - half, centre[1] - half * 0.68
    line = (
        f"M{num(x)} {num(y)}h{num(2 * half)}v{num(half * 1.36)}h{num(-2 * half)}z"
        f"l{num(half)} {num(half * 0.8)}l{num(half)} {num(half * -0.8)}"
    )
    look = {"stroke_opacity": ".78", "stroke_linejoin": "round"}
    return stroke(line, WHITE, half / 5.4, **look)


def wax_stick(box: Box, wax: str) -> str:
    """Draw a stick of sealing wax with its wick and a paper band."""
    wick = stroke(f"M{num(box.x + box.w / 2)} {num(box.y + 4)}q4 -12 -3 -24", INK, 3)
    return (
        rect(box.moved(8, 10), "#000", 5, fill_opacity=".12")
        + wick
        + rect(box, wax, 5)
        + gleam(box.part(0.12, 0.04, 0.14, 0.92))
        + rect(box.part(0, 0.62, 1, 0.2), WHITE)
        + rect(box.part(0.2, 0.7, 0.6, 0.02), INK, 2)
    )


def hand_stamp(x: float, y: float, wood: str) -> str:
    """Draw a brass seal stamp with a wooden handle whose top is at (x, y)."""
    handle = (
        f"M{num(x)} {num(y)}c-30 0 -44 22 -40 46c4 22 22 26 22 50c0 26 -16 34 -16 54"
        "h68c0 -20 -16 -28 -16 -54c0 -24 18 -28 22 -50c4 -24 -10 -46 -40 -46z"
    )
    shine = f"M{num(x - 22)} {num(y + 30)}c-8 18 2 26 8 40"
    return (
        ground_shade((x + 14, y + 196), 56)
        + path(handle, wood)
        + stroke(shine, WHITE, 5, stroke_opacity=".35")
        + rect(Box(x - 38, y + 146, 76, 18), BRASS_DARK, 3)
        + rect(Box(x - 46, y + 162, 92, 30), BRASS, 4)
        + gleam(Box(x - 46, y + 162, 16, 30), 0.35)
    )


def jar(box: Box, contents: str, *, lid: str = INK) -> str:
    """Draw a glass jar with a lid and a label around what is in it."""
    return (
        ground_shade((box.x + box.w / 2 + 10, box.y + box.h + 1), box.w * 0.56)
        + rect(box, "#EFF7F4", 20)
        + contents
        + rect(box, "none", 20, stroke="#A9C4B8", stroke_width=3)
        + rect(Box(box.x - 2, box.y - 18, box.w + 4, 34), lid, 8)
        + gleam(Box(box.x + 8, box.y - 11, box.w - 60, 5), 0.3)
        + label(box.part(0.19, 0.18, 0.62, 0.28), PAPER)
        + gleam(box.part(0.06, 0.14, 0.04, 0.6), 0.7)
    )


def scissors(x: float, y: float, handles: str, steel: tuple[str, str]) -> str:
    """Draw open scissors with their screw at (x, y); `steel` is one tone per blade."""
    left = _blade((x, y), -1, handles, steel[0])
    right = _blade((x, y), 1, handles, steel[1])
    return left + right + circle((x, y), 9, SLATE) + circle((x, y), 3, WHITE)


def _blade(screw: Point, side: int, handle: str, steel: str) -> str:
    """Return one half of the scissors: a blade above the screw, a ring below."""
    x, y = screw
    blade = [(x - side * 10, y - 14), (x + side * 3, y - 160), (x + side * 12, y - 14)]
    shank = [(x + side * 12, y + 20), (x - side * 2, y + 66), (x - side * 16, y + 58)]
    ring = (x - side * 22, y + 92)
    parts = (
        polygon([(px + 8, py + 10) for px, py in blade], "#000", fill_opacity=".1"),
        circle(
            (ring[0] + 8, ring[1] + 10),
            32,
            "none",
            stroke="#000",
            stroke_width=15,
            stroke_opacity=".1",
        ),
        polygon([*blade, *shank], steel),
        circle(ring, 32, "none", stroke=handle, stroke_width=16),
    )
    return turned(side * 15, *parts, about=screw)
