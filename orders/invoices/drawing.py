"""A document as PDF: the same bytes each time, since all of it was frozen at issue.

The letters are those of DejaVu Sans, which lies beside this module with its licence;
so nothing depends on what is installed. The page behind the same link is the text
alternative, for readers and for what the font has no sign for.
"""

from __future__ import annotations

import unicodedata
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

# The package has no types.
from reportlab.lib import colors  # type: ignore[import-untyped]
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
from reportlab.lib.units import mm  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]
from reportlab.platypus import (  # type: ignore[import-untyped]
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

from orders.invoices.reading import Sheet

FONT = "DejaVuSans"
FILE = Path(__file__).parent / "font" / "DejaVuSans.ttf"
NO_SIGN = "\N{WHITE SQUARE}"
"""What stands for a sign that the font lacks, or that runs from right to left."""
LACKING = (
    "Some signs can’t be drawn here and are replaced by □. The page of this document,"
    " behind the same link, shows them."
)
_TURNED = frozenset({"R", "AL", "AN"})
_INK, _LINE = colors.HexColor("#1d2a22"), colors.HexColor("#a9b6ac")
_MARGIN, _PADDING = 18 * mm, 6
_WIDTH = A4[0] - 2 * (_MARGIN + _PADDING)
_STYLE = ParagraphStyle("text", fontName=FONT, fontSize=9, leading=13, textColor=_INK)
_RIGHT = ParagraphStyle("right", _STYLE, alignment=2)
_SMALL = ParagraphStyle("small", _STYLE, fontSize=8, leading=11)
_LARGE = ParagraphStyle("large", _STYLE, fontSize=11, leading=15)
_LARGE_RIGHT = ParagraphStyle("large right", _LARGE, alignment=2)
_TITLE = ParagraphStyle("title", _STYLE, fontSize=17, leading=22, spaceAfter=8)
_GRID = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("LINEBELOW", (0, 0), (-1, 0), 1, _INK),
    ("LINEBELOW", (0, 1), (-1, -1), 0.4, _LINE),
]
_PLAIN = _GRID[:3]


def pdf(sheet: Sheet) -> bytes:
    """The document as PDF: the same sheet gives the same bytes."""
    _font()
    out = BytesIO()
    frame = SimpleDocTemplate(
        out,
        pagesize=A4,
        invariant=1,
        lang="en-GB",
        title=sheet.title,
        author=sheet.seller[0],
        **dict.fromkeys(
            ("leftMargin", "rightMargin", "topMargin", "bottomMargin"), _MARGIN
        ),
    )
    foot = partial(_foot, sheet.title)
    frame.build(
        _story(sheet),
        onFirstPage=foot,
        onLaterPages=foot,
        canvasmaker=partial(Canvas, invariant=1),
    )
    return out.getvalue()


def drawable(text: str) -> str:
    """The text with NO_SIGN for each sign that can't be drawn as it should be."""
    known = _font().face.charToGlyph
    return "".join(
        sign
        if ord(sign) in known and unicodedata.bidirectional(sign) not in _TURNED
        else NO_SIGN
        for sign in unicodedata.normalize("NFC", text)
    )


@cache
def _font() -> Any:
    """Read the font, once in a process."""
    font = TTFont(FONT, str(FILE))
    pdfmetrics.registerFont(font)
    return font


def _story(sheet: Sheet) -> list[Any]:
    """Everything from the top to the foot; long tables go on overleaf."""
    gap, wide = Spacer(1, 8 * mm), _WIDTH
    rows = [
        [_text(row.title), *map(_right, (row.quantity, row.unit, row.rate, row.gross))]
        for row in sheet.rows
    ]
    taxes = [
        [_text(row.rate), *map(_right, (row.net, row.tax, row.gross))]
        for row in sheet.taxes
    ]
    return [
        _lines(sheet.seller),
        gap,
        Paragraph(_marked(sheet.title), _TITLE),
        _heads(sheet),
        gap,
        _table(
            ("Item", "Quantity", "Each", sheet.tax_name, "Price"), rows, wide * 0.46
        ),
        Spacer(1, 4 * mm),
        _total(sheet),
        gap,
        _table((sheet.tax_name, "Without tax", "Tax", "With tax"), taxes, wide * 0.4),
        gap,
        *(Paragraph(_marked(note), _SMALL) for note in _notes(sheet)),
    ]


def _heads(sheet: Sheet) -> Table:
    """The buyer on the left, number and dates on the right."""
    facts = [f"{name}: {said}" for name, said in sheet.facts]
    cells = [[_lines(sheet.buyer), _lines(facts)]]
    return Table(cells, colWidths=[_WIDTH / 2] * 2, style=_PLAIN, hAlign="LEFT")


def _table(heads: tuple[str, ...], rows: list[list[Any]], first: float) -> Table:
    """A table whose first column is ``first`` wide; its head is said on each page."""
    head = [_text(heads[0]), *map(_right, heads[1:])]
    rest = (_WIDTH - first) / (len(heads) - 1)
    widths = [first, *[rest] * (len(heads) - 1)]
    return Table(
        [head, *rows], colWidths=widths, style=_GRID, repeatRows=1, hAlign="LEFT"
    )


def _total(sheet: Sheet) -> Table:
    """What it comes to, larger than the rest."""
    cells = [[Paragraph(_marked(sheet.total_name), _LARGE), _large(sheet.total)]]
    return Table(cells, colWidths=[_WIDTH / 2] * 2, style=_PLAIN, hAlign="LEFT")


def _lines(lines: Any) -> Paragraph:
    return Paragraph("<br/>".join(map(_marked, lines)), _STYLE)


def _text(text: str) -> Paragraph:
    return Paragraph(_marked(text), _STYLE)


def _large(text: str) -> Paragraph:
    return Paragraph(_marked(text), _LARGE_RIGHT)


def _right(text: str) -> Paragraph:
    return Paragraph(_marked(text), _RIGHT)


def _marked(text: str) -> str:
    """The text as the drawing takes it: nothing in it is markup."""
    return escape(drawable(text))


def _notes(sheet: Sheet) -> tuple[str, ...]:
    said = "".join([*sheet.buyer, *(row.title for row in sheet.rows)])
    lacks = NO_SIGN in drawable(said)
    return (*sheet.notes, LACKING) if lacks else sheet.notes


def _foot(title: str, canvas: Any, frame: Any) -> None:
    """Say on each page which one it is."""
    canvas.saveState()
    canvas.setFont(FONT, 8)
    canvas.drawString(
        _MARGIN + _PADDING, 10 * mm, f"{drawable(title)}, page {frame.page}"
    )
    canvas.restoreState()
