"""The pictures of the shop itself: the hero of the front page, the tint, the icon."""

from __future__ import annotations

from shop.demo.art.colours import (
    GREEN,
    NAVY,
    PAPER,
    PENCIL,
    POST,
    POST_DARK,
    WAX,
    WHITE,
)
from shop.demo.art.letters import perforated, sheet
from shop.demo.art.picture import opened
from shop.demo.art.shapes import Box, polygon, rect, turned, written
from shop.demo.art.tints import tint, wallpaper
from shop.demo.art.tools import pen, seal


def hero() -> str:
    """Return a letter half out of a lined, sealed envelope, with a stamp and a pen."""
    patterns = tint("waves", WHITE, NAVY, scale=1.1) + tint(
        "scales", WHITE, WAX, scale=0.7, name="b"
    )
    stamp = perforated(Box(34, 90, 104, 128), "url(#b)", tooth=8)
    return (
        opened(640, 480)
        + f"<defs>{patterns}</defs>"
        + turned(-7, _letter(), about=(300, 190))
        + turned(-5, _envelope(Box(96, 226, 392, 214)), about=(292, 330))
        + seal((300, 352), 46, WAX)
        + pen((504, 222), 300, POST, POST_DARK, angle=-58, metal="#F7F3E8")
        + turned(-14, stamp, about=(92, 148))
        + "</svg>\n"
    )


def _letter() -> str:
    lines = written(
        Box(186, 84, 228, 0), (1, 0.9, 0.97, 0.66, 0.94, 0.52), PENCIL, gap=30
    )
    return sheet(Box(150, 36, 300, 300), PAPER, 4) + lines


def _envelope(box: Box) -> str:
    """Return the back of a big envelope with its pocket open over the lining."""
    lower = [box.at(0.01, 1), box.at(0.44, 0.486), box.at(0.5, 0.43)]
    return (
        rect(box.moved(10, 12), "#000", 6, fill_opacity=".22")
        + rect(box, "url(#a)", 6)
        + polygon([box.at(0, 0), box.at(0.5, 0.626), box.at(0, 1)], PAPER)
        + polygon([box.at(1, 0), box.at(0.5, 0.626), box.at(1, 1)], PAPER)
        + polygon([*lower, box.at(0.56, 0.486), box.at(0.99, 1)], "#F1EBDC")
    )


def tint_waves() -> str:
    """Return the pale waves that repeat behind the hero."""
    return wallpaper("waves", WHITE, scale=1.2, opacity=".09")


def icon() -> str:
    """Return the shop's icon: a white envelope on green."""
    return (
        f"{opened(64, 64)}{rect(Box(0, 0, 64, 64), GREEN, 14)}"
        f"{rect(Box(11, 17, 42, 30), WHITE, 3)}"
        f'<path d="m13 20 19 15 19-15" fill="none" stroke="{WAX}" stroke-width="4"'
        ' stroke-linecap="round" stroke-linejoin="round"/></svg>\n'
    )
