"""The wire: what leaves, what is read, and what no answer and no log may hold."""

from __future__ import annotations

import json
from collections import deque
from http.server import BaseHTTPRequestHandler

import pytest

from orders.payments import Refused, Unreachable
from orders.providers import calling
from tests.listening import listening
from tests.orders.providers import recorded


@pytest.fixture
def machine(settings):
    """A machine on loopback that answers what it is told to, one after the other."""
    asked, answers = [], deque()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers.get("Content-Length") or 0)
            asked.append((self.path, dict(self.headers), self.rfile.read(length)))
            status, body, headers = answers.popleft()
            self.send_response(status)
            for name, value in {"Content-Length": len(body), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self):
            self.do_POST()

        def log_message(self, *told):
            """Say nothing."""

    settings.STRIPE_KEY = recorded.KEY
    with listening(Answers) as server:
        settings.STRIPE_API = f"http://127.0.0.1:{server.server_port}"
        server.asked, server.answers = asked, answers
        yield server


def says(machine, body, status=200, **headers):
    written = body if isinstance(body, bytes) else json.dumps(body).encode()
    machine.answers.append((status, written, headers))


def test_a_form_goes_out_with_the_key_the_version_and_the_name_of_the_deed(machine):
    says(machine, {"id": "re_1"})
    assert calling.post("/v1/refunds", {"amount": "1", "a[b]": "ü&="}, key="once") == {
        "id": "re_1"
    }
    [(path, headers, body)] = machine.asked
    assert (path, body) == ("/v1/refunds", b"amount=1&a%5Bb%5D=%C3%BC%26%3D")
    assert headers["Authorization"] == f"Bearer {recorded.KEY}"
    assert headers["Idempotency-Key"] == "once"
    assert headers["Stripe-Version"] == calling.VERSION
    # Nothing tells of this machine, its language or its version.
    assert headers["User-Agent"] == "Foldwell"


def test_a_question_has_no_body(machine):
    says(machine, {"id": "cs_1"})
    says(machine, {"id": "cs_1"})
    calling.get("/v1/checkout/sessions/cs_1", **{"expand[]": "a.b"})
    calling.get("/v1/checkout/sessions/cs_1")
    assert [(path, body) for path, _, body in machine.asked] == [
        ("/v1/checkout/sessions/cs_1?expand%5B%5D=a.b", b""),
        ("/v1/checkout/sessions/cs_1", b""),
    ]


def test_no_redirect_is_followed(machine):
    says(machine, b"", 302, Location="/elsewhere")
    with pytest.raises(Unreachable):
        calling.get("/v1/x")
    assert len(machine.asked) == 1


@pytest.mark.parametrize(
    "body",
    [b"<html>", b"\xff", b"[" * 300_000, b"{" + b" " * (256 * 1024) + b"}"],
)
def test_an_answer_that_cannot_be_read_is_none(machine, body, caplog):
    says(machine, body)
    with pytest.raises(Unreachable):
        calling.get("/v1/x")
    assert "127.0.0.1" not in caplog.text


@pytest.mark.parametrize("body", [b"", b"[]", b"3"])
def test_an_answer_that_is_no_object_says_nothing(machine, body):
    says(machine, body)
    assert calling.get("/v1/x") == {}


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"error": {"code": "card_declined", "message": "of Maya"}}, "card_declined"),
        ({"error": {"type": "api_error"}}, "api_error"),
        ({"error": {"code": "Maya Okafor, 4242"}}, "without a reason"),
        ({"error": "Maya"}, "without a reason"),
        ({}, "without a reason"),
    ],
)
def test_of_a_refusal_its_code_alone_is_told(machine, told, said, caplog):
    says(machine, told, 402)
    with pytest.raises(Refused, match=said) as refused:
        calling.post("/v1/x", {}, key="k")
    assert "Maya" not in f"{refused.value}{caplog.text}"
    assert recorded.KEY not in caplog.text


def test_nobody_there_is_told_without_an_address(settings, caplog):
    settings.STRIPE_API = "http://127.0.0.1:9"
    with pytest.raises(Unreachable):
        calling.get("/v1/x")
    assert "127.0.0.1" not in caplog.text


@pytest.mark.parametrize("address", ["http://api.stripe.com", "ftp://localhost", ""])
def test_the_key_leaves_over_tls_alone(settings, address):
    settings.STRIPE_API = address
    with pytest.raises(Unreachable, match="https"):
        calling.get("/v1/x")
