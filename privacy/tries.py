"""How often one may try: counters in the cache under keyed hashes, no address kept."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


class TooManyTries(Exception):
    """The limit is reached; `until` is when trying works again."""

    def __init__(self, until: datetime) -> None:
        super().__init__("Too many tries.")
        self.until = until


@dataclass(frozen=True)
class Limit:
    """At most `tries` in each stretch of `window`, counted by what it is told."""

    name: str
    tries: int
    window: timedelta

    def count(self, *counted: str, at: datetime) -> None:
        """Count one try by `counted`. Raises TooManyTries past the limit."""
        key, until = self._slot(counted, at)
        lasting = int(self.window.total_seconds())
        cache.add(key, 0, timeout=lasting)
        try:
            tries = cache.incr(key)
        except ValueError:  # It ended between the two calls.
            return
        # Django's database cache sets its own default time when it increments.
        cache.touch(key, timeout=lasting)
        if tries > self.tries:
            raise TooManyTries(until)

    def allows(self, *counted: str, at: datetime) -> bool:
        """Count one try by `counted`, and tell whether it is within the limit."""
        try:
            self.count(*counted, at=at)
        except TooManyTries:
            return False
        return True

    def forget(self, *counted: str, at: datetime) -> None:
        """Begin again at nought: the person has shown who they are."""
        cache.delete(self._slot(counted, at)[0])

    def _slot(self, counted: tuple[str, ...], at: datetime) -> tuple[str, datetime]:
        """The counter's key and the end of its stretch of time."""
        length = int(self.window.total_seconds())
        stretch = int(at.timestamp()) // length
        told = "\0".join((*counted, str(stretch)))
        digest = salted_hmac(f"tries.{self.name}", told, algorithm="sha256")
        end = datetime.fromtimestamp((stretch + 1) * length, tz=UTC)
        return f"limit:{digest.hexdigest()[:32]}", end


def network(request: HttpRequest) -> str:
    """The part of the caller's address that names a network and not a machine.

    /24 for IPv4, /48 for IPv6; "unknown" behind a socket that tells none.
    """
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return "unknown"
    bits = 24 if address.version == 4 else 48
    return str(ipaddress.ip_network((address, bits), strict=False))
