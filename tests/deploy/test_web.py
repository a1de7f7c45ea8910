"""What gunicorn is told holds on a socket: slow callers, odd heads, quiet logs."""

from __future__ import annotations

import socket
import sys
import time
from contextlib import ExitStack, contextmanager

import pytest

from deploy import running, web
from deploy.children import Children, wait_until
from deploy.packages import ROOT
from shop.firewall import slow_clients
from shop.firewall.slow_clients import HurriedWorker

SECRET = "a-secret-of-a-customer"


@contextmanager
def served(log):
    """Serve the shop with one worker of two threads; yield a port of loopback."""
    children = Children()
    with socket.create_server((running.HOST, 0)) as door:
        options = ["--config=python:deploy.web", f"--bind=fd://{door.fileno()}"]
        options += ["--workers=1", "--threads=2"]
        command = [sys.executable, "-m", "gunicorn", *options]
        env = {**running.os.environ, "PYTHONPATH": str(ROOT)}
        children.start(
            "web server",
            [*command, "tests.deploy.small_shop"],
            env=env,
            log=log,
            pass_fds=[door.fileno()],
        )
        try:
            port = door.getsockname()[1]
            assert wait_until(lambda: running.answers(port), seconds=20), (
                log.read_text()
            )
            yield port
        finally:
            children.stop()


def connect(port, sent=b""):
    line = socket.create_connection((running.HOST, port), timeout=8)
    line.sendall(sent)
    return line


def answer(port, sent):
    """Return the first line of the answer to these bytes, and all of it."""
    with connect(port, sent) as line:
        told = b""
        while piece := line.recv(65536):
            told += piece
            if b"Connection: close" not in told and b"\r\n\r\n" in told:
                break
    return told.partition(b"\r\n")[0].decode(), told.decode()


def head(*lines, host="127.0.0.1", method="GET", target="/healthz"):
    wanted = [f"{method} {target} HTTP/1.1", f"Host: {host}", "Connection: close"]
    return "\r\n".join([*wanted, *lines, "", ""]).encode()


POST = {"method": "POST", "target": "/basket/add/"}
ODD = {
    "a line too long": (head(target="/" + "a" * 8_200), 414),
    "too many fields": (head(*(f"X-{n}: x" for n in range(101))), 431),
    "a field too long": (head("X-Long: " + "x" * 8_200), 431),
    "no request": (b"\x16\x03\x01\x02\x00\r\n\r\n", 400),
    "a space before the colon": (head("Transfer-Encoding : chunked"), 400),
    "two lengths": (head("Content-Length: 3", "Content-Length: 30", **POST), 400),
    "length and pieces": (
        head("Content-Length: 3", "Transfer-Encoding: chunked", **POST) + b"0\r\n\r\n",
        400,
    ),
    "pieces": (head("Transfer-Encoding: chunked", **POST) + b"0\r\n\r\n", 411),
    "a folded field": (head("X-A: b", " c: d"), 400),
    "a strange host": (head(host="evil.example.net"), 400),
    "two hosts": (head("Host: evil.example.net"), 400),
    "another site's target": (head(target="http://evil.example.net/healthz"), 400),
    "dot segments": (head(target="/static/../../etc/passwd"), 400),
    "encoded dot segments": (head(target="/static/..%2f..%2fetc/passwd"), 400),
    "encoded twice": (head(target="/static/%252e%252e/"), 400),
    "overlong": (head(target="/static/%c0%ae%c0%ae/"), 400),
    "a NUL": (head(target="/healthz%00.html"), 400),
    "a line end": (head(target="/healthz%0d%0aSet-Cookie:%20a=b"), 400),
    "TRACE": (head(method="TRACE"), 405),
    "CONNECT": (head(method="CONNECT", target="evil.example.net:443"), 405),
}


def test_a_real_server_lets_nobody_hold_it_up_and_writes_nothing_down(tmp_path):
    log = tmp_path / "web.log"
    with served(log) as port, ExitStack() as slow:
        assert tally(port).endswith("\r\n\r\n")  # nobody was slow or odd so far
        refuses_what_is_odd(port)
        assert "slow" not in tally(port)
        halves = [b"GET /orders/" + SECRET.encode()] * 4 + [b""] * 4
        halves += [head("Content-Length: 20", **POST) + b"sku="] * 2
        halves += [head()] * 4  # answered, and never hung up
        lines = []
        for sent in halves:
            lines.append(slow.enter_context(connect(port, sent)))
        began = time.monotonic()
        assert answer(port, head())[0] == "HTTP/1.1 200 OK"
        assert time.monotonic() - began < 1.5
        with connect(port, head(f"Referer: /{SECRET}", "Bad Name: x")) as line:
            assert b" 400 " in line.recv(4096)
        time.sleep(1.1)
        for line in lines[:4]:
            line.sendall(b"s")  # a byte now and then keeps nothing open
        found = wait_until(lambda: "slow=6 " in tally(port) + " ", seconds=12)
        assert found, tally(port)
        counted = tally(port)
        for rule in ("slow=", "server=", "dots=", "host=", "framing=", "twice="):
            assert rule in counted
    written = log.read_text()
    assert running.HOST not in written.replace(f"http://{running.HOST}", "")
    assert SECRET not in written
    assert "Traceback" not in written


def tally(port):
    """Return what the firewall counted until now."""
    return answer(port, head(target="/tally"))[1]


def refuses_what_is_odd(port):
    """Send each odd request; fail if one is answered as if it were none."""
    for name, (sent, status) in ODD.items():
        first, told = answer(port, sent)
        allowed = {status, 400} if status in {405, 431} else {status}
        assert int(first.split()[1]) in allowed, (name, first)
        assert "evil" not in told, name
        assert "Set-Cookie" not in told, name
        assert "nosniff" in told, name


def test_what_is_told_is_what_the_page_about_it_says():
    page = (ROOT / "docs" / "firewall.md").read_text()
    for value in (
        f"{web.limit_request_line:,} characters",
        f"{web.limit_request_fields} header fields",
        f"{slow_clients.ARRIVAL:.0f} seconds",
        f"{slow_clients.WORK:.0f} seconds",
        f"{web.worker_connections} connections",
        f"{web.raw_env[0].partition('=')[2]} seconds",
    ):
        assert value in page, value


class Log:
    """Keeps what was said."""

    def __init__(self):
        self.said = []

    def error(self, words, *values):
        self.said.append(words % values)


@pytest.fixture
def worker(monkeypatch):
    monkeypatch.setattr("gunicorn.workers.base.Worker.notify", lambda self: None)
    bare = HurriedWorker.__new__(HurriedWorker)
    bare.under_way, bare.alive, bare.log = {}, True, Log()
    return bare


@pytest.mark.parametrize(("worked", "stays"), [(None, True), (59, True), (61, False)])
def test_a_worker_leaves_once_a_request_takes_too_long(worker, worked, stays):
    if worked is not None:
        worker.under_way[1] = time.monotonic() - worked
    worker.notify()
    assert worker.alive is stays
    assert len(worker.log.said) == (not stays)


def test_an_answer_that_nobody_takes_comes_to_an_end(monkeypatch):
    monkeypatch.setattr(slow_clients, "TAKING", 0.1)
    ours, theirs = socket.socketpair()
    with ours, theirs, pytest.raises(TimeoutError):
        slow_clients.HurriedSocket(ours).sendall(b"x" * 10_000_000)
