"""Our half of the wire against a program that others wrote after Stripe's API.

`make localstripe` fetches it. It knows refunds, errors and signed notices; pages for a
payment (Checkout Sessions), idempotency keys, declined cards and what is said of a card
that paid it does not know: for these there are the recorded cases.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from django.test import Client

from deploy import localstripe
from deploy.children import die_with_parent
from deploy.packages import python_in
from orders.models import Payment, ProviderNotice
from orders.payments import Refused, Unreachable
from orders.providers import agreeing, calling
from orders.providers import stripe as stripes
from tests.listening import listening
from tests.orders.conftest import MONDAY
from tests.orders.providers import recorded
from tests.orders.providers.conftest import STRIPE

LONGEST = 300  # seconds until it ends by itself
HERE = Path(__file__).parent
CARD = {
    "type": "card",
    "card[number]": "4242424242424242",
    "card[exp_month]": "12",
    "card[exp_year]": "2040",
    "card[cvc]": "123",
}


@pytest.fixture(scope="module")
def port():
    """localstripe on loopback, as a program of its own that is ended by its id."""
    if not localstripe.is_here():
        # A program apart, which nobody has to fetch; `.ci/run` does, and fails here.
        said = "localstripe is not here: make localstripe fetches it"
        (pytest.fail if os.environ.get("REQUIRE_LOCALSTRIPE") else pytest.skip)(said)
    with socket.socket(socket.AF_INET6) as free:
        free.bind(("::1", 0))
        number = free.getsockname()[1]
    python = str(python_in(localstripe.VENV))
    script = [python, str(HERE / "on_loopback.py"), str(LONGEST)]
    program = subprocess.Popen(
        [*script, "localstripe", "--from-scratch", "--port", str(number)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=die_with_parent,
    )
    try:
        yield answering(program, number)
    finally:
        program.kill()
        program.wait(timeout=10)


def answering(program, number):
    """Wait until it takes connections."""
    for _ in range(200):
        assert program.poll() is None, "localstripe ended at its start"
        with socket.socket(socket.AF_INET6) as tried:
            if tried.connect_ex(("::1", number)) == 0:
                return number
        time.sleep(0.05)
    raise AssertionError("localstripe did not answer")


@pytest.fixture
def wire(port, settings):
    """The shop set up so that localstripe is its Stripe."""
    settings.STRIPE_KEY = recorded.KEY
    settings.STRIPE_WEBHOOK_SECRETS = ["whsec_of_yesterday", recorded.SECRET]
    settings.STRIPE_API = f"http://[::1]:{port}"
    told = STRIPE | {"hosts": (("::1", port),)}
    settings.RECIPIENTS = settings.RECIPIENTS | {"stripe": told}
    return settings


@pytest.fixture
def told():
    """What localstripe sends to the shop: heads and bodies, as they arrive."""
    arrived = []

    class Listens(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            arrived.append((dict(self.headers), body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *said):
            """Say nothing."""

    with listening(Listens) as server:
        yield server.server_port, arrived


def pay():
    """Have a card charged there, and return the payment."""
    way = calling.post("/v1/payment_methods", CARD, key="a")
    fields = {"amount": "5700", "currency": "gbp", "payment_method": way["id"]}
    made = calling.post("/v1/payment_intents", fields, key="b")
    return calling.post(f"/v1/payment_intents/{made['id']}/confirm", {}, key="c")


def test_what_it_answers_is_read_as_we_read_stripe(wire):
    with pytest.raises(Refused, match="Stripe says no"):
        calling.get("/v1/payment_intents/pi_of_nobody")
    with pytest.raises(Refused):
        calling.post("/v1/refunds", {"amount": "x"}, key="d")
    wire.STRIPE_KEY = "no key"
    with pytest.raises(Unreachable):
        calling.get("/v1/payment_intents/pi_of_nobody")


def test_money_goes_back_over_the_wire(wire, place, port):
    order = place(payment="stripe")
    agreeing.agree(order=order, words=agreeing.sentence("stripe"), at=MONDAY)
    payment = Payment.objects.get()
    money = pay()
    record = stripes.opened(payment)
    payment.verification = type(record)("stripe", reference=money["id"])
    payment.save()
    name = stripes.Stripe().refund(payment, payment.amount, order.pk, MONDAY)
    assert name.startswith("re_")
    assert calling.get(f"/v1/refunds/{name}")["amount"] == 5700


def test_notices_that_it_signs_are_verified_and_those_of_no_page_ignored(
    wire, told, db, port
):
    there, arrived = told
    register(port, f"http://127.0.0.1:{there}/payments/stripe/")
    pay()
    until = time.monotonic() + 10
    while not arrived and time.monotonic() < until:
        time.sleep(0.05)
    shop = Client(enforce_csrf_checks=True)
    for heads, body in arrived:
        answer = send(shop, heads, body)
        assert answer.status_code == 200
        assert send(shop, heads, body + b" ").status_code == 400
    kinds = set(ProviderNotice.objects.values_list("kind", "outcome"))
    assert kinds
    assert {outcome for _, outcome in kinds} == {"ignored"}


def send(shop, heads, body):
    """Pass on what arrived, head and body as they were."""
    return shop.generic(
        "POST",
        "/payments/stripe/",
        body,
        content_type=heads["Content-Type"],
        headers={"stripe-signature": heads["Stripe-Signature"]},
    )


def register(port, url):
    """Tell localstripe where notices go, at its own address for that."""
    fields = {"url": url, "secret": recorded.SECRET}
    calling.post("/_config/webhooks/shop", fields, key="e")


def test_it_listens_on_this_machine_alone(port):
    listening = Path("/proc/net/tcp6").read_text().splitlines()[1:]
    bound = [line.split()[1] for line in listening if line.split()[3] == "0A"]
    mine = [each for each in bound if each.endswith(f":{port:04X}")]
    assert mine == [f"{'0' * 24}01000000:{port:04X}"]
