"""Servers of the tests: each answers in a thread, and is gone as soon as it may."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import HTTPServer

SOON = 0.01
"""Seconds until a server sees that it should end; half of one is usual."""


@contextmanager
def listening(handler, *, address="127.0.0.1"):
    """Yield a server that answers with `handler` at a port of its own."""
    with HTTPServer((address, 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=[SOON], daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
