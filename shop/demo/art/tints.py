"""Security tints: the patterns printed inside envelopes, and paper rulings."""

from __future__ import annotations

from collections.abc import Callable

from shop.demo.art.shapes import Box, circle, num, path, rect, stroke

SIDE = 24.0


def _lines(width: float, *, of: Callable[[float], str]) -> Callable[[float, str], str]:
    """Return a tint that is one stroked path, `width` wide at full scale."""
    return lambda n, ink: stroke(of(n), ink, width * n / SIDE, stroke_linecap="butt")


def _scaled(line: str, n: float) -> str:
    """Return path text in which every number is a share of the side `n`."""
    out, number = [], ""
    for letter in f"{line} ":
        if letter.isdigit() or letter in ".-":
            number += letter
            continue
        out.append(num(float(number) * n) if number else "")
        out.append(letter)
        number = ""
    return "".join(out).strip()


def _drawn(line: str, width: float) -> Callable[[float, str], str]:
    return _lines(width, of=lambda n: _scaled(line, n))


def _dots(n: float, ink: str) -> str:
    low, high = n * 0.25, n * 0.75
    return circle((low, low), n * 0.12, ink) + circle((high, high), n * 0.12, ink)


def _cross(n: float, ink: str) -> str:
    return _drawn("M0 0L1 1M1 0L0 1", 1.4)(n, ink) + circle(
        (n / 2, n / 2), n * 0.1, ink
    )


def _scales(n: float, ink: str) -> str:
    half = num(n / 2)
    arc = f"A{half} {half} 0 0 1"
    rows = (
        f"M0 {half}{arc} {num(n)} {half}M-{half} {num(n)}{arc} {half} {num(n)}"
        f"M{half} {num(n)}{arc} {num(n * 1.5)} {num(n)}"
    )
    ring = stroke(rows, ink, n / 16, stroke_linecap="butt")
    return ring + circle((n / 2, n * 0.42), n * 0.08, ink)


def _leaves(n: float, ink: str) -> str:
    leaf = "M.2 .45Q.2 .1 .5 .1Q.5 .45 .2 .45ZM.7 .95Q.7 .6 1 .6Q1 .95 .7 .95Z"
    return path(_scaled(leaf, n), ink)


KINDS: dict[str, Callable[[float, str], str]] = {
    "waves": _drawn("M0 .25Q.25 0 .5 .25T1 .25M0 .75Q.25 .5 .5 .75T1 .75", 1.6),
    "hatch": _drawn("M0 1L1 0M-.5 .5L.5 -.5M.5 1.5L1.5 .5", 2),
    "chevron": _drawn("M0 .4L.5 .1L1 .4M0 .9L.5 .6L1 .9", 2),
    "brick": _drawn("M0 0H1M0 .5H1M.25 0V.5M.75 .5V1", 1.5),
    "grid": _drawn("M0 .5H1M.5 0V1", 1.2),
    "rule": _drawn("M0 .5H1", 1.3),
    "cross": _cross,
    "dots": _dots,
    "scales": _scales,
    "leaves": _leaves,
}
"""How one square of each pattern is drawn: the side and the colour go in."""


def tint(kind: str, ink: str, ground: str, *, scale: float = 1, name: str = "a") -> str:
    """Return the pattern `kind`; a shape uses it with ``fill="url(#a)"``."""
    side = SIDE * scale
    size = f'width="{num(side)}" height="{num(side)}"'
    inner = rect(Box(0, 0, side, side), ground) + KINDS[kind](side, ink)
    return (
        f'<pattern id="{name}" {size} patternUnits="userSpaceOnUse">{inner}</pattern>'
    )


def stripes(name: str = "e", *, first: str, second: str, ground: str) -> str:
    """Return the slanted stripes along the edge of an airmail envelope."""
    return (
        f'<pattern id="{name}" width="36" height="36" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(35)">{rect(Box(0, 0, 36, 36), ground)}'
        f"{rect(Box(0, 0, 9, 36), first)}{rect(Box(18, 0, 9, 36), second)}</pattern>"
    )


def wallpaper(kind: str, ink: str, *, scale: float, opacity: str) -> str:
    """Return one square of a pattern as an SVG file that a page can repeat."""
    side = SIDE * scale
    inner = KINDS[kind](side, ink).replace("/>", f' stroke-opacity="{opacity}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{num(side)}"'
        f' height="{num(side)}">{inner}</svg>\n'
    )
