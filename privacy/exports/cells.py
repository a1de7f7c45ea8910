"""Cells of a table that a spreadsheet opens as text, whatever somebody typed in them.

A spreadsheet takes a cell that begins with = + - or @ for a formula, which can call
programs or send the table away (OWASP, CSV Injection; CWE-1236).
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence

_STARTERS = frozenset("=+-@|%")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
_BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a CSV file (RFC 4180) in UTF-8 with its mark, every cell in quotes."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([harmless(each) for each in heads])
    writer.writerows([harmless(each) for each in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """Return a cell that is no formula: one line, with ' before what could begin one.

    Numbers stay numbers. What is not seen, such as a tab or a zero-width space, counts
    for nothing at the beginning, and a full-width sign for the plain one.
    """
    line = _BREAKS.sub(", ", text.replace("\x00", "")).strip(", ") if text else ""
    if _NUMBER.fullmatch(line):
        return line
    return f"'{line}" if _begins_formula(line) else line


def _begins_formula(line: str) -> bool:
    plain = unicodedata.normalize("NFKC", line)
    seen = (each for each in plain if not _is_unseen(each))
    return next(seen, "") in _STARTERS or line[:1] in {"\t", "\r"}


def _is_unseen(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in {"Cc", "Cf", "Mn"}
