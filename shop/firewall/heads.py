"""What the head of a request says: method, host, size, and how long its body is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http.request import split_domain_port, validate_host

METHODS = frozenset({"GET", "HEAD", "POST"})
MOST_FIELDS = 100
LONGEST_COOKIES = 8_190  # characters
_OTHER_KEYS = 40  # of an environ, beside header fields, at the least
_MOST_NAMES = 50
LOCAL = [".localhost", "127.0.0.1", "[::1]"]


def is_unknown_method(environ: Mapping[str, Any]) -> bool:
    """Whether no page of ours takes this method (TRACE, PUT, OPTIONS …)."""
    return environ["REQUEST_METHOD"] not in METHODS


def is_too_large(environ: Mapping[str, Any]) -> bool:
    """Whether there are more header fields, or longer cookies, than a browser sends."""
    if len(environ.get("HTTP_COOKIE", "")) > LONGEST_COOKIES:
        return True
    if len(environ) <= MOST_FIELDS + _OTHER_KEYS:
        return False
    return sum(name.startswith("HTTP_") for name in environ) > MOST_FIELDS


def has_no_length(environ: Mapping[str, Any]) -> bool:
    """Whether the body comes in pieces or its length is no number.

    RFC 9112, section 6.3: two readers that see different ends can be fed a request
    that only one of them sees. Browsers send the length of each form.
    """
    if "HTTP_TRANSFER_ENCODING" in environ:
        return True
    length: str = environ.get("CONTENT_LENGTH") or "0"
    return not (length.isascii() and length.isdigit())


class Hosts:
    """The names under which the shop is asked for; those seen once are remembered."""

    def __init__(self) -> None:
        """Begin without any."""
        self.known: set[str] = set()

    def are_strange(self, environ: Mapping[str, Any]) -> bool:
        """Whether the host is none of ALLOWED_HOSTS, or no name at all."""
        host = environ.get("HTTP_HOST") or environ["SERVER_NAME"]
        if host in self.known:
            return False
        name, _port = split_domain_port(host)
        if not name or not validate_host(name, _allowed()):
            return True
        if len(self.known) < _MOST_NAMES:  # a pattern can match any number
            self.known.add(host)
        return False


def _allowed() -> list[str]:
    return settings.ALLOWED_HOSTS or (LOCAL if settings.DEBUG else [])
