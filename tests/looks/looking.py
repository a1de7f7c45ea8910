"""A look at a page as people see it: on a phone in the dark, wide in light, narrow."""

from __future__ import annotations

import os
from pathlib import Path

from tests import axe

# Another width and other colours change no name, role or order.
SEEN = ("color-contrast", "target-size", "scrollable-region-focusable")
SIZES = ((390, "dark", axe.RULES), (1280, "light", SEEN), (320, "light", ()))
WIDE = "document.documentElement.scrollWidth"
# Not by their promises: that of an animation whose element goes is never kept.
AT_REST = """async () => {
  const end = performance.now() + 3000;
  do {
    await new Promise((done) =>
      requestAnimationFrame(() => requestAnimationFrame(done)));
  } while (document.getAnimations().length && performance.now() < end);
}"""


def look(page, name, *, bare=False):
    """Fail on anything that axe finds, or that sticks out; keep pictures if asked.

    A `bare` page has no line of promise at its head: checkout, and paying.
    """
    # Not the page for a breakdown, nor the beginning of one that is still read.
    page.wait_for_load_state()
    assert page.locator("h1" if bare else ".promise").count() == 1, name
    before = page.viewport_size
    wrong = [each for size in SIZES for each in _wrong(page, name, *size)]
    page.set_viewport_size(before)
    assert wrong == []


def _wrong(page, name, width, scheme, rules):
    """Yield what is wrong with the page at a width and in a scheme."""
    page.set_viewport_size({"width": width, "height": 900})
    # At rest at once: what moves in between is not what is looked at.
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.evaluate(AT_REST)
    for each in axe.violations(page, rules=rules) if rules else ():
        yield name, width, each["id"], each["nodes"][0]["html"]
    sideways = page.evaluate(WIDE)
    if sideways > width:
        yield name, width, f"{sideways} wide"
    kept = os.environ.get("SHOTS")
    if kept:
        path = Path(kept) / f"{name}-{width}-{scheme}.png"
        page.screenshot(path=str(path), full_page=True)
