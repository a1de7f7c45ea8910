"""`make run` begins here, with nothing but python3: packages first, then the shop."""

from __future__ import annotations

import os
import sys

from deploy import packages
from deploy.plain_errors import run_plainly


def start() -> None:
    """Install what the shop needs, then become the process that runs it."""
    packages.ensure(["requirements.txt"])
    python = str(packages.python_in())
    os.execv(python, [python, "-m", "deploy.running", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(run_plainly(start))
