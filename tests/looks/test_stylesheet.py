"""The joined sheet is fresh and small, and the sheets keep the house rules."""

from __future__ import annotations

import re

import brotli
import pytest

from deploy import stylesheet

SHEETS = sorted((stylesheet.STATIC / "css").glob("*.css"))
PHYSICAL = re.compile(
    r"(?<![-\w])(?:margin|padding|border)-(?:left|right|top|bottom)\s*:"
    r"|(?<![-\w])(?:left|right|top|bottom|width|height|max-width|min-width)\s*:"
)


def bare(css):
    """The sheet without comments and without what stands in brackets."""
    return re.sub(r"\([^()]*\)", "", re.sub(r"/\*.*?\*/", "", css, flags=re.S))


def test_the_joined_sheet_is_what_the_component_sheets_say():
    fresh = stylesheet.JOINED.read_text("utf-8") == stylesheet.joined()

    assert fresh, "run: .venv/bin/python -m deploy.stylesheet"


def test_every_component_sheet_is_joined_but_those_for_staff():
    shop = {each.stem for each in SHEETS if not each.stem.startswith("staff")}

    assert shop == set(stylesheet.ORDER)


def test_the_sheets_of_the_shop_weigh_at_most_ten_kilobytes_compressed():
    assert len(brotli.compress(stylesheet.JOINED.read_bytes())) <= 10 * 1024


def test_those_of_the_staff_pages_weigh_at_most_twelve_together():
    # Beside the admin's own: no page of the shop asks for any of them.
    staff = [sheet for sheet in SHEETS if sheet.stem.startswith("staff")]

    weights = [len(brotli.compress(sheet.read_bytes())) for sheet in staff]

    assert len(weights) > 2
    assert sum(weights) <= 12 * 1024


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_a_sheet_has_at_most_150_lines(sheet):
    assert len(sheet.read_text("utf-8").splitlines()) <= 150


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_a_sheet_uses_logical_directions_only(sheet):
    assert not PHYSICAL.findall(bare(sheet.read_text("utf-8")))


def test_the_search_for_physical_directions_finds_one():
    assert PHYSICAL.findall("a { margin-left: 1px; }")
    assert PHYSICAL.findall("a { color: red; width: 1px; }")


def outside_layers(css):
    """Return the selectors of a sheet's outermost blocks that are no layer."""
    depth, start, found = 0, 0, []
    text = re.sub(r"/\*.*?\*/|@layer [^{;]*;", "", css, flags=re.S)
    for place, letter in enumerate(text):
        if letter == "{":
            if depth == 0 and not text[start:place].strip().startswith("@layer"):
                found.append(text[start:place].strip())
            depth += 1
        elif letter == "}":
            depth -= 1
            start = place + 1
    return found


def test_every_rule_of_the_shop_stands_in_a_layer():
    assert outside_layers(stylesheet.JOINED.read_text("utf-8")) == []


def test_the_search_for_rules_outside_layers_finds_one():
    css = "@layer a, b; @layer a { p { color: red } } main p { color: blue }"

    assert outside_layers(css) == ["main p"]


def test_important_is_used_only_to_hide_to_print_and_to_hold_still():
    users = {sheet.stem for sheet in SHEETS if "!important" in sheet.read_text("utf-8")}

    assert users == {"base", "print", "utils"}


def test_nothing_is_fetched_from_anywhere_else():
    css = stylesheet.JOINED.read_text("utf-8")

    assert re.findall(r"url\(([^)]*)\)", css) == ['"img/tint-waves.svg"']
    assert "@import" not in css
    assert "@font-face" not in css
