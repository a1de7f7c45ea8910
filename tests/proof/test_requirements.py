"""docs/security.md holds every requirement of ASVS 5.0, and is true where it can be.

The numbers and levels are those of OWASP ASVS 5.0.0 (May 2025), level 1 and 2; level 3
is counted in, so that each number has its place.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from deploy.packages import ROOT

LEVELS = """
1.1 22  1.2 1111122223  1.3 112222222223  1.4 222  1.5 123  2.1 122  2.2 112  2.3 12223
2.4 23  3.1 3  3.2 113  3.3 12223  3.4 11222233  3.5 11122333  3.6 3  3.7 22333
4.1 12233  4.2 23333  4.3 22  4.4 1222  5.1 2  5.2 112333  5.3 113  5.4 222  6.1 122
6.2 111111112222  6.3 11223333  6.4 112233  6.5 22222333  6.6 2223  6.7 33  6.8 2222
7.1 222  7.2 1111  7.3 22  7.4 11222  7.5 223  7.6 22  8.1 1233  8.2 1123  8.3 133
8.4 23  9.1 111  9.2 1222  10.1 22  10.2 223  10.3 22223  10.4 1111122222233333
10.5 22222  10.6 22  10.7 222  11.1 2233  11.2 22233  11.3 11233  11.4 1222  11.5 23
11.6 23  11.7 33  12.1 12233  12.2 11  12.3 22223  13.1 2333  13.2 222223  13.3 2233
13.4 1222233  14.1 22  14.2 12223333  14.3 122  15.1 12233  15.2 12233  15.3 1222222
15.4 3333  16.1 2  16.2 22222  16.3 2222  16.4 222  16.5 2223  17.1 23  17.2 22223333
17.3 22
"""
LEAST = {"1": 1.0, "2": 0.9}
STATES = {"met", "set-up", "**not met**"}
TICKED = re.compile(r"`([^`]+)`")
A_FILE = re.compile(r"[\w./-]+/|[\w./-]+\.(?:py|md|html|conf|css|js|toml|txt|in)")


@dataclass(frozen=True)
class Row:
    """One requirement that applies, as the page has it."""

    number: str
    level: str
    asks: str
    state: str
    where: str
    shown_by: str


def required():
    """Return the level of each requirement of levels 1 and 2."""
    told = LEVELS.split()
    return {
        f"{section}.{place}": level
        for section, levels in zip(told[::2], told[1::2], strict=True)
        for place, level in enumerate(levels, start=1)
        if level in LEAST
    }


def page():
    return (ROOT / "docs" / "security.md").read_text()


def rows(text):
    """Return the rows of the tables of what applies."""
    lines = re.findall(r"^\| (\d+\.\d+\.\d+) \|(.*)\|$", text, re.MULTILINE)
    return [
        Row(number, *(cell.strip() for cell in rest.split("|")))
        for number, rest in lines
    ]


def left_out(text):
    """Return the numbers that do not apply; "all of 10" stands for a whole chapter."""
    part = text.split("## What does not apply")[1].split("\n## ")[0]
    told = re.findall(r"(?:all of (\d+))|(\d+\.\d+\.\d+)", part)
    return [
        number
        for chapter, one in told
        for number in required()
        if number == one or (chapter and number.startswith(f"{chapter}."))
    ]


def lacking(row):
    """Return the files and tests that a row names and that are not there."""
    files = [name for name in TICKED.findall(row.where) if A_FILE.fullmatch(name)]
    missing = [name for name in files if not (ROOT / name).exists()]
    for test in TICKED.findall(row.shown_by):
        path, _, name = test.partition("::")
        text = (ROOT / path).read_text() if (ROOT / path).is_file() else ""
        if not re.search(rf"^def {name}\(", text, re.MULTILINE):
            missing.append(test)
    return missing


def test_every_requirement_stands_here_once_with_its_level():
    assert Counter(required().values()) == {"1": 70, "2": 183}
    applying = rows(page())
    named = Counter([row.number for row in applying] + left_out(page()))
    assert named == Counter(required().keys())
    assert {row.number: row.level for row in applying}.items() <= required().items()


def test_every_file_and_every_test_that_is_named_is_there():
    assert [name for row in rows(page()) for name in lacking(row)] == []


def test_what_is_met_says_where_and_is_shown_by_a_test():
    for row in rows(page()):
        assert row.state in STATES, row
        assert row.asks, row
        assert row.where, row
        assert bool(row.shown_by) == (row.state != "**not met**"), row


def test_the_shares_are_as_the_page_says():
    for level, least in LEAST.items():
        those = [row for row in rows(page()) if row.level == level]
        met = [row for row in those if row.state != "**not met**"]
        share = len(met) / len(those)
        assert share >= least, level
        told = f"| Level {level} | {len(those)} | {len(met)} | {share:.0%}"
        assert told.replace("%", " %") in page()


def test_the_page_has_every_section_that_it_names():
    sections = set(re.findall(r"^## (.+)$", page(), re.MULTILINE))
    named = {
        name
        for row in rows(page())
        for name in re.findall(r"\*(\w[^*]+)\*,? ", row.where)
    }
    assert named - {"Show", "Your data"} <= sections
    assert len(named) > 5


def test_a_row_that_names_what_is_not_there_is_found():
    wrong = (
        "| 1.1.1 | 2 | x | met | `shop/none.py`, `Django` | `tests/none.py::test_x` |"
    )
    (row,) = rows(wrong)
    assert lacking(row) == ["shop/none.py", "tests/none.py::test_x"]
    (right,) = rows(
        "| 1.1.1 | 2 | x | met | `shop/pages.py` |"
        " `tests/proof/test_requirements.py::test_the_shares_are_as_the_page_says` |"
    )
    assert lacking(right) == []
