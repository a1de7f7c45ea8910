"""Things made of paper: sheets, envelopes open and addressed, stamps, cards."""

from __future__ import annotations

from shop.demo.art.colours import INK, PAPER, SAGE, WHITE
from shop.demo.art.shapes import (
    Box,
    circle,
    num,
    path,
    polygon,
    rect,
    shade,
    stroke,
    written,
)


def sheet(box: Box, fill: str = WHITE, radius: float = 3, *, drop: float = 9) -> str:
    """Draw a sheet of paper with its shadow."""
    return shade(box, radius, drop=drop) + rect(box, fill, radius)


def open_envelope(
    box: Box, paper: str, fold: str, *, lining: str = "url(#a)", flap: float = 0
) -> str:
    """Draw an open envelope whose flap stands up and shows the lining.

    `fold` is the colour of the lower fold, `flap` the flap's height in pixels.
    """
    flap = flap or box.h * 0.62
    return _standing_flap(box, paper, lining, flap) + _pocket(box, paper, fold)


def _standing_flap(box: Box, paper: str, lining: str, flap: float) -> str:
    left, right, tip = box.x, box.x + box.w, box.x + box.w / 2
    top, base = box.y - flap, box.y + 2
    outline = [(left, base), (tip - 14, top + 8), (tip, top), (tip + 14, top + 8)]
    shadow = [(left + 8, base + 10), (tip + 8, top + 12), (right + 8, base + 10)]
    # The lining is one shape from the flap into the pocket: two would show a seam.
    inside = [(left + 8, base), (left + 16, base), (tip, top + 20), (right - 16, base)]
    depth = [(right - 8, base), (right - 8, box.y + box.h / 2)]
    return (
        shade(box, drop=12)
        + polygon(shadow, "#000", fill_opacity=".1")
        + polygon([*outline, (right, base)], paper)
        + rect(box, paper, 4)
        + polygon([*inside, *depth, (left + 8, box.y + box.h / 2)], lining)
    )


def _pocket(box: Box, paper: str, fold: str) -> str:
    lower = [box.at(0.01, 1), box.at(0.44, 0.47), box.at(0.5, 0.43), box.at(0.56, 0.47)]
    meet = box.at(0.5, 0.58)
    sides = [box.at(0, 0), meet, box.at(1, 0), box.at(1, 1), box.at(0, 1)]
    return polygon(sides, paper) + polygon([*lower, box.at(0.99, 1)], fold)


def addressed(
    box: Box,
    paper: str,
    *,
    lines: str = "#9AA79F",
    postmark: str = "",
    border: str = "",
    stamp: str = "url(#a)",
) -> str:
    """Draw the front of a posted envelope: stamp, postmark if named, address."""
    side = box.h * 0.28
    place = Box(box.x + box.w - side - 16, box.y + 18, side * 0.86, side)
    edge = rect(box.inset(7), "none", stroke=border, stroke_width=14) if border else ""
    words = written(
        box.part(0.3, 0.54, 1, 1), (0.4, 0.52, 0.34), lines, gap=box.h * 0.12
    )
    mark = _postmark((place.x - 12, place.y + side * 0.75), side, postmark)
    return sheet(box, paper, 4) + edge + _plain_stamp(place, stamp) + mark + words


def _plain_stamp(box: Box, pattern: str) -> str:
    return rect(box, WHITE, 2) + rect(box.inset(4), pattern, 1)


def _postmark(centre: tuple[float, float], size: float, ink: str) -> str:
    if not ink:
        return ""
    x, y = centre
    start = f"M{num(x - size * 1.7)} {num(y - 5)}"
    waves = f"{start}q14 -8 28 0t28 0{start}m0 11q14 -8 28 0t28 0"
    ring = circle(centre, size * 0.42, "none", stroke=ink, stroke_width="2.4")
    return ring + stroke(waves, ink, 2.2, stroke_opacity=".7")


def perforated(box: Box, pattern: str, *, tooth: float) -> str:
    """Draw a postage stamp with round teeth, each `tooth` wide."""
    teeth = rect(
        box,
        "none",
        stroke=WHITE,
        stroke_width=num(tooth),
        stroke_dasharray=f"0.1 {num(tooth * 1.5)}",
        stroke_linecap="round",
    )
    return rect(box, WHITE) + teeth + rect(box.inset(tooth * 0.8), pattern, 1)


def landscape(box: Box, sky: str, sun: str, hills: tuple[str, str], name: str) -> str:
    """Draw a view with a sun and two hills, cut to `box`; `name` is its clip."""
    x, w, h = num(box.x), box.w, box.h
    far = (
        f"M{x} {num(box.y + h * 0.66)}q{num(w / 4)} {num(h * -0.3)} {num(w / 2)}"
        f" {num(h * -0.06)}t{num(w / 2)} {num(h * -0.1)}v{num(h / 2)}h{num(-w)}z"
    )
    near = (
        f"M{x} {num(box.y + h * 0.86)}q{num(w * 0.3)} {num(h * -0.26)} {num(w * 0.62)}"
        f" {num(h * -0.04)}t{num(w * 0.38)} {num(h * -0.02)}v{num(h * 0.3)}h{num(-w)}z"
    )
    return (
        f'<clipPath id="{name}">{rect(box, WHITE, 3)}</clipPath>'
        f'<g clip-path="url(#{name})">{rect(box, sky)}'
        f"{circle(box.at(0.68, 0.34), h * 0.17, sun)}"
        f"{path(far, hills[0])}{path(near, hills[1])}</g>"
    )


def flower(x: float, y: float, petals: str, heart: str, *, stem: str = SAGE) -> str:
    """Draw a flower of five petals on a stem with two leaves, its heart at (x, y)."""
    stalk = stroke(
        f"M{num(x)} {num(y)}v64m0 -12q-4 -18 -22 -20m22 30q4 -18 22 -20", stem, 5
    )
    around = ((0, -17), (16, -5), (10, 14), (-10, 14), (-16, -5))
    leaves = "".join(circle((x + dx, y + dy), 11, petals) for dx, dy in around)
    return stalk + leaves + circle((x, y), 9, heart)


def label(box: Box, paper: str = PAPER, ink: str = INK) -> str:
    """Draw a stuck-on label with two lines of print."""
    words = rect(box.part(0.14, 0.3, 0.72, 0.12), ink, 2)
    more = rect(box.part(0.14, 0.6, 0.46, 0.12), ink, 2, fill_opacity=".5")
    return rect(box, paper, 3) + words + more
