"""What is added to axe so that it is quicker changes nothing of what it says."""

from __future__ import annotations

import pytest

from tests import axe

pytestmark = pytest.mark.browser

TEXTS = [
    *("rgb(19, 34, 28)", "rgba(19, 34, 28, 0.35)", "rgba(0, 0, 0, 0)", "#7f7f7f"),
    *("#abc8", "rebeccapurple", "hsl(120deg 50% 40% / 0.5)", "hsl(1.5rad, 20%, 30%)"),
    *("oklch(0.7 0.2 150)", "color(display-p3 1 0.5 0)", "color(srgb 0.1 0.2 0.3)"),
    *("none of these", "rgb(", ""),
]
READ = """texts => [...texts, ...texts].map(text => {
    try {
        const {r, g, b, red, green, blue, alpha}
            = new axe.commons.color.Color().parseString(text);
        return [r, g, b, red, green, blue, alpha];
    } catch (error) { return error.message; }
})"""
FAINT = """<!doctype html><html lang="en"><title>Faint</title><main><h1>Faint</h1>
<p style="color: #777; background: #fff">one</p>
<p style="color: rgb(119 119 119 / 0.9); background: #fff">two</p>
<p style="color: #767676; background: #fff">three</p></main>"""


def read(page, script):
    page.goto("about:blank")
    page.evaluate(script)
    return page.evaluate(READ, TEXTS)


def test_a_colour_that_axe_remembers_is_the_one_that_it_read(page):
    plain = read(page, axe.PLAIN)
    assert read(page, axe.SCRIPT) == plain
    assert plain[0] == pytest.approx([19 / 255, 34 / 255, 28 / 255, 19, 34, 28, 1])
    assert "Unable to parse" in plain[-1]


def test_what_is_too_faint_is_found(page):
    page.set_content(FAINT)
    (found,) = axe.violations(page, rules=("color-contrast",))
    assert [node["html"][-7:-4] for node in found["nodes"]] == ["one", "two"]
