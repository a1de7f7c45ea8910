"""Things bound or glued together: notebooks, pads, spiral books."""

from __future__ import annotations

from shop.demo.art.colours import CREAM, WHITE
from shop.demo.art.letters import label, sheet
from shop.demo.art.shapes import Box, circle, num, path, rect, shade, stroke


def notebook(
    box: Box, cover: str, spine: str, *, band: str = "", labelled: bool = True
) -> str:
    """Draw a closed notebook, its pages showing at the edge; `band` is elastic."""
    turn = num(box.h - 14)
    back = (
        f"M{num(box.x + 7)} {num(box.y)}h{num(box.w * 0.1)}v{num(box.h)}"
        f"h{num(-box.w * 0.1)}a7 7 0 0 1 -7 -7v-{turn}a7 7 0 0 1 7 -7z"
    )
    return (
        shade(box, 8, drop=14)
        + rect(box.moved(5, 6), CREAM, 7)
        + rect(box.moved(2.5, 3), WHITE, 7)
        + rect(box, cover, 7)
        + path(back, spine)
        + (label(box.part(0.3, 0.2, 0.5, 0.2), WHITE) if labelled else "")
        + (rect(Box(box.x + box.w * 0.84, box.y, 8, box.h), band) if band else "")
    )


def pad(box: Box, paper: str, head: str, fold: str, *, ruling: str = "url(#a)") -> str:
    """Draw a pad of ruled paper glued under a coloured head."""
    return (
        sheet(box, paper)
        + rect(Box(box.x, box.y + 34, box.w, box.h - 34), ruling, 3)
        + rect(Box(box.x, box.y, box.w, 34), head, 3)
        + rect(Box(box.x, box.y + 25, box.w, 9), fold)
    )


def rings(x: float, top: float, count: int, *, hole: str, wire: str) -> str:
    """Draw a spiral binding down a left edge: holes, and wire around the edge."""
    return "".join(
        circle((x + 14, top + row * 20), 4.5, hole)
        + stroke(f"M{num(x - 4)} {num(top + row * 20)}a10 7 0 1 1 18 2", wire, 4)
        for row in range(count)
    )
