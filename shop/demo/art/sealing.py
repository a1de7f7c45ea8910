"""The pictures of the Sealing department."""

from __future__ import annotations

from shop.demo.art.boxes import roll, tag
from shop.demo.art.colours import (
    BRASS,
    GREEN,
    KRAFT,
    KRAFT_DARK,
    KRAFT_PALE,
    LILAC,
    LILAC_DARK,
    NAVY,
    PLUM,
    POST,
    TEAL,
    TEAL_DARK,
    WALNUT,
    WAX,
    WHITE,
)
from shop.demo.art.letters import perforated, sheet
from shop.demo.art.picture import Drawings, Picture
from shop.demo.art.shapes import Box, circle, path, stroke, turned
from shop.demo.art.tints import tint
from shop.demo.art.tools import hand_stamp, jar, seal, wax_stick


def wax_sticks() -> Picture:
    """Three sticks of wax with wicks."""
    sticks = "".join(
        wax_stick(Box(x, 104, 42, 200), wax)
        for x, wax in ((108, WAX), (178, GREEN), (248, BRASS))
    )
    return Picture("sky", turned(-5, sticks))


def brass_seal() -> Picture:
    """A brass stamp with a walnut handle beside a fresh seal."""
    body = hand_stamp(158, 104, WALNUT) + seal((276, 258), 50, WAX)
    return Picture("blush", body, stands=True)


def wax_beads() -> Picture:
    """A jar half full of wax beads."""
    glass = Box(118, 118, 164, 188)
    beads = "".join(_bead(place) for place in range(42))
    return Picture("mint", jar(glass, beads), stands=True)


def _bead(place: int) -> str:
    """Return one bead of the heap; rows lean against each other."""
    row, column = divmod(place, 7)
    if row == 0 and column % 3 == 1:
        return ""
    x = 138 + column * 20.5 + row % 2 * 7 + place * 7 % 5 - 2
    tone = (WAX, "#C94A3F", "#9C2B23")[place * 5 % 3]
    return circle((min(x, 270), 208 + row * 17.5 + place * 11 % 5 - 2), 10.6, tone)


def gummed_tape() -> Picture:
    """A roll of brown paper tape with a loose end."""
    loose = path("M258 240c20 10 44 22 82 18l-4 40c-40 4 -74 -4 -100 -18z", KRAFT)
    end = stroke("M340 258l-4 40", KRAFT_DARK, 3)
    body = roll((166, 206), 92, 34, KRAFT_PALE, KRAFT_DARK) + loose + end
    return Picture("butter", body, stands=True)


def pattern_tape() -> Picture:
    """Two rolls of patterned paper tape."""
    body = roll((132, 172), 66, 26, "url(#a)", LILAC) + roll(
        (218, 244), 66, 26, "url(#b)", TEAL
    )
    tints = (
        tint("waves", WHITE, LILAC_DARK, scale=0.7),
        tint("chevron", WHITE, TEAL_DARK, scale=0.7, name="b"),
    )
    return Picture("stone", body, tints)


def tags_string() -> Picture:
    """Three parcel tags on one red string."""
    tags = (
        tag(Box(78, 130, 92, 158), KRAFT, angle=-15)
        + tag(Box(232, 130, 92, 158), POST, angle=15)
        + tag(Box(154, 142, 92, 158), WHITE, angle=1)
    )
    string = "M143 151C150 92 262 92 258 151M143 151C120 70 196 70 200 164"
    return Picture(
        "lilac",
        tags
        + stroke(string, WAX, 4)
        + stroke("M200 164C206 92 280 70 258 151", WAX, 4),
    )


def stamp_sheet() -> Picture:
    """A sheet of nine stamps in three patterns."""
    stamps = "".join(
        perforated(
            Box(110 + column * 64, 96 + row * 72, 54, 62),
            f"url(#{'abc'[(row + column) % 3]})",
            tooth=5,
        )
        for row in range(3)
        for column in range(3)
    )
    tints = (
        tint("scales", WHITE, NAVY, scale=0.6),
        tint("leaves", WHITE, GREEN, scale=0.7, name="b"),
        tint("waves", WHITE, WAX, scale=0.6, name="c"),
    )
    return Picture(
        "teal", turned(5, sheet(Box(98, 84, 206, 234), "#F4F1E6"), stamps), tints
    )


def seal_stickers() -> Picture:
    """Four seals in four colours."""
    seals = ((132, 138, WAX), (258, 124, GREEN), (148, 268, NAVY), (274, 252, PLUM))
    return Picture("post", "".join(seal((x, y), 46, wax) for x, y, wax in seals))


DRAWINGS: Drawings = {
    "wax-sticks": wax_sticks,
    "brass-seal": brass_seal,
    "wax-beads": wax_beads,
    "gummed-tape": gummed_tape,
    "pattern-tape": pattern_tape,
    "tags-string": tags_string,
    "stamp-sheet": stamp_sheet,
    "seal-stickers": seal_stickers,
}
