"""Runs a module of another environment so that it listens on this machine alone.

Called by the Python of that environment: `on_loopback.py SECONDS MODULE ARGUMENTS`. It
ends by itself after so many seconds, whoever forgets it.
"""

from __future__ import annotations

import faulthandler
import runpy
import socket
import sys

EVERYWHERE = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}


class OnLoopback(socket.socket):
    """A socket that binds to loopback where it was told to bind everywhere."""

    def bind(self, address):
        """Bind to the same port, and to this machine alone."""
        host, *rest = address
        super().bind((EVERYWHERE.get(host, host), *rest))


if __name__ == "__main__":
    faulthandler.dump_traceback_later(int(sys.argv[1]), exit=True)
    socket.socket = OnLoopback
    module, sys.argv = sys.argv[2], sys.argv[2:]
    runpy.run_module(module, run_name="__main__")
