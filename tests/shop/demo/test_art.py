"""The pictures come from code, are safe to show, and weigh little."""

from __future__ import annotations

import gzip
import re
from xml.etree import ElementTree

import pytest

from shop.demo.art import gallery, shapes, tints

PICTURES = gallery.files()
SVG = "{http://www.w3.org/2000/svg}"


def dangers(svg):
    """Return what a content policy would refuse in a drawing, or would fetch."""
    found = []
    for each in ElementTree.fromstring(svg).iter():
        name = each.tag.removeprefix(SVG)
        if name in {"style", "script", "foreignObject", "image", "use", "a"}:
            found.append(name)
        for key, value in each.attrib.items():
            outside = "url(" in value and not re.fullmatch(r"url\(#[a-z]\)", value)
            if key == "style" or key.startswith("on") or "href" in key or outside:
                found.append(key)
    return found


def test_there_are_48_products_a_hero_a_tint_and_an_icon():
    assert len(PICTURES) == 48 + 3


def test_drawing_again_gives_the_files_that_are_in_the_tree():
    for name, text in PICTURES.items():
        assert (gallery.FOLDER / name).read_text("utf-8") == text, (
            "run: .venv/bin/python -m shop.demo.art.gallery"
        )


def test_no_file_in_the_tree_is_left_from_an_earlier_drawing():
    kept = {path.relative_to(gallery.FOLDER) for path in gallery.FOLDER.rglob("*.svg")}

    assert {str(path) for path in kept} == set(PICTURES)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_has_neither_style_nor_script_nor_outside_address(name):
    assert dangers(PICTURES[name]) == []


@pytest.mark.parametrize(
    "inside",
    [
        "<style>p{}</style>",
        '<g style="fill:red"/>',
        '<g onload="x()"/>',
        '<g fill="url(https://example.net/a)"/>',
        '<image href="a.png"/>',
    ],
)
def test_the_search_for_dangers_finds_one(inside):
    assert dangers(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>')


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_weighs_at_most_two_kilobytes_compressed(name):
    assert len(gzip.compress(PICTURES[name].encode(), 9)) <= 2048


@pytest.mark.parametrize("name", PICTURES)
def test_every_pattern_that_a_picture_uses_is_in_it(name):
    svg = PICTURES[name]

    assert set(re.findall(r"url\(#(\w)\)", svg)) == set(re.findall(r' id="(\w)"', svg))


def test_products_are_square_and_say_their_size():
    for name, svg in PICTURES.items():
        if name.startswith("products/"):
            root = ElementTree.fromstring(svg)
            assert (root.get("width"), root.get("height")) == ("400", "400")


def test_writing_goes_to_the_folder_that_is_named(tmp_path):
    assert gallery.write(tmp_path) == len(PICTURES)
    assert (
        (tmp_path / "products" / "night-post.svg").read_text("utf-8").startswith("<svg")
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.0, "1"), (1.25, "1.2"), (-0.01, "0"), (0.5, "0.5"), (40, "40")],
)
def test_numbers_are_short(value, text):
    assert shapes.num(value) == text


def test_a_box_knows_its_points_parts_and_middle():
    box = shapes.Box(10, 20, 100, 50)

    assert box.at(0.5, 1) == (60, 70)
    assert box.part(0.1, 0, 0.5, 1) == shapes.Box(20, 20, 50, 50)
    assert box.inset(5) == shapes.Box(15, 25, 90, 40)
    assert box.moved(1, 2) == shapes.Box(11, 22, 100, 50)
    assert box.middle == (60, 45)


@pytest.mark.parametrize("kind", tints.KINDS)
def test_every_tint_is_a_pattern_that_repeats(kind):
    svg = tints.tint(kind, "#000", "#FFF", scale=0.5)

    assert svg.startswith('<pattern id="a" width="12" height="12"')
