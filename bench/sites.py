"""Sets up what is measured: servers, databases, and the sites on loopback.

Two shops, with 1,000 and with 100,000 products, and a bare project over the first
one's table run side by side, so that whatever disturbs one disturbs all.
"""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench import clocks
from bench.visitor import Visitor, over_loopback
from deploy import running, servers
from deploy.children import Children, wait_until
from deploy.plain_errors import PlainError
from privacy.encryption import keyset

FEW, MANY = 1_000, 100_000
SLOWEST_START = 60.0
WORKERS = 2
OF_OUR_OWN = ("TEST_DATABASE_URL", "TEST_VAULT_URL", "TEST_REDIS_URL")
"""Servers that tests may be pointed to. Measuring fills databases, so never here."""


@dataclass(frozen=True)
class Site:
    """One gunicorn: what it serves, on which port, and the number of its process."""

    name: str
    port: int
    pid: int
    environment: Mapping[str, str]

    def visitor(self) -> Visitor:
        """A new visitor of this site."""
        return Visitor(over_loopback(self.port), f"127.0.0.1:{self.port}")


@dataclass(frozen=True)
class Sites:
    """All that runs; `worker` and `database` are roots of process trees."""

    few: Site
    many: Site
    bare: Site
    worker: list[int]
    database: list[int]


@contextmanager
def running_sites(*, many: int = MANY) -> Iterator[Sites]:
    """Start everything, yield it, and leave nothing behind.

    `many` is the number of products of the larger shop. Raises PlainError where
    something can't be found or does not start.
    """
    for name in OF_OUR_OWN:
        os.environ.pop(name, None)
    children = Children()
    with servers.running() as found, tempfile.TemporaryDirectory() as folder:
        var = Path(folder)
        try:
            few = environment(found.environment(), var)
            told("Filling a shop with", FEW)
            _stock(few, FEW)
            larger = few | {"DATABASE_URL": _copied(few["DATABASE_URL"])}
            told("Filling a shop with", many)
            _stock(larger, many)
            yield _started(children, few, larger, var)
        finally:
            children.stop()


def environment(found: Mapping[str, str], var: Path) -> dict[str, str]:
    """Settings as in production, behind a proxy that ends TLS; mail goes to files."""
    key_file = var / "keys.json"
    keyset.write_new(key_file)
    (var / "mail").mkdir()
    chosen = {
        "DJANGO_SETTINGS_MODULE": "shop.settings",
        "ENV_FILE": os.devnull,
        "VAR_DIR": str(var),
        "KEY_FILE": str(key_file),
        "SECRET_KEY": secrets.token_urlsafe(48),
        "ALLOWED_HOSTS": "127.0.0.1",
        "BEHIND_PROXY": "1",
        "EMAIL_URL": f"filemail:///{var / 'mail'}",
        "SHOP_ORIGIN": "https://127.0.0.1",
        "PYTHONUNBUFFERED": "1",
    }
    kept = {k: v for k, v in os.environ.items() if k not in {"DEMO", "DEBUG", "KEYSET"}}
    return {**kept, **found, **chosen}


def told(words: str, number: int) -> None:
    """Say what is being done, since it takes a while."""
    print(f"{words} {number:,} products …", file=sys.stderr, flush=True)


def _stock(env: Mapping[str, str], number: int) -> None:
    command = [sys.executable, "-m", "bench.stocking", str(number)]
    done = subprocess.run(
        command, env=dict(env), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise PlainError(f"The shop could not be filled: {done.stderr.strip()}")


def _copied(url: str) -> str:
    """Copy the database that `url` names, and return the URL of the copy."""
    server, _, name = url.rpartition("/")
    host, user = server.partition("@/")[2], "foldwell"
    with psycopg.connect(
        host=host, user=user, dbname=f"{name}_vault", autocommit=True
    ) as connection:
        connection.execute(f"CREATE DATABASE large TEMPLATE {name}")
    return f"{server}/large"


def _started(
    children: Children, few: Mapping[str, str], larger: Mapping[str, str], var: Path
) -> Sites:
    bare = {**few, "DJANGO_SETTINGS_MODULE": "bench.bare.settings"}
    sites = [
        _serve(children, "shop", few, "shop.wsgi", var),
        _serve(children, "large shop", larger, "shop.wsgi", var),
        _serve(children, "bare", bare, "bench.bare.wsgi", var),
    ]
    running.start_worker(children, env=few, log=var / "worker.log")
    worker = children.running[-1].process.pid
    for site in sites:
        # It is called before the loop goes on.
        if not wait_until(lambda: _answers(site.port), seconds=SLOWEST_START):  # noqa: B023
            log = (var / f"{site.name}.log").read_text()
            raise PlainError(f"The {site.name} site did not start: {log[-2000:]}")
    return Sites(*sites, [worker], clocks.named("postgres", [os.getpid()]))


def _serve(
    children: Children, name: str, env: Mapping[str, str], module: str, var: Path
) -> Site:
    """Start gunicorn with two sync workers on a free port of loopback."""
    log = var / f"{name}.log"
    with socket.create_server(("127.0.0.1", 0), backlog=64) as door:
        options = [f"--workers={WORKERS}", "--no-control-socket"]
        options += [f"--bind=fd://{door.fileno()}", "--log-level=warning"]
        command = [sys.executable, "-m", "gunicorn", *options, module]
        child = children.start(
            f"{name} site", command, env=env, log=log, pass_fds=[door.fileno()]
        )
        return Site(name, door.getsockname()[1], child.process.pid, env)


def _answers(port: int) -> bool:
    try:
        over_loopback(port)("GET", "/healthz", {"Host": "127.0.0.1"}, b"")
    except OSError:
        return False
    return True
