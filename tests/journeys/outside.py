"""Who stands outside the shop: a mail relay and the carrier's machine."""

from __future__ import annotations

import json
import socket
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller

from tests.privacy.cases.carriers_machine import Machine, running

RELAY = "mail.example.net"
HERE = "127.0.0.1"
WATCHING = Path(__file__).parent / "watching"


class Relay:
    """Takes letters, and lays them where the demo shop lays its own."""

    def __init__(self, folder):
        self.folder, self.numbers = folder, count()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 # its name
        number = next(self.numbers)
        raw = envelope.original_content.replace(b"\r\n", b"\n")
        (self.folder / f"{number:05}.log").write_bytes(raw)
        return "250 Taken"


@dataclass
class Outside:
    """What is outside, and what was tried from inside."""

    port: int
    carrier: Machine
    log: Path

    def environment(self):
        """Return what the shop has to know of it, and how it is watched."""
        return {
            "PYTHONPATH": str(WATCHING),
            "WATCHED": str(self.log),
            "NAMES": json.dumps({RELAY: HERE}),
            "EMAIL_URL": f"smtp://{RELAY}:{self.port}",
            "PLAIN_LINES": RELAY,  # so that what it hears can be read here
            "MAIL_RELAY_NAME": "Quayside Mail",
            "MAIL_RELAY_CONTRACT": "QM-2026-07",
            "MAIL_RELAY_CONTRACT_DATE": "2026-07-01",
            "CARRIER_NOTICES_URL": self.carrier.url,
            "CARRIER_NOTICES_KEY": self.carrier.public,
            "COOLING_OFF_HOURS": "0",
        }

    def tried(self):
        """Return everything that any process tried, in its sequence."""
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def strangers(self, env):
        """Return what was tried neither with the shop's servers nor through the door.

        `env` names the servers. Which recipients there are is known here, and not
        asked of the program that is tested. Python's own `platform` runs `uname`.
        """
        own = _own_servers(env)
        return [each for each in self.tried() if not self._is_known(each, own)]

    def through_the_door(self):
        """Return the ports of recipients that were connected to."""
        return {
            each["to"][1]
            for each in self.tried()
            if each["event"] == "socket.connect" and each["open"]
        }

    def _is_known(self, each, own):
        if each["event"].startswith("socket.get"):
            names = {socket.gethostname(), "localhost", HERE, "None"}
            names |= {RELAY} if [RELAY, self.port] in each["open"] else set()
            return str(each["to"]) in names
        if each["to"] in own or each["to"] == "uname":
            return True
        return self._is_recipient(each["to"], each["open"])

    def _is_recipient(self, to, opened):
        notices = urlsplit(self.carrier.url).port
        doors = {self.port: [RELAY, self.port], notices: [HERE, notices]}
        known = isinstance(to, list) and to[0] == HERE and to[1] in doors
        return known and opened == [doors[to[1]]]


@contextmanager
def standing(folder, mail):
    """Let relay and carrier stand outside; letters are laid into the folder `mail`."""
    mail.mkdir(parents=True, exist_ok=True)
    controller = Controller(Relay(mail), hostname=HERE, port=_free_port())
    controller.start()
    try:
        with running(Machine()) as carrier:
            yield Outside(controller.port, carrier, folder / "watched")
    finally:
        controller.stop()


def published_by(shop):
    """Return a question for the keys that the shop publishes."""
    there = f"http://{HERE}:{shop.port}/.well-known/foldwell-keys.json"
    return lambda: json.load(urllib.request.urlopen(there, timeout=10))


def _own_servers(env):
    urls = [
        urlsplit(env[name]) for name in ("REDIS_URL", "BROKER_URL") if env.get(name)
    ]
    return [[each.hostname, each.port] for each in urls]


def _free_port():
    with socket.socket() as door:
        door.bind((HERE, 0))
        return door.getsockname()[1]
