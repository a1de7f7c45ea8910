"""Words that tracked files may not hold: other people's machines, reasons left out."""

from __future__ import annotations

import re

# In pieces, so that this file does not hold what it looks for.
REGISTRIES = (
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "crates" + ".io",
    "proxy.go" + "lang.org",
    "ruby" + "gems.org",
    "--index" + "-url",
    "arti" + "factory",
)
_FOLDERS = "home|root|work|Users|mnt|workspace"
MACHINE = re.compile(r"(?<![\w.~:/})<-])/(?:" + _FOLDERS + r")/[\w.]+|[A-Z]:\\Users\\")


def registries(texts):
    """Return the files that name a package registry."""
    return [
        f"{path}: {name}"
        for path, text in texts.items()
        for name in REGISTRIES
        if name in text.lower()
    ]


def machine_paths(texts):
    """Return the absolute paths of somebody's machine."""
    return [
        f"{path}: {found}"
        for path, text in texts.items()
        for found in MACHINE.findall(text)
    ]


def without_reason(text):
    """Return the lines of a requirements file that name a package and no reason."""
    named = [line for line in text.splitlines() if re.match(r"[A-Za-z]", line)]
    return [line for line in named if len(line.partition("#")[2].strip()) < 4]
