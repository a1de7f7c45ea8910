"""A line to another machine is encrypted, and verified, or the shop says so."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.checks import registry as checks

from shop import lines

POSTGRES = {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {}}


@pytest.fixture
def told(monkeypatch):
    """What the check says with these settings, and nothing else set."""

    def with_these(**changed):
        usual = {
            "DATABASES": {},
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "localhost",
            "EMAIL_USE_TLS": False,
            "EMAIL_USE_SSL": False,
            "REDIS_URL": "",
            "CELERY_BROKER_URL": "",
            "PLAIN_LINES": [],
        }
        monkeypatch.setattr(lines, "settings", SimpleNamespace(**usual | changed))
        return [str(each.msg) for each in lines.lines_are_encrypted()]

    return with_these


def database(host, **options):
    return {"default": POSTGRES | {"HOST": host, "OPTIONS": options}}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"DATABASES": database("db.example.net")}, "The database default"),
        ({"REDIS_URL": "redis://cache.example.net:6379/0"}, "Redis"),
        ({"CELERY_BROKER_URL": "redis://:x@cache.example.net/0"}, "Redis"),
        ({"EMAIL_HOST": "mail.example.net"}, "The mail server"),
    ],
)
def test_a_plain_line_to_another_machine_is_refused(told, changed, says):
    (message,) = told(**changed)
    assert message.startswith(says)
    assert "example.net is reached without" in message
    assert told(PLAIN_LINES=[message.split(" at ")[1].split()[0]], **changed) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"DATABASES": database("db.example.net", sslmode="require")},
        {"DATABASES": database("db.example.net", sslmode="verify-ca")},
        {"REDIS_URL": "rediss://cache.example.net/0?ssl_cert_reqs=none"},
        {"REDIS_URL": "rediss://cache.example.net/0?ssl_cert_reqs=CERT_OPTIONAL"},
    ],
)
def test_a_line_that_verifies_nothing_is_refused(told, changed):
    assert len(told(**changed)) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"DATABASES": database("db.example.net", sslmode="verify-full")},
        {"DATABASES": database("/run/postgresql")},
        {"DATABASES": database("127.0.0.1")},
        {"DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3"}}},
        {"REDIS_URL": "rediss://cache.example.net/0"},
        {"REDIS_URL": "redis://localhost/0"},
        {"CELERY_BROKER_URL": "filesystem://"},
        {"EMAIL_HOST": "mail.example.net", "EMAIL_USE_TLS": True},
        {
            "EMAIL_HOST": "mail.example.net",
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        },
    ],
)
def test_what_is_encrypted_or_stays_here_passes(told, changed):
    assert told(**changed) == []


def test_the_shop_looks_at_its_lines_before_anything_runs():
    assert lines.lines_are_encrypted in checks.registry.registered_checks
    assert lines.lines_are_encrypted() == []
