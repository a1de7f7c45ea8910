"""`manage.py letter_returned`: reports of failures count, and nothing else does."""

from __future__ import annotations

import io
import sys
import types

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from privacy.letters import delivery_reports, return_path, returned, sending
from privacy.letters.models import Letter
from privacy.letters.returned import Returned
from privacy.management.commands import letter_returned

FAILED = "Final-Recipient: rfc822; alice@example.net\nAction: failed\nStatus: 5.1.1"
REPORT = """\
Return-Path: <>
From: Mail Delivery System <mailer-daemon@mx.example.net>
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind}; boundary="=_b"

--=_b
Content-Type: text/plain

Your letter to alice@example.net could not be delivered.

--=_b
Content-Type: message/{part}

Reporting-MTA: dns; mx.example.net
Arrival-Date: Sun, 22 Nov 2026 10:30:00 +0000

{fields}

--=_b
Content-Type: message/rfc822

From: Foldwell <hello@foldwell.example.net>
To: alice@example.net
Subject: Hello

Hello
--=_b--
"""


@pytest.fixture(autouse=True)
def set_up(settings):
    settings.RETURN_ADDRESS = "returns@shop.example.net"


@pytest.fixture
def sent(write, alice, at):
    """A letter to Alice that went."""
    letter = write(alice)
    assert sending.send(letter=letter, at=at)
    return letter


@pytest.fixture
def piped(monkeypatch, capsys, caplog):
    """Pipe a message into the command; return what it said, or raise CommandError."""

    def pipe(text, **options):
        raw = text if isinstance(text, bytes) else text.encode()
        there = types.SimpleNamespace(buffer=io.BytesIO(raw))
        monkeypatch.setattr(sys, "stdin", there)
        call_command("letter_returned", **options)
        told = capsys.readouterr()
        assert "alice" not in told.out + told.err + caplog.text
        return told.out.strip()

    return pipe


@pytest.fixture
def refused(piped):
    """Pipe a message that is refused; return code and sentence."""

    def refuse(text, **options):
        with pytest.raises(CommandError) as error:
            piped(text, **options)
        sentence = str(error.value)
        assert sentence.count(".") == 1
        assert len(sentence) < 90
        assert "alice" not in sentence
        return error.value.returncode, sentence

    return refuse


def report(letter, fields=FAILED, *, kind="delivery-status", part="delivery-status"):
    to = return_path.sender(letter.pk)
    return REPORT.format(to=to, kind=kind, part=part, fields=fields)


def test_a_failure_for_good_marks_the_address(sent, piped, alice, at):
    assert piped(report(sent)) == "Noted."
    sent.refresh_from_db()
    assert sent.status == "5.1.1"
    assert sent.sent_at
    assert sent.came_back_at
    told = returned.notice(person_id=alice.pk, at=sent.came_back_at)
    assert told.masked.startswith("a•••")


def test_the_same_report_again_changes_nothing(sent, piped):
    piped(report(sent))
    before = list(Returned.objects.values("pk", "came_back_at"))
    assert piped(report(sent)) == "Known already: nothing was done."
    assert list(Returned.objects.values("pk", "came_back_at")) == before


def test_the_mail_server_may_name_the_address(sent, piped):
    to = return_path.sender(sent.pk).upper()
    assert piped(report(sent).replace("To: returns", "To: x"), to=to) == "Noted."


@pytest.mark.parametrize("named", ["Delivered-To", "X-Original-To", "Envelope-To"])
def test_other_headers_may_name_it(sent, piped, named):
    assert piped(report(sent).replace("To: returns", f"{named}: returns")) == "Noted."


def test_addresses_beyond_ascii_are_read_too(sent, piped):
    fields = FAILED.replace("rfc822; alice", "utf-8; alíce")
    told = report(sent, fields, part="global-delivery-status")
    assert piped(told) == "Noted."


@pytest.mark.parametrize(
    "fields",
    [
        "Action: delayed\nStatus: 4.4.7",
        "Action: delivered\nStatus: 2.0.0",
        "Action: relayed\nStatus: 2.1.9",
        "Action: failed\nStatus: 2.0.0",
        "Action: failed",
        "Action: failed\nStatus: no",
        "Action: failed\nStatus: 5.1.1234",
        "Status: 5.1.1",
        "",
        FAILED + "\n\nAction: delivered\nStatus: 2.0.0",
        "\n\n".join([FAILED] * 11),
    ],
)
def test_delays_successes_and_halves_mark_nothing(sent, piped, fields):
    assert piped(report(sent, fields)).startswith("No report of a failure")
    assert not Returned.objects.exists()


def test_all_of_several_recipients_have_to_have_failed(sent, piped):
    fields = f"{FAILED}\n\nAction: failed (expired)\nStatus: 4.4.7 (too late)"
    assert piped(report(sent, fields)) == "Noted."
    # One may pass: the letter is lost, but the address is not wrong.
    assert not Returned.objects.exists()
    assert Letter.objects.get().status == "4.4.7"


@pytest.mark.parametrize(
    ("was", "instead"),
    [
        ("multipart/report", "multipart/mixed"),
        ("report-type=delivery-status", "report-type=disposition-notification"),
        ("message/delivery-status", "text/plain"),
    ],
)
def test_replies_and_other_reports_mark_nothing(sent, piped, was, instead):
    assert piped(report(sent).replace(was, instead)).startswith("No report")
    assert not Returned.objects.exists()


def test_an_automatic_reply_marks_nothing(sent, piped):
    to = return_path.sender(sent.pk)
    away = f"To: {to}\nAuto-Submitted: auto-replied\nSubject: 5.1.1\n\n{FAILED}\n"
    assert piped(away).startswith("No report")


def hostile(name, letter):
    good = report(letter)
    other = f"returns+{'a' * 42}@shop.example.net"
    nest = "".join(
        f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(500)
    )
    return {
        "huge": good + "x" * delivery_reports.LONGEST,
        "empty": "",
        "noise": bytes(range(256)) * 40,
        "nested": nest,
        "letters in letters": "Content-Type: message/rfc822\n\n" * 8000 + good,
        "many parts": good.replace(
            "--=_b--", "--=_b\nContent-Type: text/plain\n\nx\n" * 90
        ),
        "some parts": good.replace(
            "--=_b--", "--=_b\nContent-Type: text/plain\n\nx\n" * 45
        ),
        "another tag": good.replace(return_path.sender(letter.pk), other),
        "no tag": good.replace("To: returns", "X: returns"),
        "two letters": good.replace(
            "Subject:", f"Delivered-To: {return_path.sender(letter.holder_id)}\nX:", 1
        ),
    }[name]


@pytest.mark.parametrize(
    "name",
    [
        *("huge", "empty", "noise", "nested", "letters in letters"),
        *("many parts", "some parts", "another tag", "no tag", "two letters"),
    ],
)
def test_hostile_messages_are_refused_in_one_sentence(sent, refused, name):
    assert refused(hostile(name, sent))[0] == letter_returned.REFUSED
    assert not Returned.objects.exists()


def test_what_breaks_the_reader_is_refused(sent, refused, monkeypatch):
    def breaks(*args, **kwargs):
        raise RecursionError("alice")

    monkeypatch.setattr(delivery_reports.email, "message_from_bytes", breaks)
    assert refused(report(sent)) == (letter_returned.REFUSED, "The message is broken.")


def test_a_letter_that_is_gone_or_never_went_is_refused(write, sent, alice, refused):
    waits = write(alice)
    assert refused(report(waits))[0] == letter_returned.REFUSED
    told = report(sent)
    Letter.objects.all().delete()
    assert refused(told)[1] == "This letter is gone, or was never sent."


def test_a_database_that_does_not_answer_is_tried_again(sent, refused, monkeypatch):
    def down(**kwargs):
        raise DatabaseError("alice")

    monkeypatch.setattr(returned, "note", down)
    assert refused(report(sent))[0] == letter_returned.LATER


def test_without_a_return_path_it_says_so(refused, settings):
    settings.RETURN_ADDRESS = ""
    assert refused("") == (letter_returned.NOT_SET_UP, "Set RETURN_ADDRESS first.")


@pytest.mark.parametrize("payload", ["a text", [], None])
def test_a_part_that_is_no_list_of_fields_says_nothing(payload):
    part = delivery_reports.parsed(b"Content-Type: message/delivery-status\n\n")
    part.set_payload(payload)
    assert delivery_reports._recipients(part) == []
    part.set_type("message/global-delivery-status")
    assert delivery_reports._recipients(part) == []
