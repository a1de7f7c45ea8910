"""A register that is not complete lets no program start, and says what it lacks."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings as shop
from django.core.exceptions import ImproperlyConfigured

from privacy import checks, recipients
from privacy.recipients import Endpoint
from tests.privacy.disclosure.conftest import BOOKS, RELAY

KEY = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
TOLD = {"notices_url": "https://parcels.example.net/notices", "notices_key": KEY}
CARRIER = shop.RECIPIENTS["carrier"]


def lacks(settings, **entries):
    settings.RECIPIENTS = entries
    return [each.msg for each in checks.the_register_is_complete()]


def test_the_shops_own_register_is_complete():
    assert checks.the_register_is_complete() == []
    recipients.require_complete()


def test_each_basis_can_be_complete(settings):
    assert lacks(settings, a=CARRIER | TOLD, books=BOOKS, mail=RELAY) == []
    assert [each.basis for each in recipients.everybody()] == [
        "consent",
        "legal_duty",
        "processor",
    ]


@pytest.mark.parametrize(
    ("entry", "missing"),
    [
        (CARRIER | {"name": ""}, "name"),
        (CARRIER | {"fields": ()}, "fields"),
        (CARRIER | {"what_for": ""}, "what_for"),
        (CARRIER | {"purpose": ""}, "purpose"),
        (CARRIER | {"purpose": "advertising"}, "a purpose from the list"),
        (CARRIER | {"basis": "interest"}, "a basis: consent, legal_duty or processor"),
        (BOOKS | {"law": None}, "its law: cite, source and date"),
        (
            BOOKS | {"law": BOOKS["law"] | {"source": ""}},
            "its law: cite, source and date",
        ),
        (
            BOOKS | {"law": BOOKS["law"] | {"date": "then"}},
            "its law: cite, source and d",
        ),
        (RELAY | {"contract": None}, "its contract: reference and date"),
        (
            RELAY | {"contract": RELAY["contract"] | {"date": ""}},
            "its contract: reference and date",
        ),
        (
            RELAY | {"contract": RELAY["contract"] | {"keeps_days": -1}},
            "after how many days it deletes what it got (keeps_days)",
        ),
        (CARRIER | TOLD | {"notices_key": ""}, "the public key that signs what it ans"),
        (
            CARRIER | TOLD | {"notices_url": "http://parcels.example.net/"},
            "an https address for notices",
        ),
        (
            CARRIER | TOLD | {"notices_url": "file:///etc/passwd"},
            "an https address for",
        ),
    ],
)
def test_what_is_missing_is_named(settings, entry, missing):
    [said] = lacks(settings, them=entry)
    assert said.startswith(f"The recipient 'them' on the register lacks {missing}")
    with pytest.raises(ImproperlyConfigured, match="them"):
        recipients.require_complete()


def test_a_relay_outside_has_to_be_on_the_register(outside, settings):
    assert list(recipients.faults()) == []
    settings.EMAIL_HOST = "other.example.net"
    [said] = recipients.faults()
    assert "other.example.net, which is not on the register" in said
    assert "MAIL_RELAY_CONTRACT" in said


@pytest.mark.parametrize(
    ("backend", "host", "leaves"),
    [
        (recipients.SMTP, "localhost", False),
        (recipients.SMTP, "127.0.0.1", False),
        (recipients.SMTP, "::1", False),
        (recipients.SMTP, "192.0.2.7", True),
        (recipients.SMTP, "localhost.example.net", True),
        ("django.core.mail.backends.filebased.EmailBackend", "mail.example.net", False),
        ("somebody.elses.EmailBackend", "localhost", True),
    ],
)
def test_letters_leave_unless_it_is_known_that_they_stay(
    settings, backend, host, leaves
):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = backend, host
    assert (recipients.relay() is not None) is leaves


@pytest.mark.parametrize(
    ("entry", "endpoints"),
    [
        (RELAY, (Endpoint("mail.example.net", 587),)),
        (CARRIER | TOLD, (Endpoint("parcels.example.net", 443),)),
        (
            CARRIER | {"notices_url": "http://127.0.0.1:8080/x"},
            (Endpoint("127.0.0.1", 8080),),
        ),
        (CARRIER, ()),
    ],
)
def test_where_something_may_leave_to(settings, entry, endpoints):
    settings.RECIPIENTS = {"them": entry}
    assert recipients.get("them").endpoints == endpoints


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (CARRIER, "only if you agree in writing"),
        (BOOKS, "because the law asks for it: Companies Act 2006 s. 386"),
        (RELAY, "under a contract of 2026-07-01, and deletes what it got within 30"),
    ],
)
def test_the_condition_is_told_in_words(settings, entry, says):
    settings.RECIPIENTS = {"them": entry}
    assert says in recipients.get("them").condition


@pytest.mark.parametrize("program", ["shop.wsgi", "shop.celery"])
def test_no_program_starts_with_a_relay_that_is_not_registered(program):
    start = "signals.{0}_init.send(sender=None)"
    begins = f"from celery import signals; import {program}"
    if program == "shop.celery":
        begins += "; " + start.format("beat")
    done = subprocess.run(
        [sys.executable, "-c", begins],
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "shop.settings",
            "KEY_FILE": str(shop.KEY_FILE),
            "EMAIL_URL": "smtp+tls://mail.example.net:587",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    [line] = done.stderr.splitlines()
    assert line.startswith("Letters leave through mail.example.net, which is not on")


def test_with_the_contract_in_the_environment_it_is_registered():
    asks = "from django.conf import settings as s; from privacy import recipients as r"
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"{asks}; print(list(r.faults()), r.get('mail').ground)",
        ],
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "shop.settings",
            "EMAIL_URL": "smtp+tls://mail.example.net:587",
            "MAIL_RELAY_NAME": "Quayside Mail",
            "MAIL_RELAY_CONTRACT": "QM-2026-07",
            "MAIL_RELAY_CONTRACT_DATE": "2026-07-01",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "[] GDPR Art. 28: contract QM-2026-07 of 2026-07-01\n"
