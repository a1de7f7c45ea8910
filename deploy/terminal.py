"""Who gets Ctrl-C: the shop alone, so that `make` sees it end well.

Without this, `make` is interrupted together with the shop and reports a failure
for the ordinary way to stop.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def own_interrupts() -> Iterator[None]:
    """Be the terminal's foreground group meanwhile; do nothing without a terminal."""
    group = os.getpgrp()
    if not _is_in_front(group):
        yield
        return
    # Ctrl-Z would stop this group and leave `make` and the shell waiting for it.
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    if os.getpid() != group:
        os.setpgid(0, 0)
    os.tcsetpgrp(sys.stdin.fileno(), os.getpgrp())
    try:
        yield
    finally:
        os.tcsetpgrp(sys.stdin.fileno(), group)


def _is_in_front(group: int) -> bool:
    try:
        return sys.stdin.isatty() and os.tcgetpgrp(sys.stdin.fileno()) == group
    except (OSError, ValueError):
        return False
