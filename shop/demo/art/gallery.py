"""All pictures of the demo shop by file name, and writing them to a folder.

``python -m shop.demo.art.gallery`` writes them into ``static/img/``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from shop.demo.art import envelopes, front, ink, keeping, notebooks, paper, sealing

FOLDER = Path(__file__).resolve().parents[3] / "static" / "img"
DEPARTMENTS = (envelopes, paper, notebooks, ink, sealing, keeping)


def files() -> dict[str, str]:
    """Return the text of every picture by its path below the image folder."""
    products = {
        f"products/{name}.svg": draw().svg()
        for department in DEPARTMENTS
        for name, draw in department.DRAWINGS.items()
    }
    return products | {
        "hero.svg": front.hero(),
        "tint-waves.svg": front.tint_waves(),
        "icon.svg": front.icon(),
    }


def write(folder: Path = FOLDER) -> int:
    """Write every picture below `folder` and return how many there are."""
    pictures = files()
    for name, text in pictures.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    return len(pictures)


if __name__ == "__main__":
    sys.stdout.write(f"{write()} pictures in {FOLDER}\n")
