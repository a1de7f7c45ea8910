"""Recipients hear of it by machine or by a person, and the case waits for their yes."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from privacy import consent, disclosure
from privacy.cases import moving, telling_others, timeline
from privacy.cases.case import Case
from privacy.cases.notice import Notice
from privacy.cases.states import Kind
from privacy.purposes import Purpose


@pytest.fixture
def case(alice, filed, at):
    """A case of Alice, whose name the carrier got twice."""
    words = consent.sentence(consent.recipient_of("carrier"))
    given = consent.give(person=alice, recipient="carrier", sentence=words, at=at)
    for fields in (["contact_name"], ["contact_name", "delivery_address"]):
        disclosure.disclose(
            person=alice,
            recipient="carrier",
            fields=fields,
            purpose=Purpose.DELIVERY,
            consent=given,
            at=at,
            by=None,
        )
    filed = filed(Kind.ERASE)
    Case.objects.filter(pk=filed.pk).update(person=alice)
    return Case.objects.get(pk=filed.pk)


@pytest.fixture
def carrier(settings):
    """The carrier's machine: what it heard, and what it answers."""

    class Machine(BaseHTTPRequestHandler):
        heard, answer = [], 200

        def do_POST(self):
            length = int(self.headers["Content-Length"])
            self.heard.append(json.loads(self.rfile.read(length)))
            self.send_response(self.answer)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()

        def log_message(self, *args):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Machine)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/notices"
    told = settings.RECIPIENTS["carrier"] | {"notices_url": url}
    settings.RECIPIENTS = {"carrier": told}
    yield Machine
    server.shutdown()
    server.server_close()


def test_each_recipient_gets_one_notice_of_all_that_it_got(case, at):
    for _ in range(2):
        telling_others.write(case=case, at=at)
    notice = Notice.objects.get(case=case)
    assert notice.fields == ["contact_name", "delivery_address"]
    assert str(notice) == f"notice {notice.pk}"


def test_without_a_machine_a_member_of_staff_tells_them(case, at, staff):
    telling_others.write(case=case, at=at)
    assert not telling_others.is_done(case=case, at=at)
    notice = Notice.objects.get(case=case)
    telling_others.acknowledge(notice=notice, by=staff, at=at)
    assert telling_others.is_done(case=case, at=at)


def test_a_machine_that_says_yes_has_confirmed_and_heard_no_value(case, carrier, at):
    telling_others.write(case=case, at=at)
    assert telling_others.is_done(case=case, at=at)
    (heard,) = carrier.heard
    assert heard["request"] == case.reference
    assert (heard["what"], len(heard["disclosures"])) == ("erase", 2)
    assert "alice" not in json.dumps(heard).casefold()
    assert telling_others.is_done(case=case, at=at)
    assert len(carrier.heard) == 1


@pytest.mark.parametrize("answer", [202, 302, 500])
def test_a_machine_that_says_anything_else_is_asked_again_later(
    case, carrier, at, answer
):
    carrier.answer = answer
    telling_others.write(case=case, at=at)
    assert not telling_others.is_done(case=case, at=at)
    assert not telling_others.is_done(case=case, at=at + timedelta(seconds=30))
    assert len(carrier.heard) == 1
    carrier.answer = 200
    assert telling_others.is_done(case=case, at=at + timedelta(minutes=2))


@pytest.mark.parametrize("url", ["http://example.net/", "file:///etc/passwd"])
def test_nothing_leaves_unencrypted(case, settings, at, url, caplog):
    told = settings.RECIPIENTS["carrier"] | {"notices_url": url}
    settings.RECIPIENTS = {"carrier": told}
    telling_others.write(case=case, at=at)
    assert not telling_others.is_done(case=case, at=at)
    assert "NotSafe" in caplog.text


def test_the_customer_reads_that_others_were_told_only_where_there_were_any(
    case, filed, at
):
    whats = []
    for each in (case, filed(Kind.SEE, "nobody@example.net")):
        moving.note(each, what="others_told", at=at)
        telling_others.write(case=each, at=at)
        whats.append([entry.what for entry in timeline.entries(each)])
    assert "others_told" in whats[0]
    assert "others_told" not in whats[1]
