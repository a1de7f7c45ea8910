"""Somebody of the staff in front of a browser, with an app on a phone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import urlencode

import pyotp
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from privacy.people import Person
from privacy.second_factors import standing

PASSWORD = "another long secret"
FORM = "application/x-www-form-urlencoded"
SEED = re.compile(r'<code id="seed">([A-Z2-7 ]+)</code>')
CODE = re.compile(r"<li><code>([0-9A-Z-]{29})</code>")
RECORDED = "privacy.trail.entry.TrailEntry"


class Clock:
    """The time that views read; it goes on when a test says so."""

    def __init__(self):
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self):
        return self.now

    def passes(self, **told):
        self.now += timedelta(**told)


class Browser:
    """A browser in which somebody of the staff types."""

    def __init__(self, clock, email="staff@example.net", network="192.0.2.7"):
        self.clock, self.email = clock, email
        self.client = Client(REMOTE_ADDR=network, enforce_csrf_checks=False)
        self.seed, self.codes = "", []

    def get(self, path):
        return self.client.get(path)

    def post(self, path, **fields):
        return self.client.post(path, urlencode(fields, doseq=True), FORM)

    def types_password(self, password=PASSWORD):
        return self.post("/staff/login/", username=self.email, password=password)

    def sets_up_app(self):
        """Set an app up, and keep what it and the paper hold."""
        there = self.post("/staff/factors/app/")["Location"]
        self.seed = SEED.search(text(self.get(there)))[1].replace(" ", "")
        shown = self.post(there, code=self.now())
        self.codes = CODE.findall(text(shown)) or self.codes
        return shown

    def now(self, steps=0):
        """Return what the app shows, or showed so many steps ago."""
        at = self.clock.now.timestamp() + steps * 30
        return pyotp.TOTP(self.seed).at(int(at))

    def shows(self, code, **more):
        return self.post("/staff/factor/", factor_code=code, **more)

    def is_in(self):
        return self.get("/staff/").status_code == 200

    def like(self, network):
        """Return another browser of the same person, or of who has all they have."""
        other = Browser(self.clock, self.email, network)
        other.seed, other.codes = self.seed, self.codes
        return other


def text(response):
    return unescape(response.content.decode())


@pytest.fixture
def clock(monkeypatch):
    """A clock of the test's own, for views and for all that reads timezone.now."""
    made = Clock()
    monkeypatch.setattr(timezone, "now", made)
    cache.clear()
    return made


@pytest.fixture
def sam(staff, clock):
    """Somebody of the staff who has typed nothing yet."""
    return Browser(clock)


@pytest.fixture
def inside(sam):
    """The same with an app that is set up, signed in, a minute later."""
    sam.types_password()
    sam.sets_up_app()
    sam.clock.passes(minutes=1)
    return sam


@pytest.fixture
def recorded():
    """Return what the trail says about signing in since the last time it was asked."""
    from privacy.trail.entry import Kind, TrailEntry

    seen = [0]

    def said():
        rows = TrailEntry.objects.filter(kind=Kind.SIGN_IN).order_by("position")
        told = [row.what for row in rows]
        new, seen[0] = told[seen[0] :], len(told)
        return new

    return said


def clerk(email="clerk@example.net"):
    """Make somebody of the staff without any right."""
    return Person.objects.create_user(email, PASSWORD, is_staff=True, name="Cleo")


def aged(client, **told):
    """Move what the session knows of a factor into the past."""
    session = client.session
    known = session[standing.SESSION_KEY]
    for name, ago in told.items():
        moment = datetime.fromisoformat(known[name]) - ago
        known[name] = moment.isoformat()
    session[standing.SESSION_KEY] = known
    session.save()
