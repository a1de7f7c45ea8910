"""The pictures of the Ink & pens department."""

from __future__ import annotations

from shop.demo.art.colours import (
    BRASS,
    GREEN,
    GREEN_DARK,
    KRAFT,
    KRAFT_DARK,
    NAVY,
    PAPER,
    POST,
    ROSE,
    SAGE,
    SKY,
    SLATE,
    WALNUT,
    WAX,
    WHITE,
)
from shop.demo.art.picture import Drawings, Picture
from shop.demo.art.shapes import Box, gleam, ground_shade, path, rect, stroke, turned
from shop.demo.art.tools import bottle, dip_pen, pen, pencil

GLASS = Box(126, 108, 148, 204)


def bottle_green() -> Picture:
    """Green ink with a yellow band."""
    return Picture("butter", bottle(GLASS, GREEN, POST), stands=True)


def iron_gall() -> Picture:
    """Blue-black ink with a grey band."""
    return Picture("sky", bottle(GLASS, "#2A3350", SLATE), stands=True)


def vermilion_ink() -> Picture:
    """Red ink with a navy band and a brown cap."""
    return Picture("mint", bottle(GLASS, WAX, NAVY, cap="#3A2A26"), stands=True)


def fountain_pen() -> Picture:
    """A green fountain pen and the line it has just drawn."""
    line = stroke("M246 306q26 -20 44 0t46 -6", GREEN, 4, stroke_opacity=".7")
    body = pen((190, 196), 300, GREEN, GREEN_DARK, angle=38)
    return Picture("blush", turned(0, body) + line)


def dip() -> Picture:
    """A wooden nib holder with a brass nib."""
    return Picture("lilac", dip_pen((196, 200), angle=-34, wood="#C08A54"))


def pencils() -> Picture:
    """Three pencils in green, yellow and red."""
    rows = ((134, GREEN), (200, POST), (266, WAX))
    return Picture(
        "stone", "".join(pencil((200, y), 290, colour, angle=-18) for y, colour in rows)
    )


def brush_pens() -> Picture:
    """Three brush pens in rose, blue and sage."""
    rows = ((134, ROSE, WAX), (204, SKY, NAVY), (274, SAGE, GREEN))
    return Picture(
        "teal",
        "".join(
            pen((200, y), 284, body, cap, angle=-22, metal=WHITE)
            for y, body, cap in rows
        ),
    )


def blotter() -> Picture:
    """A rocker blotter of light wood with a walnut knob."""
    knob = (
        "M182 198c0 -14 6 -18 6 -28c0 -8 -12 -12 -12 -28a24 24 0 0 1 48 0c0 16 -12 20"
    )
    body = (
        path("M84 214h232a116 88 0 0 1 -232 0z", PAPER),
        path("M92 214h216a108 76 0 0 1 -216 0z", KRAFT_DARK),
        stroke("M124 262q76 40 152 0", NAVY, 5, stroke_opacity=".35"),
        rect(Box(80, 192, 240, 26), KRAFT, 7),
        gleam(Box(88, 196, 224, 6), 0.3),
        path(f"{knob} -12 28c0 10 6 14 6 28z", WALNUT),
        stroke("M186 138q4 -12 14 -13", WHITE, 5, stroke_opacity=".35"),
        rect(Box(174, 186, 52, 10), BRASS, 3),
    )
    return Picture(
        "post",
        ground_shade((206, 302), 88) + turned(-7, *body, about=(200, 250)),
        stands=True,
    )


DRAWINGS: Drawings = {
    "bottle-green": bottle_green,
    "iron-gall": iron_gall,
    "vermilion-ink": vermilion_ink,
    "fountain-pen": fountain_pen,
    "dip-pen": dip,
    "pencils": pencils,
    "brush-pens": brush_pens,
    "blotter": blotter,
}
