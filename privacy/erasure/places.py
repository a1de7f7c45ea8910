"""What is stored outside the databases: files of the shop, queue and cache on Redis.

Left out are the databases' own files, which are read as tables, what everybody may
fetch, the keys, and the demo's mailbox: its letters have left the shop.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from django.conf import settings

AT_ONCE = 1_000_000
OVERLAP = 4_096
_DATABASE_FILES = (".sqlite3", ".sqlite3-wal", ".sqlite3-shm", ".sqlite3-journal")


def parts() -> Iterator[tuple[str, bytes]]:
    """Return where and what: each part of each file, each key and value of a Redis."""
    for path in _files():
        where = str(path.relative_to(settings.VAR_DIR))
        yield from ((_named(where), part) for part in _parts_of(path))
    for name, url in _servers().items():
        yield from ((name, part) for part in _entries(url))


def _files() -> Iterator[Path]:
    kept = {Path(settings.MAIL_DIR), Path(settings.STATIC_ROOT)}
    for folder, inner, names in os.walk(settings.VAR_DIR):
        inner[:] = sorted(n for n in inner if Path(folder, n) not in kept)
        for name in sorted(names):
            path = Path(folder, name)
            is_ours = path == Path(settings.KEY_FILE)
            if not is_ours and not name.endswith(_DATABASE_FILES):
                yield path


def _parts_of(path: Path) -> Iterator[bytes]:
    """Return a file part by part; what stands on a border is in both."""
    try:
        with path.open("rb") as file:
            before = b""
            while part := file.read(AT_ONCE):
                yield before + part
                before = part[-OVERLAP:]
    except OSError:
        # A message that was just taken from the queue; or a file of somebody else's,
        # which the shop can't have written.
        return


def _named(where: str) -> str:
    """Name a file in findings; each message has a file of its own, under one name."""
    first, _, rest = where.partition(os.sep)
    return first if first == Path(settings.BROKER_DIR).name else f"{first}/{rest}"


def _servers() -> dict[str, str]:
    found = {f"cache {alias}": told["LOCATION"] for alias, told in _caches().items()}
    found["broker"] = settings.CELERY_BROKER_URL
    return {name: url for name, url in found.items() if url.startswith("redis")}


def _caches() -> dict[str, Any]:
    told: dict[str, Any] = settings.CACHES
    return {
        name: it for name, it in told.items() if isinstance(it.get("LOCATION"), str)
    }


def _entries(url: str) -> Iterator[bytes]:
    import redis

    server: Any = redis.Redis.from_url(url)
    readers = {
        b"string": server.get,
        b"list": lambda key: server.lrange(key, 0, -1),
        b"set": server.smembers,
        b"hash": lambda key: chain.from_iterable(server.hgetall(key).items()),
        b"zset": lambda key: server.zrange(key, 0, -1),
    }
    try:
        for key in server.scan_iter(count=1000):
            yield key
            value = readers.get(server.type(key), lambda _: None)(key)
            yield from [value] if isinstance(value, bytes) else value or ()
    finally:
        server.close()
