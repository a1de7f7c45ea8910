"""The pictures of the Notebooks department."""

from __future__ import annotations

from shop.demo.art.books import notebook, rings
from shop.demo.art.colours import (
    BRASS,
    GREEN,
    GREEN_DARK,
    GROUNDS,
    INK,
    KRAFT,
    KRAFT_DARK,
    LILAC,
    LILAC_DARK,
    NAVY,
    NAVY_DARK,
    PLUM,
    PLUM_DARK,
    POST,
    POST_DARK,
    ROSE,
    SKY,
    SLATE,
    TEAL,
    WAX,
    WAX_DARK,
    WHITE,
)
from shop.demo.art.letters import label, sheet
from shop.demo.art.picture import Drawings, Picture
from shop.demo.art.shapes import Box, circle, rect, stroke, turned
from shop.demo.art.tints import tint

BOOK = Box(112, 76, 178, 248)


def pocket_trio() -> Picture:
    """Three pocket books in navy, yellow and red."""
    books = (
        (72, NAVY, NAVY_DARK, -12),
        (136, POST, POST_DARK, -1),
        (206, WAX, WAX_DARK, 10),
    )
    return Picture(
        "mint",
        "".join(
            turned(angle, notebook(Box(x, 96, 118, 186), cover, spine))
            for x, cover, spine, angle in books
        ),
    )


def hardback_journal() -> Picture:
    """A green journal held shut by a yellow band."""
    return Picture("blush", turned(-6, notebook(BOOK, GREEN, GREEN_DARK, band=POST)))


def sketchbook() -> Picture:
    """A wide black book on a spiral."""
    cover = Box(98, 92, 212, 216)
    body = (
        sheet(cover, "#36463F", 8, drop=12)
        + rings(96, 108, 10, hole=GROUNDS["sky"], wire="#E8EEF0")
        + label(Box(160, 150, 112, 52))
    )
    return Picture("sky", turned(4, body))


def address_book() -> Picture:
    """A plum book with coloured tabs down its side."""
    tabs = "".join(
        rect(Box(284, 98 + row * 35, 22, 29), colour, 4)
        for row, colour in enumerate((WAX, POST, GREEN, SKY, LILAC, ROSE))
    )
    return Picture("butter", turned(-5, tabs, notebook(BOOK, PLUM, PLUM_DARK)))


def reporter_pad() -> Picture:
    """A narrow ruled pad under a row of rings."""
    page = Box(118, 74, 164, 258)
    holes = "".join(
        circle((131 + place * 17, 84), 4, INK)
        + stroke(f"M{131 + place * 17} 84v-20", WHITE, 5)
        for place in range(9)
    )
    body = (
        sheet(page, "url(#a)", 6)
        + rect(Box(112, 68, 176, 32), SLATE, 6)
        + holes
        + rect(Box(150, 110, 2, 222), ROSE)
    )
    return Picture(
        "stone", turned(7, body), (tint("rule", "#BFD0DD", WHITE, scale=0.85),)
    )


def ledger() -> Picture:
    """A large teal ledger with a scale pattern and a black spine."""
    book = notebook(Box(98, 82, 204, 236), "url(#a)", INK)
    return Picture("teal", turned(4, book), (tint("scales", "#3F9C95", TEAL),))


def dot_journal() -> Picture:
    """A lilac journal held shut by a black band."""
    return Picture("lilac", turned(-7, notebook(BOOK, LILAC, LILAC_DARK, band=INK)))


def travellers() -> Picture:
    """A kraft cover closed by a cord around a brass button, a stamp stuck on."""
    cover = notebook(Box(116, 72, 168, 256), KRAFT, KRAFT_DARK, labelled=False)
    cord = stroke("M116 224H284", INK, 4.5) + circle((284, 224), 9, BRASS)
    stamp = rect(Box(176, 108, 58, 70), WHITE, 3) + rect(
        Box(182, 114, 46, 58), "url(#a)"
    )
    tints = (tint("waves", WHITE, NAVY, scale=0.6),)
    return Picture("post", turned(5, cover, cord, stamp), tints)


DRAWINGS: Drawings = {
    "pocket-trio": pocket_trio,
    "hardback-journal": hardback_journal,
    "sketchbook": sketchbook,
    "address-book": address_book,
    "reporter-pad": reporter_pad,
    "ledger": ledger,
    "dot-journal": dot_journal,
    "travellers": travellers,
}
