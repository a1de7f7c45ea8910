"""A web worker that waits for nobody long: slow senders, slow readers, slow pages.

A request is given a thread once all of it is here. Gunicorn's own worker gives it one
at the first byte, so that eight slow callers would hold all eight; and where it can't
read a request it writes the caller's address and the line into its log. Ours does
neither.
"""

from __future__ import annotations

import re
import socket
import time
from typing import Any

# gunicorn has no types.
from gunicorn.http import errors  # type: ignore[import-untyped]

# gunicorn has no types.
from gunicorn.workers.gthread import (  # type: ignore[import-untyped]
    _DEFER,
    TConn,
    ThreadWorker,
)

ARRIVAL = 20.0  # seconds in which a whole request, head and body, must be here
TAKING = 20.0  # seconds in which one piece of an answer must be taken
WORK = 60.0  # seconds after which a worker with a request still in it is replaced
LARGEST_HEAD = 64 * 1024  # bytes; gunicorn refuses it before
LARGEST_BODY = 256 * 1024  # bytes; a larger one is refused without being read
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,9})[ \t]*(?=\r\n)", re.I)
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


class TooSlow(errors.NoMoreData):  # type: ignore[misc] # no stubs
    """The request is not here in time; for gunicorn, its sender is gone."""


class HurriedSocket:
    """A connection that holds what has come of a request until all of it is here."""

    def __init__(self, connection: socket.socket) -> None:
        """Take the connection; the time of a request begins with its first look."""
        self.connection = connection
        self.held = bytearray()
        self.until: float | None = None

    def __getattr__(self, name: str) -> Any:
        """Be the connection in all other respects."""
        return getattr(self.connection, name)

    def begin(self, now: float) -> None:
        """Let the time of a request begin, unless it runs already."""
        if self.until is None:
            self.until = now + ARRIVAL

    def is_late(self, now: float) -> bool:
        """Whether the request should have been here by now."""
        return self.until is not None and now >= self.until

    def forget(self) -> None:
        """Let go of the request: what is done now only ends the connection."""
        self.held.clear()
        self.until = None

    def has_all(self) -> bool:
        """Take what has come, without waiting; whether a thread can go on with it."""
        self.connection.setblocking(False)
        try:
            while not _is_whole(self.held):
                piece = self.connection.recv(65536)
                if not piece:  # The caller is gone: gunicorn finds that out.
                    return True
                self.held += piece
        except BlockingIOError:
            return False
        return True

    def recv(self, size: int, *flags: int) -> bytes:
        """Return the next bytes. Raises TooSlow when the time is over."""
        if self.held:
            piece = bytes(self.held[:size])
            del self.held[:size]
            return piece
        if self.until is None:
            # Only the end of a connection is read so, by the thread that all wait for:
            # it takes what is there, and does not wait for a caller to hang up.
            self.connection.setblocking(False)
            return self.connection.recv(size, *flags)
        try:
            self.connection.settimeout(self._left(self.until))
            return self.connection.recv(size, *flags)
        except TimeoutError:
            _count("SLOW")
            raise TooSlow from None

    def _left(self, until: float) -> float:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def sendall(self, data: bytes, *flags: int) -> None:
        """Send everything. Raises TimeoutError when it is not taken."""
        self.connection.settimeout(TAKING)
        self.connection.sendall(data, *flags)


def _is_whole(held: bytearray) -> bool:
    """Whether head and body are here, or as much as is needed to refuse them."""
    end = held.find(b"\r\n\r\n")
    if end < 0:
        return len(held) > LARGEST_HEAD
    lengths = _LENGTH.findall(held, 0, end + 2)
    if len(lengths) != 1 or int(lengths[0]) > LARGEST_BODY:
        return True
    return len(held) >= end + 4 + int(lengths[0])


class HurriedWorker(ThreadWorker):  # type: ignore[misc] # no stubs
    """Gunicorn's threaded worker with an end to each wait."""

    alive: bool

    def __init__(self, *args: Any, **named: Any) -> None:
        """Begin with no request under way."""
        super().__init__(*args, **named)
        self.under_way: dict[int, float] = {}

    def handle(self, conn: TConn) -> Any:
        """Serve one request of a connection, once all of it is here."""
        now = time.monotonic()
        if not isinstance(conn.sock, HurriedSocket):
            conn.sock = HurriedSocket(conn.sock)
        conn.sock.begin(now)
        try:
            if not _read_ahead(conn) and not conn.sock.has_all():
                return self._later(conn, now)
        except OSError:  # The connection broke off.
            return False
        conn.data_ready = True
        try:
            return super().handle(conn)
        finally:
            conn.sock.until = None

    def _later(self, conn: TConn, now: float) -> Any:
        """Give the thread back; the poller says when more has come."""
        if conn.sock.is_late(now):
            _count("SLOW")
            conn.sock.forget()
            return False
        return _DEFER

    def murder_pending(self) -> None:
        """Close connections that fell silent; count those in mid-request."""
        now = time.monotonic()
        for conn in self.pending_conns:
            if conn.timeout <= now and conn.sock.held:
                _count("SLOW")
        super().murder_pending()

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


def _read_ahead(conn: TConn) -> bool:
    """Whether gunicorn holds the beginning of the next request already."""
    return conn.parser is not None and bool(conn.parser.unreader.buf.getvalue())


def _count(name: str) -> None:
    """Count under a rule; the program is there once a request was let in."""
    from shop.firewall import counting, rules  # needs the settings

    counting.count(getattr(rules, name))
