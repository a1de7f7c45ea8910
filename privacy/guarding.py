"""Refuses connections that are neither to the shop's own servers nor through the door.

Python tells an audit hook (PEP 578) of each connection, question to a name server and
datagram before it happens, whatever library makes it. Libraries in C, such as that of
PostgreSQL, tell it nothing: docs/disclosure.md says what stays outside.
"""

from __future__ import annotations

import ipaddress
import logging
import os
import platform
import socket
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from privacy import recipients
from privacy.recipients import Endpoint

logger = logging.getLogger(__name__)

NOWHERE = ("192.0.2.1", 9)
"""An address that belongs to nobody (RFC 5737): where `holds` tries to connect to."""
BROKERS = {"redis": 6379, "rediss": 6379, "amqp": 5672, "amqps": 5671}

ADDRESSED = {"connect": 0, "connect_ex": 0, "sendto": -1, "sendmsg": 3}
"""What takes an address, and at which place. A host that is a name is asked for before
the hook hears of it, so that it has to be looked at here first."""

_open: ContextVar[tuple[Endpoint, ...]] = ContextVar("open_to", default=())
_quiet: ContextVar[bool] = ContextVar("quiet", default=False)
_answers: dict[str, set[str]] = {}
_refused: Counter[str] = Counter()
_counting = threading.Lock()
_standing: set[str] = set()
_ask_names = socket.getaddrinfo


class NotThroughTheDoor(PermissionError):
    """A connection that nobody declared. The message names no address."""


def stand(*, programs: bool = True) -> None:
    """Watch every connection of this process, from now until it ends.

    With `programs`, starting another program is refused as well: it would have
    sockets of its own, which nobody here can see.
    """
    if "hook" not in _standing:
        _standing.add("hook")
        socket.getaddrinfo = _noting_names
        for name, place in ADDRESSED.items():
            setattr(socket.socket, name, _looking(getattr(socket.socket, name), place))
        sys.addaudithook(watch)
    if programs:
        # Celery prints it at its start. The module asks a program once and remembers.
        platform.processor()
        _standing.add("programs")


@contextmanager
def open_to(endpoints: Iterable[Endpoint]) -> Iterator[None]:
    """Let connections to these endpoints pass until the block ends, in this thread."""
    token = _open.set(tuple(endpoints))
    try:
        yield
    finally:
        _open.reset(token)


def is_open() -> tuple[Endpoint, ...]:
    """Return where connections may lead beside the shop's own servers."""
    return _open.get()


def holds() -> bool:
    """Try what must be refused, and tell whether it was. Nothing is sent by that."""
    token = _quiet.set(True)
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as tried:
            tried.connect(NOWHERE)
    except NotThroughTheDoor:
        return True
    except OSError:
        return False
    finally:
        _quiet.reset(token)
    return False


def refused() -> bool:
    """Tell whether something was refused since it was last taken down."""
    return bool(_refused)


def taken_down() -> dict[str, int]:
    """Return how often what was refused, and begin to count anew."""
    with _counting:
        found = dict(_refused)
        _refused.clear()
    return found


def watch(event: str, args: tuple[Any, ...]) -> None:
    """Raise NotThroughTheDoor for what may not happen: the audit hook.

    It is asked for everything that Python audits, so most must cost it nothing.
    """
    look = _LOOKS.get(event)
    if look is not None and not look(args):
        _refuse(event)


def own_servers() -> frozenset[Endpoint]:
    """Return the shop's own servers: databases, cache, broker, mail on this machine."""
    found = {*_databases(), *_caches(), *_brokers(), *_this_machine()}
    return frozenset(each for each in found if each.host)


_own_servers = cache(own_servers)


def _databases() -> Iterator[Endpoint]:
    for each in settings.DATABASES.values():
        yield Endpoint(each.get("HOST") or "", int(each.get("PORT") or 5432))


def _caches() -> Iterator[Endpoint]:
    for each in settings.CACHES.values():
        places = each.get("LOCATION") or ""
        for place in [places] if isinstance(places, str) else places:
            yield from _of_url(place)


def _brokers() -> Iterator[Endpoint]:
    for place in (settings.CELERY_BROKER_URL or "").split(";"):
        yield from _of_url(place)


def _this_machine() -> Iterator[Endpoint]:
    # None where letters are written into files.
    if recipients.is_this_machine(settings.EMAIL_HOST or ""):
        yield Endpoint(settings.EMAIL_HOST, settings.EMAIL_PORT)
    # Where systemd waits to hear that a server is up.
    yield Endpoint(os.environ.get("NOTIFY_SOCKET", "").replace("@", "\0", 1), 0)


def _of_url(url: str) -> Iterator[Endpoint]:
    parts = urlsplit(url)
    if parts.scheme in BROKERS:
        host = parts.hostname or "localhost"
        yield Endpoint(host, parts.port or BROKERS[parts.scheme])
    elif parts.scheme in {"unix", "redis+socket"}:
        yield Endpoint(parts.path, 0)


def _connects(args: tuple[Any, ...]) -> bool:
    """Whether a socket may connect or send to an address: (socket, address)."""
    address = args[1]
    if address is None:
        return True  # It was connected before, and looked at then.
    if isinstance(address, str | bytes):
        return Endpoint(_name(address), 0) in _allowed()
    if isinstance(address, tuple) and len(address) > 1:
        return _leads_to(_name(address[0]), address[1])
    return False


def _leads_to(host: str, port: Any) -> bool:
    return any(
        port == each.port and (host == each.host or host in _answers.get(each.host, ()))
        for each in _allowed()
    )


def _asks(args: tuple[Any, ...]) -> bool:
    """Whether a name server may be asked for a name: (name, …).

    A question can carry something out as well. What is no name asks nobody.
    """
    name = _name(args[0])
    if not name or name in {socket.gethostname().lower(), "localhost"}:
        return True
    return _is_address(name) or any(name == each.host for each in _allowed())


def _asks_back(args: tuple[Any, ...]) -> bool:
    """Whether the name of an address may be asked for: (address,) or (name,)."""
    asked = args[0][0] if isinstance(args[0], tuple) else args[0]
    name = _name(asked)
    own = {socket.gethostname().lower(), "localhost", ""}
    return name in own or recipients.is_this_machine(name)


def _starts(args: tuple[Any, ...]) -> bool:
    """Whether another program may be started."""
    return "programs" not in _standing


_LOOKS: dict[str, Callable[[tuple[Any, ...]], bool]] = {
    "socket.connect": _connects,
    "socket.sendto": _connects,
    "socket.sendmsg": _connects,
    "socket.getaddrinfo": _asks,
    "socket.gethostbyname": _asks,
    "socket.gethostbyaddr": _asks_back,
    "socket.getnameinfo": _asks_back,
    "subprocess.Popen": _starts,
    "os.system": _starts,
    "os.posix_spawn": _starts,
}


def _allowed() -> Iterable[Endpoint]:
    return (*_own_servers(), *_open.get())


def _name(told: Any) -> str:
    """Return a name or an address as endpoints have it; no name as ""."""
    if isinstance(told, bytes | bytearray):
        told = bytes(told).decode("ascii", "replace")
    if not isinstance(told, str):
        return ""
    return told if "/" in told or "\0" in told else told.lower().rstrip(".")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return True


def _looking(method: Callable[..., Any], place: int) -> Callable[..., Any]:
    """Return the method of a socket so that it looks at the address before all else."""

    @wraps(method)
    def looked(self: socket.socket, *args: Any) -> Any:
        if args[place:] and not _connects((self, args[place])):
            event = f"socket.{method.__name__.removesuffix('_ex')}"
            # Whoever else listens hears of the try, and the guard as one of them.
            sys.audit(event, self, args[place])
            _refuse(event)
        return method(self, *args)

    return looked


def _noting_names(host: Any, *args: Any, **kwargs: Any) -> Any:
    """Ask for a name as socket.getaddrinfo does, and keep in mind what it stands for.

    A connection is made to an address, and the answer to the next question may be
    another one. Whoever came here was let through by the hook.
    """
    found = _ask_names(host, *args, **kwargs)
    name = _name(host)
    if any(name == each.host for each in _allowed()):
        _answers.setdefault(name, set()).update(str(each[4][0]) for each in found)
    return found


def _refuse(event: str) -> None:
    if not _quiet.get():
        # A log that is kept elsewhere must not make it go round in circles.
        token = _quiet.set(True)
        try:
            with _counting:
                _refused[event] += 1
            logger.warning("refused, since it did not pass the door: %s", event)
        finally:
            _quiet.reset(token)
    raise NotThroughTheDoor("This did not pass the door for what leaves.")
