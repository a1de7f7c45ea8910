"""Runs the processes that measure encryption, one after the other, and judges them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import psycopg

from bench import report, rounds
from bench.bounds import Line
from bench.sealed import bounds
from bench.sites import OF_OUR_OWN
from deploy import packages, servers
from deploy.plain_errors import PlainError

RESULTS = report.RESULTS.with_name("encryption.json")
ROWS, MANY = 20_000, 1_000_000
LOCK = "bench/sealed/theirs/requirements.txt"
THEIR_VENV = packages.ROOT / "var" / "bench-packages"
THEIRS = (
    "django-cryptography-5",
    "django-fernet-fields-v2",
    "django-encrypted-model-fields",
    "django-fernet-encrypted-fields",
)
METHOD = (
    "Client CPU time of one process; ours, or a package, and plain Django columns in"
    " turns, medians of five rounds after one to warm up, ratios within each round;"
    " {rows:,} rows in blocks of 1,000, a key for each row, all keys in memory unless"
    " said otherwise (as many are held as there are rows; a shop holds 4,096), values"
    " bound to their rows. Plain: the same row id, owner and indexed e-mail address,"
    " all parts in text columns. The people that are searched among are {many:,} rows"
    " of which 1,000 are real."
)


def measure(*, quick: bool) -> int:
    """Measure, show the table, write it down; 1 if the median misses a bound."""
    before = rounds.machine_is_busy()
    rows, many = (ROWS // 10, MANY // 10) if quick else (ROWS, MANY)
    lines = list(_measured(rows, many))
    print(report.table(lines))
    load = (before, rounds.machine_is_busy())
    how = report.circumstances(load=load)
    how["method"] = METHOD.format(rows=rows, many=many)
    print(f"\n{how['machine']}. {how['programs']}. Load average: {load}.")
    if not quick:
        report.write(lines, how=how, path=RESULTS)
    return int(any(not line.kept for line in lines))


def _measured(rows: int, many: int) -> Iterator[Line]:
    for name in OF_OUR_OWN:
        os.environ.pop(name, None)
    costs: list[Line] = []
    with servers.running() as found, tempfile.TemporaryDirectory() as folder:
        for database, urls in _databases(found, Path(folder)).items():
            _told(f"our fields on {database}")
            command = [sys.executable, "-m", "bench.sealed", str(rows), str(many)]
            figures = _asked(command, _environment("bench.sealed.settings", urls))
            yield from bounds.kept_to(database, figures)
            costs += bounds.costs(database, figures)
        yield from costs
        yield from _others(found, rows)


def _databases(found: servers.Servers, folder: Path) -> dict[str, dict[str, str]]:
    """Return the addresses of an empty PostgreSQL and of an empty SQLite."""
    key_file = str(folder / "{}.json")
    return {
        "PostgreSQL": {
            "DATABASE_URL": found.database_url,
            "VAULT_URL": found.vault_url,
            "KEY_FILE": key_file.format("postgresql"),
        },
        "SQLite": {
            "DATABASE_URL": f"sqlite:///{folder}/main.sqlite3",
            "VAULT_URL": f"sqlite:///{folder}/vault.sqlite3",
            "KEY_FILE": key_file.format("sqlite"),
        },
    }


def _others(found: servers.Servers, rows: int) -> Iterator[Line]:
    """Measure the packages; without them the rest still counts."""
    try:
        packages.ensure([LOCK], venv=THEIR_VENV)
    except PlainError as error:
        print(f"{error} The packages are left out.", file=sys.stderr)
        return
    python = str(packages.python_in(THEIR_VENV))
    for package in THEIRS:
        _told(package)
        urls = {"DATABASE_URL": _new_database(found.database_url, package)}
        env = _environment("bench.sealed.theirs.settings", urls)
        command = [python, "-m", "bench.sealed.theirs", str(rows)]
        figures = _asked(command, env | {"BENCH_PACKAGE": package})
        yield from bounds.compared(package, figures)


def _new_database(url: str, name: str) -> str:
    """Make an empty database beside the one that `url` names; return its URL."""
    server, _, main = url.rpartition("/")
    host = server.partition("@/")[2]
    with psycopg.connect(
        host=host, user="foldwell", dbname=main, autocommit=True
    ) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{server}/{name}"


def _environment(settings: str, urls: Mapping[str, str]) -> dict[str, str]:
    return {**os.environ, **urls, "DJANGO_SETTINGS_MODULE": settings}


def _asked(command: list[str], env: Mapping[str, str]) -> dict[str, Any]:
    done = subprocess.run(
        command,
        env=dict(env),
        cwd=packages.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = done.stderr.strip().rpartition("\n")[2]
        raise PlainError(f"Encryption could not be measured: {last}")
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def _told(what: str) -> None:
    print(f"Measuring {what} …", file=sys.stderr, flush=True)
