"""Watches every process that finds this on its path: what it connects to, and when.

Python runs it before any line of the shop, so that it hears of each try before the
shop's own guard may refuse it. It writes a line of JSON for each into the file WATCHED.
It also stands in for a name server: NAMES says which address a name has.
"""

import _socket
import json
import os
import sys

EVENTS = {
    *("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo"),
    *("socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"),
    *("subprocess.Popen", "os.system", "os.posix_spawn", "os.exec"),
}
WATCHED = os.environ.get("WATCHED", "")
NAMES = json.loads(os.environ.get("NAMES", "{}"))
asks = _socket.getaddrinfo


def watch(event, args):
    """Write down what is tried, and whether the door is open, and for whom."""
    if event not in EVENTS:
        return
    guarding = sys.modules.get("privacy.guarding")
    to = args[0] if event.startswith(("socket.get", "sub", "os")) else args[1]
    told = {
        "event": event,
        "to": plain(to),
        "open": [list(each) for each in guarding.is_open()] if guarding else [],
        "guarded": bool(guarding and guarding._standing),
        "program": os.path.basename(sys.argv[0] if sys.argv else ""),
    }
    line = os.open(WATCHED, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(line, json.dumps(told).encode() + b"\n")
    os.close(line)


def plain(to):
    """Return an address as JSON takes it."""
    if isinstance(to, tuple):
        return [plain(each) for each in to[:2]]
    return to if isinstance(to, int | None) else str(to)


def answers(host, *args, **kwargs):
    """Answer for a name that is known here; ask for every other."""
    if host in NAMES:
        sys.audit("socket.getaddrinfo", host, *args)
        host = NAMES[host]
    return asks(host, *args, **kwargs)


if WATCHED:
    _socket.getaddrinfo = answers
    sys.addaudithook(watch)
