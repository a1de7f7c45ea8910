"""A check of the lines to other machines: encrypted, and to whom they should lead.

What does not leave this machine needs neither; a network of your own that nobody else
is on can be named in PLAIN_LINES, and is then your word and not the program's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

_HERE = ("", "localhost", "127.0.0.1", "::1")


@register("security")
def lines_are_encrypted(**kwargs: Any) -> list[CheckMessage]:
    """Return an error for each plain line to another machine."""
    return [
        Error(f"{what} at {host} is reached {how}.", hint=hint, id="shop.E010")
        for what, host, how, hint in (*_databases(), *_brokers(), *_mail())
        if host not in settings.PLAIN_LINES
    ]


def _databases() -> Iterator[tuple[str, str, str, str]]:
    """Yield databases whose server could be anybody (libpq, sslmode)."""
    for name, told in settings.DATABASES.items():
        host = str(told.get("HOST") or "")
        mode = told.get("OPTIONS", {}).get("sslmode")
        if "postgresql" not in told["ENGINE"] or _is_here(host):
            continue
        if mode != "verify-full":
            hint = "Add ?sslmode=verify-full to its URL."
            yield f"The database {name}", host, "without verified TLS", hint


def _brokers() -> Iterator[tuple[str, str, str, str]]:
    """Yield servers of Redis that are reached plainly, or whoever they are."""
    for url in {settings.REDIS_URL, settings.CELERY_BROKER_URL}:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if not parts.scheme.startswith("redis") or _is_here(host):
            continue
        verifies = parse_qs(parts.query).get("ssl_cert_reqs", ["required"])[0]
        if parts.scheme != "rediss" or verifies.lower().removeprefix("cert_") in {
            "none",
            "optional",
        }:
            yield "Redis", host, "without verified TLS", "Begin its URL with rediss://."


def _mail() -> Iterator[tuple[str, str, str, str]]:
    """Yield the mail server if letters go there plainly (RFC 8314)."""
    host = str(settings.EMAIL_HOST or "")
    is_smtp = settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")
    encrypted = settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL
    if is_smtp and not encrypted and not _is_here(host):
        hint = "Begin EMAIL_URL with smtp+tls:// or smtp+ssl://."
        yield "The mail server", host, "without TLS", hint


def _is_here(host: str) -> bool:
    return host in _HERE or host.startswith("/")
