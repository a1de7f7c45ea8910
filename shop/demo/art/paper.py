"""The pictures of the Writing paper department."""

from __future__ import annotations

from shop.demo.art.books import pad
from shop.demo.art.boxes import tube
from shop.demo.art.colours import (
    GREEN,
    GREEN_DARK,
    LILAC,
    NAVY,
    PAPER,
    PENCIL,
    POST,
    SAGE,
    SKY,
    TEAL,
    TEAL_DARK,
    WAX,
    WHITE,
)
from shop.demo.art.letters import landscape, open_envelope, sheet
from shop.demo.art.picture import Drawings, Picture
from shop.demo.art.shapes import Box, circle, polygon, rect, stroke, turned, written
from shop.demo.art.tints import tint


def laid_pad() -> Picture:
    """A pad of laid paper under a green head."""
    body = turned(5, pad(Box(112, 76, 184, 252), PAPER, GREEN, GREEN_DARK))
    return Picture("mint", body, (tint("rule", "#C8D6CC", PAPER, scale=0.75),))


def letter_set() -> Picture:
    """A written letter and its envelope with a dotted lining."""
    lines = written(
        Box(112, 106, 116, 0), (1, 0.84, 0.96, 0.7, 0.9, 0.5), PENCIL, gap=20
    )
    letter = turned(-9, sheet(Box(92, 70, 156, 212), PAPER), lines)
    envelope = open_envelope(Box(142, 226, 190, 110), "#FFF7F2", "#F7E6DD")
    return Picture(
        "blush", letter + turned(7, envelope), (tint("dots", WHITE, WAX, scale=0.7),)
    )


def correspondence() -> Picture:
    """Two bordered cards, the front one with an envelope for a monogram."""
    back, front = Box(80, 100, 200, 140), Box(116, 160, 204, 142)
    mark = "M195 213h46v32h-46zl23 18l23 -18"
    return Picture(
        "sky",
        turned(-9, _bordered(back))
        + turned(5, _bordered(front), stroke(mark, NAVY, 3)),
    )


def _bordered(box: Box) -> str:
    frame = rect(box.inset(11), "none", 2, stroke=NAVY, stroke_width=2.2)
    return sheet(box) + frame


def postcards() -> Picture:
    """Two cards with views of hills, one at dusk and one by day."""
    dusk, day = Box(84, 92, 190, 130), Box(128, 172, 190, 130)
    far = landscape(dusk.inset(8), "#F5D5CB", WAX, (SAGE, GREEN), "c")
    near = landscape(day.inset(8), "#CFE1EE", POST, (SKY, NAVY), "d")
    return Picture(
        "butter", turned(-10, sheet(dusk), far) + turned(7, sheet(day), near)
    )


def airmail_pad() -> Picture:
    """Thin blue sheets, written on, a corner turned up."""
    page = Box(108, 70, 188, 260)
    lines = written(
        Box(130, 112, 146, 0), (1, 0.86, 0.94, 1, 0.8, 0.96, 0.66), "#9DB7D2", gap=25
    )
    corner = [page.at(1, 0.79), page.at(0.72, 1), page.at(0.74, 0.83)]
    cut = [page.at(1, 0.79), page.at(1.01, 1.01), page.at(0.72, 1)]
    leaf = (
        sheet(page.moved(7, 6), "#D8E5F1")
        + sheet(page, "#EDF4FA", drop=0)
        + lines
        + polygon(cut, "#D8E5F1")
        + polygon(corner, "#C3D6E7")
    )
    return Picture("lilac", turned(-6, leaf))


def note_cards() -> Picture:
    """Three folded cards in a fan, a disc of colour on each."""
    cards = "".join(
        turned(
            angle,
            sheet(Box(132, 112, 136, 184), radius=6),
            circle((200, 190), 38, colour),
            rect(Box(176, 262, 48, 4.5), "#C9CFCB", 2),
            about=(200, 380),
        )
        for angle, colour in ((-21, SAGE), (-1, LILAC), (19, POST))
    )
    return Picture("stone", cards)


def graph_block() -> Picture:
    """A block of squared paper under a teal head."""
    body = turned(-4, pad(Box(96, 84, 208, 232), WHITE, TEAL, TEAL_DARK))
    return Picture("teal", body, (tint("grid", "#BFD9D6", WHITE, scale=0.75),))


def wrapping() -> Picture:
    """Four rolls of patterned paper."""
    rolls = "".join(
        tube(Box(84 + shift, 84 + row * 58, 226, 44), f"url(#{name})")
        for row, (name, shift) in enumerate(zip("abcd", (0, 14, -6, 10), strict=True))
    )
    tints = (
        tint("waves", WHITE, NAVY, scale=0.9),
        tint("leaves", WHITE, GREEN, name="b"),
        tint("chevron", WHITE, WAX, scale=0.9, name="c"),
        tint("scales", WHITE, LILAC, scale=0.9, name="d"),
    )
    return Picture("post", turned(-14, rolls), tints)


DRAWINGS: Drawings = {
    "laid-pad": laid_pad,
    "letter-set": letter_set,
    "correspondence": correspondence,
    "postcards": postcards,
    "airmail-pad": airmail_pad,
    "note-cards": note_cards,
    "graph-block": graph_block,
    "wrapping": wrapping,
}
