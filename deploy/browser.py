"""Chromium for the browser tests: where it is, and how it gets onto the machine."""

from __future__ import annotations

import os
import shutil
import sys

from deploy import system_packages
from deploy.plain_errors import PlainError, run_plainly

# Its shell without a window draws the same pages for less work.
NAMES = (
    *("chromium-headless-shell", "chromium"),
    *("chromium-browser", "google-chrome"),
)
PACKAGES = ("chromium-headless-shell", "libatomic1")  # the second for the driver's node


def find() -> str | None:
    """Return the path of a Chromium: from $CHROMIUM, else from the machine."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return next(filter(None, map(shutil.which, NAMES)), None)


def install() -> None:
    """See to it that a Chromium is there; raises PlainError where it can't be."""
    if find() is None:
        system_packages.install(PACKAGES, why="The browser tests need Chromium.")
    path = find()
    if path is None:
        message = "Chromium is still missing. Set CHROMIUM to the path of one."
        raise PlainError(message)
    print(f"Chromium is at {path}.")


if __name__ == "__main__":
    sys.exit(run_plainly(install))
