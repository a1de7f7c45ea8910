"""A product's picture: what is drawn, on which ground, with which patterns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shop.demo.art.colours import GROUNDS
from shop.demo.art.shapes import group

SIZE = 400


@dataclass(frozen=True)
class Picture:
    """One square picture: a pale disc behind what lies flat, a floor for what stands.

    `patterns` are definitions that the body's fills name.
    """

    ground: str
    body: str
    patterns: tuple[str, ...] = ()
    stands: bool = False

    def svg(self) -> str:
        """Return the picture as the text of an SVG file."""
        behind = '<path d="M0 306h400v94H0z" fill="#000" fill-opacity=".06"/>'
        if not self.stands:
            behind = (
                '<circle cx="200" cy="200" r="158" fill="#fff" fill-opacity=".34"/>'
            )
        place = (
            "matrix(1.13 0 0 1.13 -26 -39.8)"
            if self.stands
            else "matrix(1.17 0 0 1.17 -34 -34)"
        )
        definitions = f"<defs>{''.join(self.patterns)}</defs>" if self.patterns else ""
        ground = f'<path d="M0 0h400v400H0z" fill="{GROUNDS[self.ground]}"/>'
        return f"{opened(SIZE, SIZE)}{definitions}{ground}{behind}" + (
            f"{group(self.body, transform=place)}</svg>\n"
        )


def opened(width: int, height: int) -> str:
    """Return the opening tag of an SVG file of this size."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}">'
    )


Drawings = dict[str, Callable[[], Picture]]
"""File names without their ending, and the functions that draw them."""
