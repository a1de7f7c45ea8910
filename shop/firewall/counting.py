"""How often each rule turned something away, by the hour: numbers and nothing else.

A refusal is counted in memory and written some seconds later by a thread of its own:
whoever is turned away waits for no database, and a flood writes one row and not many.
"""

from __future__ import annotations

import atexit
import logging
import threading
import time
from collections import Counter
from datetime import datetime

from django.conf import settings
from django.db import Error, connections, router
from django.utils import timezone

from shop.firewall.refusal import Refusal
from shop.firewall.rules import Rule

log = logging.getLogger(__name__)
_ADD = (
    "INSERT INTO shop_refusal (rule, hour, count) VALUES (%s, %s, %s)"
    " ON CONFLICT (hour, rule)"
    " DO UPDATE SET count = shop_refusal.count + excluded.count"
)


class Tally:
    """What was turned away in this process and is not written yet."""

    def __init__(self) -> None:
        """Begin at nought."""
        self.lock = threading.Lock()
        self.waiting: Counter[tuple[str, datetime]] = Counter()
        self.writer: threading.Thread | None = None

    def add(self, rule: Rule, *, at: datetime) -> None:
        """Count one, and see to it that it will be written."""
        hour = at.replace(minute=0, second=0, microsecond=0)
        with self.lock:
            self.waiting[rule.key, hour] += 1
            if self.writer is None and settings.FIREWALL_WRITES_AFTER is not None:
                self.writer = threading.Thread(
                    target=self._write_until_done, name="refusals", daemon=True
                )
                self.writer.start()

    def write(self) -> None:
        """Add what is waiting to the rows of its hours; keep it where that fails."""
        with self.lock:
            taken, self.waiting = self.waiting, Counter()
        try:
            _write(taken)
        except Error:
            log.exception("Refusals could not be written; they stay in memory.")
            with self.lock:
                self.waiting.update(taken)

    def _write_until_done(self) -> None:
        while True:
            time.sleep(settings.FIREWALL_WRITES_AFTER or 0)
            self.write()
            connections.close_all()
            with self.lock:
                if not self.waiting:
                    self.writer = None
                    return


def _write(taken: Counter[tuple[str, datetime]]) -> None:
    if not taken:
        return
    connection = connections[router.db_for_write(Refusal)]
    adapt = connection.ops.adapt_datetimefield_value
    rows = [(rule, adapt(hour), count) for (rule, hour), count in taken.items()]
    with connection.cursor() as cursor:
        cursor.executemany(_ADD, rows)


tally = Tally()


def count(rule: Rule) -> None:
    """Count one refusal under this rule, now."""
    tally.add(rule, at=timezone.now())


def _last_words() -> None:
    """Write what is left when a process ends in order."""
    if tally.waiting and settings.FIREWALL_WRITES_AFTER is not None:
        tally.write()


atexit.register(_last_words)
