"""localstripe, which answers on the wire as Stripe does: fetched apart from the shop.

It is a program under the GPL in an environment of its own, started by one test and
imported by nothing. Where it is not there the test is left out, and says so.
"""

from __future__ import annotations

import sys

from deploy import packages
from deploy.plain_errors import run_plainly

VENV = packages.ROOT / "var" / "localstripe"
LOCK = "requirements-localstripe.txt"


def is_here() -> bool:
    """Say whether `make localstripe` was done."""
    return (VENV / f"installed-{LOCK.removesuffix('.txt')}").exists()


def install() -> None:
    """Fetch it by its hashes; raises PlainError where that fails."""
    packages.ensure([LOCK], venv=VENV)


if __name__ == "__main__":
    sys.exit(run_plainly(install))
