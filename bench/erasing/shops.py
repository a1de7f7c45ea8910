"""Shops on one PostgreSQL and one Redis: filled, with workers, asked from outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from celery import Celery

from bench import clocks, sites
from bench.rounds import wait_for_quiet
from deploy import packages
from deploy.children import Child, Children
from deploy.plain_errors import PlainError
from deploy.servers import Servers

OURS, THE_SHOPS = "bench.erasing.worker", "shop.celery"
CARRY_OUT, LOOK = "privacy.cases.tasks.carry_out", "privacy.cases.tasks.go_on"
UNDER_WAY = ("cooling_off", "queued", "running", "propagating")
SLOWEST = 400.0


@dataclass
class Shop:
    """One filled shop: the settings of its programs, its cases, and its workers."""

    name: str
    environment: Mapping[str, str]
    cases: list[str]
    children: Children
    workers: list[Child] = field(default_factory=list)

    @property
    def pids(self) -> list[int]:
        """The numbers of the workers' processes."""
        return [each.process.pid for each in self.workers]

    def start_worker(self, app: str, *, threads: int) -> None:
        """Start a worker as the shop does, but without the schedule."""
        options = ["--pool=threads", f"--concurrency={threads}", "--loglevel=WARNING"]
        options += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        name = f"worker {len(self.workers) + 1} of {self.name}"
        options.append(f"--hostname={len(self.workers)}@{self.name.replace(' ', '-')}")
        command = [sys.executable, "-m", "celery", f"--app={app}", "worker", *options]
        log = Path(self.environment["VAR_DIR"]) / f"{name}.log"
        env = self.environment
        self.workers.append(self.children.start(name, command, env=env, log=log))

    def stop_workers(self) -> None:
        """Stop the workers, so that they keep no core busy."""
        for each in self.workers:
            each.ask_to_stop()
            each.process.wait(timeout=30)
            each.sweep()
            self.children.running.remove(each)
        self.workers.clear()

    def send(self, task: str, ids: Sequence[str] = ()) -> None:
        """Send a task for each id, or one without any, into the workers' queue."""
        with Celery(broker=self.environment["BROKER_URL"]) as app:
            for arguments in [[each] for each in ids] or [[]]:
                app.send_task(task, arguments, queue="celery")

    def let_begin(self, cases: Sequence[str]) -> None:
        """End the cooling-off of some cases and send each to the workers."""
        sql = (
            b"UPDATE privacy_case SET cooling_until = now() WHERE id = ANY(%s::uuid[])"
        )
        with self.connected() as connection:
            connection.execute(sql, [list(cases)])
        self.send(CARRY_OUT, cases)

    def wait_until_done(self, cases: Sequence[str], *, looked: bool) -> None:
        """Wait until the cases are carried out, or until the last look closed them."""
        open_ = "closed_at IS NULL" if looked else "state = ANY(%s)"
        values = [] if looked else [list(UNDER_WAY)]
        with self.connected() as connection:
            self.wait(lambda: not _count(connection, cases, open_, values))

    def wait(self, happens: Callable[[], bool]) -> None:
        """Wait until it happens; raise PlainError when it takes too long."""
        until = time.monotonic() + SLOWEST
        while not happens():
            self.children.refuse_the_dead()
            if time.monotonic() > until:
                raise PlainError(f"The {self.name} was not done in {SLOWEST:.0f} s.")
            time.sleep(0.05)

    def progress(
        self, connection: psycopg.Connection, cases: Sequence[str]
    ) -> tuple[int, int]:
        """Return how many of the cases are carried out, and how many closed."""
        done = _count(connection, cases, "NOT state = ANY(%s)", [list(UNDER_WAY)])
        return done, _count(connection, cases, "closed_at IS NOT NULL", [])

    @contextmanager
    def connected(self) -> Iterator[psycopg.Connection]:
        """Open a connection to the shop's database."""
        url = self.environment["DATABASE_URL"]
        with connected(url) as connection:
            yield connection

    def spent(self, work: Callable[[], object]) -> dict[str, float]:
        """Run `work`; return the CPU seconds of the workers and of the database."""
        database = clocks.named("postgres", [os.getpid()])
        groups = {"worker": self.pids, "database": database}

        def and_rest() -> None:
            work()
            wait_for_quiet(self.pids, idle_share=0.0)

        wait_for_quiet(self.pids)
        return clocks.Meter(groups).during(and_rest)


@dataclass
class Builder:
    """Makes shops on these servers, each with databases and a broker of its own."""

    found: Servers
    environment: Mapping[str, str]
    children: Children
    made: int = 0

    def filled(self, name: str, people: int, orders: int, crowd: int = 0) -> Shop:
        """Return a new shop with so many cases of people with so many orders."""
        told = f"Filling {name}: {people:,} people with {orders:,} orders …"
        print(told, file=sys.stderr, flush=True)
        env = self._environment(None)
        command = [sys.executable, "-m", "bench.erasing"]
        done = subprocess.run(
            [*command, str(people), str(orders), str(crowd)],
            env=dict(env),
            cwd=packages.ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            last = done.stderr.strip().rpartition("\n")[2]
            raise PlainError(f"The {name} could not be filled: {last}")
        return Shop(name, env, json.loads(done.stdout), self.children)

    def copied(self, shop: Shop, name: str) -> Shop:
        """Return a shop that is just like another one, on which no worker runs."""
        return Shop(name, self._environment(shop), shop.cases, self.children)

    def _environment(self, like: Shop | None) -> dict[str, str]:
        self.made += 1
        found = {}
        for key, url in (
            ("DATABASE_URL", self.found.database_url),
            ("VAULT_URL", self.found.vault_url),
        ):
            template = like.environment[key] if like else ""
            found[key] = _new_database(url, self.made, template)
        for key, part in (("REDIS_URL", 0), ("BROKER_URL", 1)):
            found[key] = f"{self.found.redis_url}/{2 * self.made + part}"
        return {**self.environment, **found}


@contextmanager
def connected(url: str) -> Iterator[psycopg.Connection]:
    """Open a connection to a database of the measured PostgreSQL."""
    server, _, name = url.rpartition("/")
    host = server.partition("@/")[2]
    with psycopg.connect(
        host=host, user="foldwell", dbname=name, autocommit=True
    ) as connection:
        yield connection


def environment(found: Servers, var: Path) -> Mapping[str, str]:
    """Return the settings that all shops have in common."""
    return sites.environment(found.environment(), var)


def _new_database(url: str, number: int, template: str) -> str:
    name = f"{url.rpartition('/')[2]}_{number}"
    of = f" TEMPLATE {template.rpartition('/')[2]}" if template else ""
    with connected(url) as connection:
        connection.execute(f"CREATE DATABASE {name}{of}".encode())
    return f"{url.rpartition('/')[0]}/{name}"


def _count(
    connection: psycopg.Connection,
    cases: Sequence[str],
    having: str,
    values: Sequence[object],
) -> int:
    sql = f"SELECT count(*) FROM privacy_case WHERE id = ANY(%s::uuid[]) AND {having}"  # noqa: S608 - ours
    row = connection.execute(sql.encode(), [list(cases), *values]).fetchone()
    return int(row[0]) if row else 0
