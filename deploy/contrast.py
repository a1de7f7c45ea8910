"""Says whether every pair of colours that the pages use can be read.

Reads the tokens themselves, so what is measured is what browsers get. Exits 1
when a pair misses its target in light or dark.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

TOKENS = Path(__file__).resolve().parent.parent / "static" / "css" / "tokens.css"

_HEX = r"(#[0-9A-Fa-f]{6})"
_PLAIN = re.compile(rf"--([a-z-]+):\s*{_HEX};")
_BOTH = re.compile(rf"--([a-z-]+):\s*light-dark\(\s*{_HEX},\s*{_HEX}\s*\);")

TEXT, SHORT_TEXT, SHAPE = 7.0, 4.5, 3.0
"""Least contrast: WCAG 2.2 criteria 1.4.6 (AAA), 1.4.3 (AA) and 1.4.11."""

PAIRS: tuple[tuple[str, str, float, str], ...] = (
    ("text", "bg", TEXT, "body text on page"),
    ("text", "surface", TEXT, "body text on card"),
    ("text", "sunken", TEXT, "text in a quiet panel"),
    ("text", "tint", TEXT, "text in a chosen card"),
    ("text", "line", SHORT_TEXT, "text on a hairline fill"),
    ("muted", "bg", TEXT, "hint on page"),
    ("muted", "surface", TEXT, "hint on card"),
    ("muted", "sunken", TEXT, "hint in a quiet panel"),
    ("muted", "tint", SHORT_TEXT, "hint in a chosen card"),
    ("link", "bg", TEXT, "link on page"),
    ("link", "surface", TEXT, "link on card"),
    ("link", "sunken", SHORT_TEXT, "link in a quiet panel"),
    ("link", "tint", SHORT_TEXT, "link in a chosen card"),
    ("on-brand", "brand", TEXT, "button"),
    ("on-brand", "brand-strong", TEXT, "button under the pointer"),
    ("on-post", "post", TEXT, "text on post yellow"),
    ("on-band", "band", TEXT, "text on the green band"),
    ("post", "band", SHAPE, "yellow button on the band"),
    ("danger", "surface", TEXT, "error on card"),
    ("danger", "bg", SHORT_TEXT, "error on page"),
    ("danger", "danger-tint", SHORT_TEXT, "error tag"),
    ("text", "danger-tint", TEXT, "text in an error notice"),
    ("warn", "surface", SHORT_TEXT, "warning on card"),
    ("warn", "warn-tint", SHORT_TEXT, "warning tag"),
    ("text", "warn-tint", TEXT, "text in a warning"),
    ("info", "surface", SHORT_TEXT, "news on card"),
    ("info", "info-tint", SHORT_TEXT, "news tag"),
    ("text", "info-tint", TEXT, "text in a notice"),
    ("ok", "surface", SHORT_TEXT, "done on card"),
    ("ok", "ok-tint", SHORT_TEXT, "done tag"),
    ("text", "ok-tint", TEXT, "text in a done notice"),
    ("edge", "bg", SHAPE, "field border on page"),
    ("edge", "surface", SHAPE, "field border on card"),
    ("edge", "sunken", SHAPE, "field border in a quiet panel"),
    ("brand", "bg", SHAPE, "button shape on page"),
    ("brand", "surface", SHAPE, "button shape on card"),
    ("focus", "bg", SHAPE, "focus ring on page"),
    ("focus", "surface", SHAPE, "focus ring on card"),
    ("focus", "halo", SHAPE, "focus ring and its halo"),
)
"""Foreground, ground, target, use: the pairs that sheets may put together."""


@dataclass(frozen=True)
class Reading:
    """One pair of tokens as computed: contrast in light and in dark."""

    front: str
    ground: str
    target: float
    use: str
    light: float
    dark: float

    @property
    def passes(self) -> bool:
        """Whether both themes reach the target."""
        return min(self.light, self.dark) >= self.target

    @property
    def verdict(self) -> str:
        """What stands at the end of its line in the table."""
        return "" if self.passes else "TOO FAINT"


class TokensUnclear(Exception):
    """The token sheet lacks a colour, or says it twice with different values."""


def palettes(css: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return light and dark colours by token name from the text of a token sheet.

    Raises TokensUnclear when the plain light values, which older browsers get,
    differ from those in ``light-dark()``.
    """
    both = {name: (light, dark) for name, light, dark in _BOTH.findall(css)}
    light = {name: values[0] for name, values in both.items()}
    dark = {name: values[1] for name, values in both.items()}
    plain = dict(_PLAIN.findall(css))
    if plain != light:
        unlike = sorted(dict(plain.items() ^ light.items()))
        raise TokensUnclear(f"Light values differ between the two lists: {unlike}")
    return light, dark


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#RRGGBB`` (WCAG 2.2, 0 black to 1 white)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two ``#RRGGBB`` colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readings(css: str) -> list[Reading]:
    """Return every pair of PAIRS measured in the token sheet `css`.

    Raises TokensUnclear when a pair names a token that the sheet does not have.
    """
    light, dark = palettes(css)
    unknown = {name for pair in PAIRS for name in pair[:2]} - light.keys()
    if unknown:
        raise TokensUnclear(f"No colour for {sorted(unknown)}")
    return [
        Reading(
            front,
            ground,
            target,
            use,
            contrast(light[front], light[ground]),
            contrast(dark[front], dark[ground]),
        )
        for front, ground, target, use in PAIRS
    ]


def table(measured: list[Reading]) -> str:
    """Return the readings as a table in Markdown, misses marked."""
    lines = ["| use | pair | target | light | dark | |", "|---|---|--:|--:|--:|---|"]
    lines += [
        f"| {each.use} | {each.front} / {each.ground} | {each.target:g}"
        f" | {each.light:.2f} | {each.dark:.2f} | {each.verdict} |"
        for each in measured
    ]
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Print the table for a token sheet; return 1 when a pair misses its target."""
    sheet = Path(arguments[0]) if arguments else TOKENS
    measured = readings(sheet.read_text("utf-8"))
    print(table(measured))
    missed = [each for each in measured if not each.passes]
    print(f"{len(measured)} pairs, {len(missed)} too faint")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
