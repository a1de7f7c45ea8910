"""A web worker that waits for nobody long: slow senders, slow readers, slow pages.

Gunicorn's threads wait without end once the first byte is there, so that eight slow
callers would hold all eight. It also writes addresses and whole targets into its log
where it can't read a request; this worker writes neither.
"""

from __future__ import annotations

import socket
import time
from typing import Any

from gunicorn.http import errors
from gunicorn.workers.gthread import TConn, ThreadWorker

ARRIVAL = 20.0  # seconds in which a whole request, head and body, must be here
TAKING = 20.0  # seconds in which one piece of an answer must be taken
WORK = 60.0  # seconds after which a worker with a request still in it is replaced
_ANSWERS: dict[type[Exception], str] = {
    errors.LimitRequestLine: "414 URI Too Long",
    errors.LimitRequestHeaders: "431 Request Header Fields Too Large",
    errors.UnsupportedTransferCoding: "501 Not Implemented",
    errors.ExpectationFailed: "417 Expectation Failed",
}
_HEAD = (
    "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8"
    "\r\nX-Content-Type-Options: nosniff\r\nContent-Length: {length}\r\n\r\n"
)
_SAYS = "We could not read that.\n"


class TooSlow(errors.NoMoreData):
    """The request is not here in time; for gunicorn, its sender is gone."""


class HurriedSocket:
    """A connection whose next request must have arrived by a moment."""

    def __init__(self, connection: socket.socket) -> None:
        """Take the connection; the time begins with `begin`."""
        self.connection = connection
        self.until = 0.0

    def __getattr__(self, name: str) -> Any:
        """Be the connection in all other respects."""
        return getattr(self.connection, name)

    def begin(self, now: float) -> None:
        """Let the time of one request begin."""
        self.until = now + ARRIVAL

    def recv(self, size: int, *flags: int) -> bytes:
        """Return the next bytes. Raises TooSlow when the time is over."""
        left = self.until - time.monotonic()
        try:
            if left <= 0:
                raise TimeoutError
            self.connection.settimeout(left)
            return self.connection.recv(size, *flags)
        except TimeoutError:
            _count("SLOW")
            raise TooSlow from None

    def sendall(self, data: bytes, *flags: int) -> None:
        """Send everything. Raises TimeoutError when it is not taken."""
        self.connection.settimeout(TAKING)
        self.connection.sendall(data, *flags)


class HurriedWorker(ThreadWorker):
    """Gunicorn's threaded worker with an end to each wait."""

    def __init__(self, *args: Any, **named: Any) -> None:
        """Begin with no request under way."""
        super().__init__(*args, **named)
        self.under_way: dict[int, float] = {}

    def handle(self, conn: TConn) -> Any:
        """Serve one request of a connection, if it arrives in time."""
        if not isinstance(conn.sock, HurriedSocket):
            conn.sock = HurriedSocket(conn.sock)
        conn.sock.begin(time.monotonic())
        return super().handle(conn)

    def handle_request(self, req: Any, conn: TConn) -> Any:
        """Remember since when the program works on this request."""
        self.under_way[id(conn)] = time.monotonic()
        try:
            return super().handle_request(req, conn)
        finally:
            del self.under_way[id(conn)]

    def notify(self) -> None:
        """Tell the master that we live; leave in order once a request takes too long.

        The master starts another worker, and kills this one if it does not get away.
        """
        super().notify()
        oldest = min(list(self.under_way.values()), default=None)
        if self.alive and oldest is not None and time.monotonic() - oldest > WORK:
            self.log.error("A request took over %d seconds: the worker leaves.", WORK)
            self.alive = False

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Answer for what could not be read, without a word of it in the log."""
        known = isinstance(exc, errors.ParseException)
        status = _ANSWERS.get(type(exc), "400 Bad Request")
        if known:
            _count("SERVER")
        else:
            status = "500 Internal Server Error"
            self.log.error("The web server broke off: %s", type(exc).__name__)
        head = _HEAD.format(status=status, length=len(_SAYS))
        try:
            client.sendall((head + _SAYS).encode())
        except OSError:
            self.log.debug("The answer to an unreadable request was not taken.")


def _count(name: str) -> None:
    """Count under a rule; the program is there once a request was let in."""
    from shop.firewall import counting, rules  # needs the settings

    counting.count(getattr(rules, name))
