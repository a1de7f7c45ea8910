"""Child processes: nothing outlives the one that started it."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from deploy.children import Children, wait_until
from deploy.packages import ROOT
from deploy.plain_errors import PlainError


def python(code):
    return [sys.executable, "-c", textwrap.dedent(code)]


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as file:
        return file.read().rpartition(")")[2].split()[0] != "Z"


@pytest.fixture
def children():
    family = Children()
    yield family
    family.stop(patience=0)


def lines(path, count):
    """Wait until a log has `count` lines and return them."""
    assert wait_until(lambda: path.read_text().count("\n") >= count, seconds=10)
    return path.read_text().splitlines()


STUBBORN_FAMILY = """
    import os, signal, time
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    child = os.fork()
    os.write(1, f"{os.getpid()}\\n".encode())  # at once: the other one writes as well
    time.sleep(60)
"""


def test_a_child_that_obeys_is_asked_and_not_killed(children, tmp_path):
    log = tmp_path / "log"
    children.start(
        "polite one",
        python(
            """
            import signal, sys, time
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(print("bye") or 0))
            print("up", flush=True)
            time.sleep(60)
            """
        ),
        log=log,
    )
    lines(log, 1)
    began = time.monotonic()
    children.stop(patience=10)
    assert log.read_text() == "up\nbye\n"
    assert time.monotonic() - began < 5


def test_children_and_grandchildren_that_do_not_obey_are_killed(children, tmp_path):
    log = tmp_path / "log"
    children.start("stubborn one", python(STUBBORN_FAMILY), log=log)
    pids = [int(line) for line in lines(log, 2)]
    assert all(map(is_running, pids))
    children.stop(patience=0.2)
    assert wait_until(lambda: not any(map(is_running, pids)), seconds=5)


def test_a_child_that_dies_is_named_with_its_code_and_its_log(children, tmp_path):
    children.start("web server", python("import time; time.sleep(60)"))
    children.refuse_the_dead()
    dying = python("raise SystemExit(7)")
    child = children.start("worker", dying, log=tmp_path / "w.log")
    assert wait_until(child.has_ended, seconds=10)
    with pytest.raises(PlainError, match=r"The worker ended .* code 7; .*w\.log says"):
        children.refuse_the_dead()


def test_a_child_that_was_killed_is_named_with_the_signal(children):
    child = children.start("worker", python("import time; time.sleep(60)"))
    child.process.kill()
    assert wait_until(child.has_ended, seconds=10)
    with pytest.raises(PlainError, match=r"worker ended by itself with signal 9\.$"):
        children.refuse_the_dead()


def test_children_leave_when_their_parent_is_killed(tmp_path):
    log = tmp_path / "log"
    parent = subprocess.Popen(
        python(
            f"""
            import pathlib, sys, time
            from deploy.children import Children
            children = Children()
            command = [sys.executable, "-c", "import time; time.sleep(60)"]
            child = children.start("sleeper", command)
            pathlib.Path({str(log)!r}).write_text(f"{{child.process.pid}}\\n")
            time.sleep(60)
            """
        ),
        cwd=ROOT,
    )
    assert wait_until(log.exists, seconds=10)
    (pid,) = map(int, lines(log, 1))
    assert is_running(pid)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert wait_until(lambda: not is_running(pid), seconds=5)


def test_a_log_begins_afresh_and_is_closed_to_others(children, tmp_path):
    log = tmp_path / "log"
    for word in ("first", "second"):
        child = children.start("speaker", python(f"print({word!r})"), log=log)
        assert wait_until(child.has_ended, seconds=10)
    assert log.read_text() == "second\n"
    assert log.stat().st_mode & 0o077 == 0


def test_waiting_ends_when_time_is_up():
    assert wait_until(lambda: True, seconds=0)
    assert not wait_until(lambda: False, seconds=0.1)
