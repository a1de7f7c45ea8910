"""A whole shop in processes of its own: folder, databases, web server and worker.

It is prepared and started by what `make run` does it with, so that its logs, queues and
files are those of a real shop. On PostgreSQL it gets two databases beside the tests'
own. Preparing takes ten seconds and ends the same each time: a run of the tests does it
once, and every shop begins with a copy.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import environ
import psycopg
import redis
from psycopg import sql
from psycopg.conninfo import make_conninfo

from deploy import first_start, running
from deploy.children import Children, wait_until
from deploy.packages import ROOT
from tests.phone import Phone
from tests.proof.inside import Inside

OF_THE_TESTS = ("SECRET_KEY", "ALLOWED_HOSTS", "DEMO", "VAR_DIR", "KEY_FILE")
DATABASES = {"DATABASE_URL": "", "VAULT_URL": "_vault"}
REDIS = ("REDIS_URL", "BROKER_URL")
PATIENCE = 30
END_OF_LETTER = b"\n" + b"-" * 79 + b"\n"  # as Django's file backend writes it
READER = """
import sqlite3, sys
readers = [sqlite3.connect(path) for path in sys.argv[1:]]
for reader in readers:
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
print(flush=True)
sys.stdin.read()
"""


@dataclass
class Shop:
    """One that is open: where it is, and what it told when it was prepared."""

    var: Path
    port: int
    env: dict[str, str]
    told: str
    inside: Inside
    children: Children = field(default_factory=Children)
    # What each of the staff holds beside a password, by address.
    phones: dict[str, Phone] = field(default_factory=dict)

    def start_worker(self):
        """Let the work that waits be done."""
        log = self.var / "log" / "worker.log"
        running.start_worker(self.children, env=self.env, log=log)

    def python(self, *arguments):
        """Run a Python program with the shop's environment; return what it printed."""
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def opened(self):
        """Return what lies in the sealed fields: {"app.Model.field": [texts]}."""
        return json.loads(self.inside.run("-m", "tests.proof.opening"))

    @contextmanager
    def journals_kept(self):
        """Let SQLite's journals grow: with a reader in them they forget nothing."""
        # In another process: reading a file here would drop this one's locks on it.
        command = [sys.executable, "-c", READER, *map(str, self.var.glob("*.sqlite3"))]
        reader = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        reader.stdout.readline()
        try:
            yield
        finally:
            reader.communicate()

    def letters(self):
        """Return the letters that went out, as bytes; one file may hold several.

        The earlier ones come first: of one second their names do not say which that is.
        """
        paths = sorted((self.var / "mail").glob("*"), key=_written)
        files = [path.read_bytes() for path in paths]
        parts = [part for text in files for part in text.split(END_OF_LETTER)]
        return [part for part in parts if part.strip()]

    def waits_for(self, happens):
        """Wait until it happens; fail with what the worker said."""
        done = wait_until(happens, seconds=PATIENCE)
        assert done, (self.var / "log" / "worker.log").read_text()


def _written(path):
    return path.stat().st_mtime_ns, path.name


@dataclass
class Prepared:
    """One that nobody opened yet: its folder, its databases, what preparing told."""

    folder: Path
    urls: dict[str, str]
    told: str


@contextmanager
def prepared(folder, **settings):
    """Prepare a shop in `folder`, for others to begin with a copy of it.

    `settings` are names of the environment in which that happens.
    """
    before = os.umask(0o077)
    first_start.make_folder(folder)
    first_start.make_settings(folder / "settings.env")
    os.umask(before)
    with _databases(folder.name) as urls:
        env = _environment(folder, urls | _emptied(11), port=8000) | settings
        shop = Shop(folder, 0, env, told="", inside=Inside(env))
        yield Prepared(folder, urls, shop.python("-m", "deploy.preparing"))


@contextmanager
def open_shop(ready, var, *, number, **settings):
    """Make a copy of the prepared shop in `var`, serve it, and stop it in the end.

    `settings` are names of the environment that differ from a usual shop.

    On servers it has databases of its own, told apart by the folder's name, and the
    Redis databases `number` and the next.
    """
    shutil.copytree(ready.folder, var, dirs_exist_ok=True)
    urls = _emptied(number)
    with _databases(var.name, ready.urls) as ours, running.listening_on(0) as door:
        port = door.getsockname()[1]
        env = _environment(var, ours | urls, port=port) | settings
        shop = Shop(var, port, env, ready.told, inside=Inside(env))
        try:
            log = var / "log" / "web.log"
            running.start_web(shop.children, door, env=env, log=log)
            shop.waits_for(lambda: running.answers(port))
            yield shop
        finally:
            shop.inside.stop()
            shop.children.stop()


def _environment(var, urls, *, port):
    """Return what a shop in `var` finds in its environment, nothing of the tests'."""
    env = {**running.environment(var, port=port), **urls}
    env = {name: text for name, text in env.items() if name not in OF_THE_TESTS}
    return env | {"VAR_DIR": str(var)}


def _emptied(number):
    """Return the addresses of two Redis databases, where there is a server for them."""
    urls = {}
    for place, name in enumerate(REDIS):
        if os.environ.get(name):
            urls[name] = f"{_server(name)}/{number + place}"
            redis.Redis.from_url(urls[name]).flushdb()
    return urls


@contextmanager
def _databases(prefix, copied=None):
    """Yield the addresses of new databases where the suite runs on servers.

    They begin empty, or as those whose addresses are `copied`.
    """
    if not os.environ.get("DATABASE_URL"):
        yield {}
        return
    urls, ours = {}, conninfo(os.environ["DATABASE_URL"])
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    with psycopg.connect(ours, autocommit=True) as server:
        for name, suffix in DATABASES.items():
            _drop(server, prefix + suffix)
            template = copied[name].rpartition("/")[2] if copied else "template1"
            names = map(sql.Identifier, (prefix + suffix, template))
            server.execute(create.format(*names))
            urls[name] = f"{_server('DATABASE_URL')}/{prefix}{suffix}"
        yield urls
        for suffix in DATABASES.values():
            _drop(server, prefix + suffix)


def _server(name):
    return os.environ[name].rsplit("/", 1)[0]


def conninfo(url):
    """Return a database's URL as PostgreSQL's own programs read it."""
    told = environ.Env.db_url_config(url)
    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD"}
    named |= {"host": "HOST", "port": "PORT"}
    return make_conninfo(**{key: told[name] or None for key, name in named.items()})


def _drop(server, database):
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    server.execute(drop.format(sql.Identifier(database)))
