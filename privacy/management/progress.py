"""How far a long command is: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

BAR = 24
SECONDS_BETWEEN_LINES = 10


def counted(number: int, thing: str) -> str:
    """Return "1 data key" or "1,200 data keys"."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def moment(at: datetime) -> str:
    """Return the first full minute that is not before `at`, in words."""
    return f"{timezone.localtime(at + timedelta(seconds=59)):%d %B %Y %H:%M}"


class Progress:
    """Counts towards `total` and says how fast it goes and how long it will take."""

    def __init__(self, out: Any, total: int, what: str) -> None:
        """Write to `out`, a command's stdout; `what` names the things counted."""
        self._out, self._total, self._what = out, total, what
        self._on_terminal = bool(out.isatty())
        self._began = self._told = time.monotonic()
        self.done = 0

    def add(self, number: int) -> None:
        """Count `number` more and show it when it is time."""
        self.done += number
        now = time.monotonic()
        if self._on_terminal:
            self._out.write(f"\r{self._bar()} {self._line(now)}\033[K", ending="")
            self._out.flush()
        elif now - self._told >= SECONDS_BETWEEN_LINES:
            self._told = now
            self._out.write(self._line(now))

    def end(self) -> None:
        """Leave the last state standing on a line of its own."""
        if self._on_terminal and self.done:
            self._out.write("")

    def _bar(self) -> str:
        part = min(1.0, self.done / max(1, self._total))
        full = int(BAR * part)
        return f"[{'#' * full}{'.' * (BAR - full)}] {part:4.0%}"

    def _line(self, now: float) -> str:
        rate = self.done / max(now - self._began, 0.001)
        line = f"{self.done:,} of {self._total:,} {self._what}, {rate:,.0f} a second"
        left = max(0, self._total - self.done) / max(rate, 0.001)
        minutes, seconds = divmod(round(left), 60)
        return f"{line}, {minutes}:{seconds:02} left"
