"""Who calls: the address behind a proxy, staff networks, how often somebody calls.

Addresses are personal data. None is kept: calls are counted under a keyed hash in
memory, and the key is thrown away each minute.
"""

from __future__ import annotations

import hashlib
import ipaddress
import os
import socket
import time
from collections.abc import Iterable, Mapping
from typing import Any

SECONDS = 60
MOST_CALLERS = 50_000  # in one minute and one process: 10 MB
HERE = frozenset({"", "127.0.0.1", "::1"})
STAFF = "/staff"
UNCOUNTED = "/static/"
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def told_by_proxy(environ: dict[str, Any]) -> None:
    """Put the caller's address where it belongs, as the nearest proxy wrote it.

    Each proxy adds whom it saw at the end (X-Forwarded-For): only the last entry is
    not the caller's to choose. Without one the address stays the proxy's.
    """
    said = environ.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    if said and _parsed(said):
        environ["REMOTE_ADDR"] = said


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(address)
    except ValueError:
        return None


class StaffNetworks:
    """The networks from which the staff pages open; without any, from everywhere."""

    def __init__(self, networks: Iterable[str]) -> None:
        """Take networks such as 192.0.2.0/24. Raises ValueError for what is none."""
        self.networks: tuple[Network, ...] = tuple(
            ipaddress.ip_network(each) for each in networks
        )

    def are_left(self, environ: Mapping[str, Any]) -> bool:
        """Whether a staff page is asked for from elsewhere, or from nobody knows."""
        if not environ["PATH_INFO"].startswith(STAFF):
            return False
        address = _parsed(environ.get("REMOTE_ADDR", ""))
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return address is None or not any(address in each for each in self.networks)


class Calls:
    """How often each address called in this minute, in this process."""

    def __init__(self, *, pages: int, forms: int) -> None:
        """Take how many pages and forms a minute may have; 0 counts nothing."""
        self.most = {"GET": pages, "HEAD": pages, "POST": forms}
        self._begin(0)

    def are_too_many(self, environ: Mapping[str, Any]) -> bool:
        """Count this call; whether it is one too many.

        The machine itself is not counted: a proxy that names no caller would make all
        of them one. Nor are files, of which one page brings thirty.
        """
        address = environ.get("REMOTE_ADDR", "")
        if address in HERE or environ["PATH_INFO"].startswith(UNCOUNTED):
            return False
        return self._count(address, environ["REQUEST_METHOD"], time.monotonic())

    def _count(self, address: str, method: str, now: float) -> bool:
        minute = int(now // SECONDS)
        if minute != self.minute:
            self._begin(minute)
        most = self.most[method]
        kind = b"f" if method == "POST" else b"p"
        key = hashlib.blake2b(
            kind + _machine(address), key=self.secret, digest_size=12
        ).digest()
        calls = self.calls.get(key, 0) + 1
        if calls > 1 or len(self.calls) < MOST_CALLERS:
            self.calls[key] = calls
        return 0 < most < calls

    def _begin(self, minute: int) -> None:
        self.minute = minute
        self.secret = os.urandom(32)
        self.calls: dict[bytes, int] = {}


def _machine(address: str) -> bytes:
    """The bytes that tell callers apart: all of IPv4, the /64 of IPv6."""
    if ":" not in address:
        return address.encode()
    try:
        return socket.inet_pton(socket.AF_INET6, address.partition("%")[0])[:8]
    except OSError:
        return address.encode()
