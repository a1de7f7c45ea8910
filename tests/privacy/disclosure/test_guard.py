"""What the guard lets pass, what it refuses, and what it says about that."""

from __future__ import annotations

import logging
import socket
import sys
from threading import Thread
from types import SimpleNamespace

import pytest

from privacy import guarding
from privacy.guarding import NotThroughTheDoor
from privacy.recipients import Endpoint

MAIL = Endpoint("mail.example.net", 587)
# Taken before the tests keep it from guarding their own process for good.
STAND = guarding.stand


@pytest.fixture(autouse=True)
def servers(monkeypatch):
    """A broker by name and a database by address; nothing is counted yet."""
    own = frozenset({Endpoint("redis", 6379), Endpoint("127.0.0.1", 5432)})
    own |= {Endpoint("/run/redis.sock", 0)}
    monkeypatch.setattr(guarding, "_own_servers", lambda: own)
    monkeypatch.setattr(guarding, "_answers", {"redis": {"10.0.0.5", "fd00::5"}})
    guarding.taken_down()
    yield
    guarding.taken_down()


def passes(event, *args):
    try:
        guarding.watch(event, args)
    except NotThroughTheDoor:
        return False
    return True


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        (("127.0.0.1", 5432), True),
        (("127.0.0.1", 25), False),
        (("redis", 6379), True),
        (("10.0.0.5", 6379), True),
        (("fd00::5", 6379, 0, 0), True),
        (("10.0.0.5", 80), False),
        (("10.0.0.6", 6379), False),
        (("REDIS.", 6379), True),
        ((b"redis", 6379), True),
        ((bytearray(b"redis"), 6379), True),
        (("mail.example.net", 587), False),
        ("/run/redis.sock", True),
        (b"/run/redis.sock", True),
        ("/run/other.sock", False),
        ("\0abstract", False),
        ((16, 0), False),
        ((1,), False),
        (7, False),
        (None, True),
    ],
)
@pytest.mark.parametrize("event", ["socket.connect", "socket.sendto", "socket.sendmsg"])
def test_where_a_socket_may_lead(event, address, allowed):
    assert passes(event, None, address) is allowed


@pytest.mark.parametrize(
    ("event", "asked", "allowed"),
    [
        ("socket.getaddrinfo", "redis", True),
        ("socket.getaddrinfo", "mail.example.net", False),
        ("socket.getaddrinfo", None, True),
        ("socket.getaddrinfo", "192.0.2.1", True),
        ("socket.getaddrinfo", "fe80::1%eth0", True),
        ("socket.getaddrinfo", "localhost", True),
        ("socket.gethostbyname", "alice.example.net", False),
        ("socket.gethostbyaddr", "192.0.2.1", False),
        ("socket.gethostbyaddr", "localhost", True),
        ("socket.getnameinfo", ("192.0.2.1", 80), False),
        ("socket.getnameinfo", ("127.0.0.1", 80), True),
        ("socket.getnameinfo", ("0x7f000001", 80), False),
    ],
)
def test_what_a_name_server_may_be_asked(event, asked, allowed):
    assert passes(event, asked) is allowed


def test_within_the_door_the_recipients_host_and_port_are_open_alone():
    with guarding.open_to([MAIL]):
        assert passes("socket.connect", None, tuple(MAIL))
        assert passes("socket.getaddrinfo", MAIL.host)
        assert not passes("socket.connect", None, (MAIL.host, 25))
        assert not passes("socket.connect", None, ("parcels.example.net", 587))
    assert not passes("socket.connect", None, tuple(MAIL))


def test_other_programs_start_unless_they_are_refused(monkeypatch):
    monkeypatch.setattr(guarding, "_standing", set())
    assert passes("subprocess.Popen", "curl", [], None, None)
    monkeypatch.setattr(guarding, "_standing", {"programs"})
    for event in ("subprocess.Popen", "os.system", "os.posix_spawn"):
        assert not passes(event, "curl", [], None)


def test_what_python_audits_beside_is_not_looked_at():
    assert passes("open", "/etc/passwd", "r", 0)
    assert passes("import", "os")


def test_a_refusal_is_counted_and_logged_without_an_address(caplog):
    for _ in range(2):
        assert not passes("socket.connect", None, ("alice.example.net", 443))
    assert guarding.refused()
    assert guarding.taken_down() == {"socket.connect": 2}
    assert not guarding.refused()
    assert "socket.connect" in caplog.text
    assert "alice" not in caplog.text
    with pytest.raises(NotThroughTheDoor) as refused:
        guarding.watch("socket.connect", (None, ("alice.example.net", 443)))
    assert "alice" not in str(refused.value)


def test_a_log_that_is_kept_elsewhere_does_not_go_round_in_circles(monkeypatch):
    class Elsewhere(logging.Handler):
        def emit(self, record):
            kept.append(passes("socket.connect", None, ("log.example.net", 514)))

    kept, handler = [], Elsewhere()
    monkeypatch.setattr(guarding.logger, "handlers", [handler])
    assert not passes("socket.connect", None, ("alice.example.net", 443))
    assert kept == [False]
    assert guarding.taken_down() == {"socket.connect": 1}


class Standing:
    """Where the guard would stand: nothing of this process is changed."""

    def __init__(self, patch):
        self.hooks = []
        patch.setattr(sys, "addaudithook", self.hooks.append)
        patch.setattr(guarding, "_standing", set())
        for name in (*guarding.ADDRESSED, "getaddrinfo"):
            holder = socket if name == "getaddrinfo" else socket.socket
            patch.setattr(holder, name, getattr(holder, name))


def test_it_stands_once(monkeypatch):
    here = Standing(monkeypatch)
    STAND(programs=False)
    assert guarding._standing == {"hook"}
    STAND()
    assert here.hooks == [guarding.watch]
    assert guarding._standing == {"hook", "programs"}


def test_standing_it_holds_and_else_it_does_not(monkeypatch):
    assert not guarding.holds()
    Standing(monkeypatch)
    STAND()
    assert guarding.holds()
    assert not guarding.refused()


def test_a_machine_without_a_network_does_not_pass_for_guarded(monkeypatch):
    def unreachable(*args):
        raise OSError("Network is unreachable")

    monkeypatch.setattr(socket.socket, "connect", unreachable)
    assert not guarding.holds()


def test_a_name_is_looked_at_before_anybody_is_asked_for_it(monkeypatch):
    asked = []
    Standing(monkeypatch)
    for name in guarding.ADDRESSED:
        plain = getattr(socket.socket, name)
        # A function of its own for each name.
        noted = lambda self, *args, plain=plain: asked.append(args)  # noqa: E731
        monkeypatch.setattr(socket.socket, name, noted)
    STAND()
    with socket.socket() as out:
        deeds = [
            (out.connect, [("alice.example.net", 1)]),
            (out.connect_ex, [("alice.example.net", 1)]),
            (out.sendto, [b"", ("alice.example.net", 1)]),
            (out.sendto, [b"", 0, ("alice.example.net", 1)]),
            (out.sendmsg, [[b""], [], 0, ("alice.example.net", 1)]),
        ]
        for deed, args in deeds:
            with pytest.raises(NotThroughTheDoor):
                deed(*args)
        assert asked == []
        out.sendmsg([b""])
        out.connect(("127.0.0.1", 5432))
    assert len(asked) == 2


def test_what_a_known_name_stands_for_is_kept_in_mind(monkeypatch):
    answers = {"redis": "10.0.0.7", "mail.example.net": "198.51.100.4"}

    def ask(host, *args, **kwargs):
        return [(2, 1, 6, "", (answers.get(host, "10.9.9.9"), args[0]))]

    monkeypatch.setattr(guarding, "_ask_names", ask)
    assert not passes("socket.connect", None, ("10.0.0.7", 6379))
    guarding._noting_names("redis", 6379)
    assert passes("socket.connect", None, ("10.0.0.7", 6379))
    guarding._noting_names("elsewhere", 6379)
    assert not passes("socket.connect", None, ("10.9.9.9", 6379))
    with guarding.open_to([MAIL]):
        guarding._noting_names(MAIL.host, MAIL.port)
        assert passes("socket.connect", None, ("198.51.100.4", 587))
    assert not passes("socket.connect", None, ("198.51.100.4", 587))


@pytest.mark.parametrize(
    ("changed", "there"),
    [
        ({"CELERY_BROKER_URL": "redis://:x@broker:6380/1"}, {("broker", 6380)}),
        ({"CELERY_BROKER_URL": "rediss://b;amqp://a"}, {("b", 6379), ("a", 5672)}),
        ({"CELERY_BROKER_URL": "redis+socket:///run/r.sock"}, {("/run/r.sock", 0)}),
        ({"CELERY_BROKER_URL": "filesystem://"}, set()),
        (
            {"CACHES": {"default": {"LOCATION": ["redis://c", "unix:///run/c"]}}},
            {("c", 6379), ("/run/c", 0)},
        ),
        (
            {"DATABASES": {"default": {"HOST": "db", "PORT": "5433"}, "vault": {}}},
            {("db", 5433)},
        ),
        ({"EMAIL_HOST": "localhost", "EMAIL_PORT": 25}, {("localhost", 25)}),
        ({"EMAIL_HOST": "mail.example.net", "EMAIL_PORT": 25}, set()),
        ({"EMAIL_HOST": None, "EMAIL_PORT": None}, set()),
    ],
)
def test_the_shops_own_servers_are_those_of_the_settings(monkeypatch, changed, there):
    plain = {
        "DATABASES": {},
        "CACHES": {"default": {}},
        "CELERY_BROKER_URL": "",
        "EMAIL_HOST": "",
        "EMAIL_PORT": 0,
    }
    monkeypatch.setattr(guarding, "settings", SimpleNamespace(**plain | changed))
    assert guarding.own_servers() == {Endpoint(*each) for each in there}


def test_systemd_may_hear_that_the_server_is_up(monkeypatch):
    for place, path in {"/run/notify": "/run/notify", "@notify": "\0notify"}.items():
        monkeypatch.setenv("NOTIFY_SOCKET", place)
        assert Endpoint(path, 0) in guarding.own_servers()


def test_the_ways_of_two_threads_are_apart():
    seen = []
    with guarding.open_to([MAIL]):
        other = Thread(target=lambda: seen.append(guarding.is_open()))
        other.start()
        other.join()
        seen.append(guarding.is_open())
    assert seen == [(), (MAIL,)]
