"""What every answer of the shop says and what none may give out."""

from __future__ import annotations

import logging
import re
import runpy

import pytest
from django.contrib.auth.hashers import get_hasher
from django.test import Client

from privacy.people import Person
from shop.firewall import rules
from shop.firewall.answers import turned_away
from tests.proof.addresses_of_all import ENTRIES

TEXT = re.compile(r"(text/|application/(?:json|javascript)|.*\+?xml)")
NOT_SERVED = (
    *("/.git/config", "/.git/HEAD", "/.env", "/var/settings.env", "/var/keys.json"),
    *("/manage.py", "/shop/settings.py", "/requirements.txt", "/static/", "/static"),
    *("/static/../manage.py", "/server-status", "/debug/", "/__debug__/", "/admin/"),
)


@pytest.fixture
def production(settings, monkeypatch):
    """The shop's settings without DEMO, as they would be read."""
    monkeypatch.setenv("DEMO", "0")
    return runpy.run_path(settings.BASE_DIR / "shop" / "settings.py")


def answers():
    """Yield every public address with what it answers, as page and as form."""
    client = Client(headers={"sec-fetch-site": "same-origin"})
    form = "application/x-www-form-urlencoded"
    for name, entry in ENTRIES.items():
        path = entry.path.replace("{}", "x")
        yield f"GET {name}", client.get(path)
        yield f"POST {name}", client.post(path, "a=b", content_type=form)


def test_every_answer_says_what_it_is(db):
    for name, answer in answers():
        said = answer.headers
        assert said["X-Content-Type-Options"] == "nosniff", name
        if not answer.content:
            continue
        kind = said["Content-Type"]
        if TEXT.match(kind):
            told = "charset=utf-8" in kind.lower() or kind == "application/json"
            assert told, (name, kind)


@pytest.mark.parametrize("rule", [rules.DOTS, rules.METHOD, rules.CALLS])
def test_what_is_turned_away_says_what_it_is_too(rule):
    said = turned_away(rule).headers
    assert said["Content-Type"] == "text/html; charset=utf-8"
    assert said["Cache-Control"] == "no-store"


def test_the_policy_names_what_it_has_to(db):
    needed = ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
    for name, answer in answers():
        policy = answer.headers["Content-Security-Policy"]
        for directive in needed:
            assert directive in policy, name


@pytest.mark.parametrize("path", NOT_SERVED)
def test_nothing_beside_the_pages_is_served(client, db, path):
    assert client.get(path).status_code in {400, 404}


def test_a_new_shop_has_no_account(db):
    assert not Person.objects.exists()


def test_debugging_is_off_in_production(production):
    assert production["DEBUG"] is False
    assert production["DEMO"] is False
    assert production["WHITENOISE_ALLOW_ALL_ORIGINS"] is False
    assert production["SECURE_SSL_REDIRECT"]
    assert production["SECURE_HSTS_SECONDS"] >= 31_536_000


def test_passwords_are_stored_with_argon2(production):
    (hasher,) = production["PASSWORD_HASHERS"]
    assert hasher.endswith("Argon2PasswordHasher")
    from django.contrib.auth.hashers import Argon2PasswordHasher

    used = Argon2PasswordHasher()
    # RFC 9106, section 4: 64 MiB with three passes, or 2 GiB with one.
    assert used.memory_cost >= 65_536
    assert used.time_cost >= 2
    assert get_hasher().algorithm == "md5"  # the tests' own, which is faster


def test_a_log_line_says_its_zone(production):
    told = production["LOGGING"]["formatters"]["line"]
    line = logging.Formatter(told["format"], told["datefmt"]).format(
        logging.makeLogRecord({"msg": "x", "levelname": "INFO", "name": "shop"})
    )
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} INFO shop x$", line)


def test_a_page_that_is_asked_for_by_its_head_has_no_body(client, db):
    assert client.head("/healthz").content == b""
    assert client.head("/..%2f").status_code == 400


def test_a_web_server_s_queries_come_to_an_end_and_a_worker_s_do_not(
    settings, monkeypatch
):
    monkeypatch.setenv("DATABASE_URL", "postgres://shop@127.0.0.1/shop")
    told = []
    for seconds in ("0", "15"):
        monkeypatch.setenv("STATEMENT_SECONDS", seconds)
        found = runpy.run_path(settings.BASE_DIR / "shop" / "settings.py")
        told.append(found["DATABASES"]["default"]["OPTIONS"].get("options"))
    assert told == [None, "-c statement_timeout=15s"]
