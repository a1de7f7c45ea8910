"""The files of the project: what is tracked, and in a bare copy what lies there."""

from __future__ import annotations

import os
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NEVER_TRACKED = {".venv", "var", "staticfiles", "htmlcov", "__pycache__"}


@cache
def tracked():
    """Return the path of every tracked file, relative to the root."""
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    )
    names = os.fsdecode(listing.stdout).split("\0")[:-1] or _lying_there()
    return [Path(name) for name in names if (ROOT / name).is_file()]


def _lying_there():
    for folder, inner, names in os.walk(ROOT):
        inner[:] = [
            name
            for name in inner
            if name not in NEVER_TRACKED and not name.startswith(".")
        ]
        yield from (str((Path(folder) / name).relative_to(ROOT)) for name in names)


def texts(*suffixes, under=("",)):
    """Return path and text of the tracked files that end so and lie there.

    Without suffixes every file is read, as bytes that are lenient to what is no text.
    """
    return {
        str(path): (ROOT / path).read_text(errors="replace")
        for path in tracked()
        if (not suffixes or path.suffix in suffixes)
        and str(path).startswith(tuple(under))
    }
