"""Runs the shop on this machine: web, worker and schedule, until it is told to stop.

`make run` ends up here. Whatever happens, no child outlives this process.
"""

from __future__ import annotations

import fcntl
import http.client
import os
import signal
import socket
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from deploy import first_start, packages, terminal
from deploy.children import Children, die_with_parent, wait_until
from deploy.plain_errors import PlainError, run_plainly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

HOST = "127.0.0.1"
SLOWEST_START = 60.0  # seconds until the web server must have answered
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PAGES = (
    ("The shop", "/"),
    ("Staff pages", "/staff/"),
    ("Demo mailbox", "/demo/mailbox/"),
)


def run() -> int:
    """Prepare the shop, serve it, and stop it in order; return the exit code."""
    die_with_parent()
    os.umask(0o077)
    var = Path(os.environ.get("VAR_DIR") or packages.ROOT / "var").absolute()
    port = chosen_port(os.environ.get("PORT", ""))
    first_start.make_folder(var)
    first_start.make_settings(var / "settings.env")
    with (
        terminal.own_interrupts(),
        told_to_stop() as stopping,
        alone_in(var),
        listening_on(port) as door,
    ):
        return serve(door, port=port, var=var, stopping=stopping)


def serve(
    door: socket.socket, *, port: int, var: Path, stopping: Callable[[], bool]
) -> int:
    """Run all programs behind `door` until `stopping` says so; return the exit code.

    Raises PlainError when one of them dies.
    """
    env = environment(var, port=port)
    children = Children()
    try:
        failed = preparation(children, env=env, stopping=stopping)
        if failed or stopping():
            return failed
        start_web(children, door, env=env, log=var / "log" / "web.log")
        start_worker(children, env=env, log=var / "log" / "worker.log")
        wait_for(children, lambda: stopping() or answers(port), seconds=SLOWEST_START)
        if not stopping():
            print(addresses(port), flush=True)
        wait_for(children, stopping)
        print("Stopping …", flush=True)
        return 0
    finally:
        children.stop()


def chosen_port(text: str) -> int:
    """Return the port that `text` names, 8000 if empty; PlainError if it names none."""
    if not text:
        return 8000
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        message = f"PORT is {text!r}; it takes a number from 1 to 65535,"
        raise PlainError(f"{message} like PORT=8001.")
    return int(text)


def environment(var: Path, *, port: int) -> Mapping[str, str]:
    """Return what every program of the shop finds in its environment."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "shop.settings",
        "ENV_FILE": str(var / "settings.env"),
        "VAR_DIR": str(var),
        "SHOP_ORIGIN": f"http://{HOST}:{port}",
        "PYTHONUNBUFFERED": "1",
    }


@contextmanager
def told_to_stop() -> Iterator[Callable[[], bool]]:
    """Yield a question: has this process been told to stop?"""
    told: list[int] = []
    before = {
        number: signal.signal(number, lambda got, _frame: told.append(got))
        for number in STOP_SIGNALS
    }
    try:
        yield lambda: bool(told)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def alone_in(var: Path) -> Iterator[None]:
    """Hold the folder: two shops over the same files would get in each other's way."""
    with (var / "running.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = "This shop is running already: stop it first, with Ctrl-C there."
            raise PlainError(message) from None
        yield


@contextmanager
def listening_on(port: int) -> Iterator[socket.socket]:
    """Take the port before anything is started; the web server inherits it."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HOST, port))
            door.listen(256)
        except PermissionError:
            message = f"Port {port} is reserved for root. Choose another: make run"
            raise PlainError(f"{message} PORT=8000") from None
        except OSError:
            message = f"Port {port} is in use. Choose another: make run"
            raise PlainError(f"{message} PORT={_neighbour(port)}") from None
        yield door


def _neighbour(port: int) -> int:
    return port + 1 if port < 65535 else port - 1


def preparation(
    children: Children, *, env: Mapping[str, str], stopping: Callable[[], bool]
) -> int:
    """Prepare the shop; return 0, or the exit code after it said what is wrong."""
    child = children.start(
        "preparation", [_python(), "-m", "deploy.preparing"], env=env
    )
    wait_until(lambda: stopping() or child.has_ended(), seconds=float("inf"))
    if stopping():
        return 0
    children.running.remove(child)
    return child.sweep()


def start_web(
    children: Children, door: socket.socket, *, env: Mapping[str, str], log: Path
) -> None:
    """Start the web server, with what deploy/web.py says."""
    options = ["--config=python:deploy.web", f"--bind=fd://{door.fileno()}"]
    command = [_python(), "-m", "gunicorn", *options, "shop.wsgi"]
    children.start("web server", command, env=env, log=log, pass_fds=[door.fileno()])


def start_worker(children: Children, *, env: Mapping[str, str], log: Path) -> None:
    """Start one Celery worker with the schedule inside it."""
    options = ["--beat", "--pool=threads", "--concurrency=2", "--loglevel=WARNING"]
    options += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    command = [_python(), "-m", "celery", "--app=shop.celery", "worker", *options]
    children.start("worker", command, env=env, log=log)


def wait_for(
    children: Children, happens: Callable[[], bool], *, seconds: float | None = None
) -> None:
    """Wait until it happens; raise PlainError when a child dies or time is up."""

    def either() -> bool:
        children.refuse_the_dead()
        return happens()

    if not wait_until(either, seconds=float("inf") if seconds is None else seconds):
        message = f"The shop did not answer within {seconds:.0f} seconds."
        raise PlainError(f"{message} The files in the log folder say why.")


def answers(port: int) -> bool:
    """Say whether the shop is up: /healthz answers 200."""
    door = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        door.request("GET", "/healthz")
        return door.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        door.close()


def addresses(port: int) -> str:
    """Return the lines that tell where everything is."""
    lines = [f"  {name:<13} http://{HOST}:{port}{path}" for name, path in PAGES]
    return "\n".join(["", *lines, "", "Ctrl-C stops it. Nothing is lost by that."])


def _python() -> str:
    return str(packages.python_in())


if __name__ == "__main__":
    sys.exit(run_plainly(run))
