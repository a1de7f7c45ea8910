"""Product texts: plain writing turned into safe HTML, and into words to search."""

from __future__ import annotations

import re
import unicodedata

from django.utils.html import escape

_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_BULLET = re.compile(r"[-*•]\s+")
_NOT_A_WORD = re.compile(r"[\W_]+")


def rendered(text: str) -> str:
    """HTML for plain text: paragraphs apart by blank lines, lists by leading dashes.

    Everything typed is escaped; the only tags are p, ul and li.
    """
    tidy = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return "\n".join(_block(block) for block in _BLANK_LINE.split(tidy) if block)


def _block(block: str) -> str:
    lines = [line.strip() for line in block.split("\n") if line.strip()]
    if all(_BULLET.match(line) for line in lines):
        return "<ul>" + "".join(_item(line) for line in lines) + "</ul>"
    return f"<p>{escape(' '.join(lines))}</p>"


def _item(line: str) -> str:
    return f"<li>{escape(_BULLET.sub('', line, count=1))}</li>"


def folded(text: str) -> str:
    """The words of a text in lower case, without accents, apart by single spaces.

    Both search engines are fed this and nothing else, and so split words alike:
    "Crème-laid, 120 g/m²" becomes "creme laid 120 g m2".
    """
    # A lone surrogate can't be stored; what can't be stored can't be found.
    sound = text.encode("utf-8", "ignore").decode()
    # Twice, because some capitals show only once their disguise is off: 𝖠, A, a.
    parts = unicodedata.normalize("NFKD", sound).casefold()
    parts = unicodedata.normalize("NFKD", parts)
    plain = "".join(mark for mark in parts if not unicodedata.combining(mark))
    return _NOT_A_WORD.sub(" ", plain).strip()


def tidy(text: str, longest: int) -> str:
    """What a visitor typed, as a page may repeat it: cut short, spaces joined.

    Control characters and direction marks go: a page's own words must not be
    turned around by them.
    """
    plain = "".join(
        " " if unicodedata.category(mark)[0] in "CZ" else mark
        for mark in text[:longest]
    )
    return " ".join(plain.split())
