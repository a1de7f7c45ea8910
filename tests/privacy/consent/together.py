"""Doing things at the same moment, each in a thread with a connection of its own."""

from __future__ import annotations

import threading

from django.db import connections


def at_once(*deeds):
    """Do everything at the same moment; return what each gave or raised."""
    ready, given = threading.Barrier(len(deeds)), [None] * len(deeds)

    def do(place, deed):
        try:
            ready.wait(timeout=10)
            given[place] = deed()
        except Exception as raised:
            given[place] = raised
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return given
