"""Ways in which a program could reach somebody without asking: run behind the guard.

`python -m tests.privacy.disclosure.smuggling PORT START` tries each way on a server of
the tests at 127.0.0.1:PORT, after START ("web", "worker", "beat", "manage" or
"nothing") has begun as it does in the shop. It prints JSON: by the name of each way
the kind of error that it ended with, or "passed".
"""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import smtplib
import socket
import subprocess
import sys
import urllib.request

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

ONCE = Retry(NoBackoff(), 0)
NAME = "elsewhere.example.net"


def start(kind):
    """Begin as this process of the shop does."""
    if kind == "web":
        import shop.wsgi
    elif kind in {"worker", "beat"}:
        from celery import signals

        # To import it is how it begins.
        import shop.celery  # noqa: F401

        signal = signals.worker_init if kind == "worker" else signals.beat_init
        signal.send(sender=None)
    elif kind == "manage":
        import manage

        begun, sys.argv = sys.argv, ["manage.py", "check", "--tag", "urls"]
        manage.main()
        sys.argv = begun


def udp(port):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.sendto(b"alice", ("127.0.0.1", port))


def message(port):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.sendmsg([b"alice"], [], 0, ("127.0.0.1", port))


def bare(port):
    with socket.socket() as out:
        if error := out.connect_ex(("127.0.0.1", port)):
            raise OSError(error)


def plain(port):
    with socket.socket() as out:
        out.connect(("127.0.0.1", port))


def unix(port):
    with socket.socket(socket.AF_UNIX) as out:
        out.connect("/tmp/nobody.sock")


async def _stream(port):
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()


def curl(port):
    command = [sys.executable, "-c", "print()"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


WAYS = {
    "create_connection": lambda port: socket.create_connection(("127.0.0.1", port)),
    "connect": plain,
    "connect_ex": bare,
    "connect by name": lambda port: socket.socket().connect((NAME, port)),
    "urllib": lambda port: urllib.request.urlopen(f"http://127.0.0.1:{port}/"),
    "http.client": lambda port: http.client.HTTPConnection("127.0.0.1", port).connect(),
    "smtplib": lambda port: smtplib.SMTP("127.0.0.1", port, timeout=1),
    "redis": lambda port: redis.Redis(port=port, retry=ONCE).ping(),
    "asyncio": lambda port: asyncio.run(_stream(port)),
    "UDP sendto": udp,
    "UDP sendmsg": message,
    "question to a name server": lambda port: socket.getaddrinfo(NAME, port),
    "gethostbyname": lambda port: socket.gethostbyname(NAME),
    "gethostbyaddr": lambda port: socket.gethostbyaddr("192.0.2.1"),
    "getnameinfo": lambda port: socket.getnameinfo(("192.0.2.1", port), 0),
    "unix socket": unix,
    "another program": curl,
    "a shell": lambda port: os.system("true"),
    "a spawned program": lambda port: os.posix_spawn("/bin/true", ["true"], {}),
}


def tried(way, port):
    """Return the kinds of error along the way's chain, or "passed"."""
    try:
        way(port)
    except Exception as error:
        return [type(each).__name__ for each in (error, *_behind(error))]
    return ["passed"]


def _behind(error):
    while error := error.__cause__ or error.__context__ or _reason(error):
        yield error


def _reason(error):
    reason = getattr(error, "reason", None)
    return reason if isinstance(reason, Exception) else None


if __name__ == "__main__":
    socket.setdefaulttimeout(1)
    start(sys.argv[2])
    print(
        json.dumps({name: tried(way, int(sys.argv[1])) for name, way in WAYS.items()})
    )
