"""Joins the component sheets in static/css/ into the one sheet that pages ask for.

Run it after editing a sheet; `tests/looks/` fails while the joined file is old.
"""

from __future__ import annotations

import re
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
JOINED = STATIC / "foldwell.css"
ORDER = (
    "tokens",
    "reset",
    "base",
    "layout",
    "top",
    "foot",
    "buttons",
    "fields",
    "choices",
    "cards",
    "tables",
    "timeline",
    "trail",
    "product",
    "listing",
    "home",
    "checkout",
    "your-data",
    "policy",
    "utils",
    "print",
)
"""Sheets in the order of their text; the cascade itself follows the layers."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def joined() -> str:
    """Return all sheets of ORDER as one, without comments and indentation.

    Addresses are rewritten, since the joined file stands one folder higher.
    """
    sheets = [(STATIC / "css" / f"{name}.css").read_text("utf-8") for name in ORDER]
    text = _COMMENT.sub("", "\n".join(sheets)).replace('url("../', 'url("')
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def main() -> None:
    """Write the joined sheet."""
    JOINED.write_text(joined(), "utf-8")
    print(f"{JOINED.relative_to(STATIC.parent)}: {JOINED.stat().st_size} bytes")


if __name__ == "__main__":
    main()
