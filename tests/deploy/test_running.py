"""The supervisor's decisions: port, folder, signals, and who died."""

import http.server
import os
import pty
import runpy
import select
import signal
import socket
import subprocess
import sys
import textwrap
import threading

import kombu
import pytest

from deploy import running
from deploy.children import Children, wait_until
from deploy.packages import ROOT
from deploy.plain_errors import PlainError


@pytest.fixture
def taken():
    """A port that somebody else listens on."""
    with socket.socket() as door:
        door.bind((running.HOST, 0))
        door.listen()
        yield door.getsockname()[1]


def test_the_port_is_8000_or_what_is_asked_for():
    assert running.chosen_port("") == 8000
    assert running.chosen_port("8123") == 8123


@pytest.mark.parametrize("text", ["eighty", "0", "65536", "-1", "٣", " 80", "80.0"])
def test_a_port_that_is_none_is_told(text):
    with pytest.raises(PlainError, match="a number from 1 to 65535"):
        running.chosen_port(text)


def test_a_port_in_use_is_told_with_a_way_out(taken):
    with pytest.raises(PlainError) as refused, running.listening_on(taken):
        pass
    expected = f"Port {taken} is in use. Choose another: make run PORT={taken + 1}"
    assert str(refused.value) == expected


def test_a_port_that_is_held_cannot_be_taken_twice():
    with running.listening_on(0) as door:
        port = door.getsockname()[1]
        with pytest.raises(PlainError, match="in use"), running.listening_on(port):
            pass


def test_a_reserved_port_is_told(monkeypatch):
    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(running.socket.socket, "bind", refuse)
    with pytest.raises(PlainError, match="Port 80 is reserved for root"):
        with running.listening_on(80):
            pass


def test_one_folder_runs_one_shop_at_a_time(tmp_path):
    with running.alone_in(tmp_path):
        with pytest.raises(PlainError, match="running already"):
            with running.alone_in(tmp_path):
                pass
    with running.alone_in(tmp_path):
        pass


@pytest.mark.parametrize("number", running.STOP_SIGNALS)
def test_each_stop_signal_is_heard_and_handed_back_afterwards(number):
    before = signal.getsignal(number)
    with running.told_to_stop() as stopping:
        assert not stopping()
        os.kill(os.getpid(), number)
        assert wait_until(stopping, seconds=5)
    assert signal.getsignal(number) == before


class Health(http.server.BaseHTTPRequestHandler):
    status = 200

    def do_GET(self):
        self.send_response(self.status if self.path == "/healthz" else 404)
        self.end_headers()

    def log_message(self, *arguments):
        pass


@pytest.mark.parametrize(("status", "up"), [(200, True), (503, False)])
def test_the_shop_is_up_when_healthz_says_so(status, up, monkeypatch):
    monkeypatch.setattr(Health, "status", status)
    with http.server.HTTPServer((running.HOST, 0), Health) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        assert running.answers(server.server_port) is up
        thread.join()


def test_a_port_without_a_shop_is_not_up():
    with socket.socket() as unused:
        unused.bind((running.HOST, 0))
        assert not running.answers(unused.getsockname()[1])


def test_waiting_stops_for_a_dead_child_and_for_the_clock():
    children = Children()
    with pytest.raises(PlainError, match="did not answer within 0 seconds"):
        running.wait_for(children, lambda: False, seconds=0.1)
    children.start("worker", [sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(PlainError, match="worker ended by itself with exit code 3"):
        running.wait_for(children, lambda: False, seconds=10)
    children.stop()


def test_every_program_finds_the_same_settings_and_no_folder_is_guessed(tmp_path):
    env = running.environment(tmp_path, port=8123)
    assert env["SHOP_ORIGIN"] == "http://127.0.0.1:8123"
    assert env["VAR_DIR"] == str(tmp_path)
    assert env["ENV_FILE"] == str(tmp_path / "settings.env")


def test_without_redis_a_message_waits_no_longer_than_a_glance(monkeypatch):
    for name in ("REDIS_URL", "BROKER_URL"):
        monkeypatch.delenv(name, raising=False)
    settings = runpy.run_path(str(ROOT / "shop" / "settings.py"))
    options = settings["CELERY_BROKER_TRANSPORT_OPTIONS"]
    assert settings["CELERY_BROKER_URL"] == "filesystem://"
    with kombu.Connection("filesystem://", transport_options=options) as line:
        assert line.transport.polling_interval == 0.25  # Celery's own is a second


def read_until(terminal, word):
    """Return what the terminal shows up to `word`; fail after ten quiet seconds."""
    seen = b""
    while word not in seen:
        assert select.select([terminal], [], [], 10)[0], seen
        seen += os.read(terminal, 1000)
    return seen


def test_ctrl_c_in_a_terminal_reaches_the_shop_and_leaves_make_alone():
    """A stand-in for make starts the shop's part in a real terminal."""
    shop = textwrap.dedent(
        """
        import signal
        from deploy import running, terminal
        from deploy.children import wait_until
        with terminal.own_interrupts(), running.told_to_stop() as stopping:
            print("open", flush=True)
            print("stopped" if wait_until(stopping, seconds=10) else "deaf", flush=True)
        """
    )
    stand_in = textwrap.dedent(
        f"""
        import subprocess, sys
        code = subprocess.run([sys.executable, "-c", {shop!r}]).returncode
        print("made", code, "end.", flush=True)
        input()
        """
    )
    try:
        pid, terminal = pty.fork()
    except OSError:
        # Containers may have no /dev/pts; without a terminal no Ctrl-C can be typed.
        pytest.skip("this machine has no terminals to give away (/dev/pts)")
    if pid == 0:
        os.chdir(ROOT)
        os.execv(sys.executable, [sys.executable, "-c", stand_in])
    assert read_until(terminal, b"open")
    os.write(terminal, b"\x03")
    seen = read_until(terminal, b"end.")
    os.write(terminal, b"\n")  # the terminal is the stand-in's again: it can read
    assert os.waitpid(pid, 0)[1] == 0
    os.close(terminal)
    assert b"stopped" in seen
    assert b"made 0" in seen


def test_a_second_start_on_the_same_port_says_one_sentence(taken, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "deploy.running"],
        cwd=ROOT,
        env={**os.environ, "PORT": str(taken), "VAR_DIR": str(tmp_path / "var")},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    sentence = f"Port {taken} is in use. Choose another: make run PORT={taken + 1}\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", sentence)
