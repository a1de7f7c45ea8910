"""What Stripe answers and sends, written by us after its public API reference.

Object shapes of API version 2024-06-20: Checkout Sessions, Refunds, Events, errors,
and idempotent requests. Names and numbers are invented.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import parse_qsl

from orders.providers import signatures

SECRET = "whsec_of_the_endpoint"
KEY = "sk_test_invented"


def card(**different):
    """A payment with its charge, as it is told where the question expands it."""
    checks = {
        "address_line1_check": None,
        "address_postal_code_check": "pass",
        "cvc_check": "pass",
    }
    told = {
        "brand": "visa",
        "last4": "4242",
        "exp_month": 8,
        "exp_year": 2031,
        "fingerprint": "Xt5EWLLDS7FJjR1c",
        "checks": checks,
        "three_d_secure": {"result": "authenticated"},
    } | different
    charge = {
        "id": "ch_1",
        "object": "charge",
        "billing_details": {"name": "Jenny Rosen", "email": "jenny@example.net"},
        "payment_method_details": {"type": "card", "card": told},
    }
    return {"id": "pi_1", "object": "payment_intent", "latest_charge": charge}


def session(fields: Mapping[str, str], name: str = "cs_test_1", **different):
    """A Checkout Session as it is made from these form fields."""
    price = "line_items[0][price_data]"
    return {
        "id": name,
        "object": "checkout.session",
        "amount_total": int(fields[f"{price}[unit_amount]"]),
        "client_reference_id": fields["client_reference_id"],
        "currency": fields[f"{price}[currency]"],
        "customer_details": None,
        "livemode": False,
        "mode": "payment",
        "payment_intent": None,
        "payment_status": "unpaid",
        "status": "open",
        "url": f"https://checkout.stripe.com/c/pay/{name}#fid",
    } | different


PAID = {"status": "complete", "payment_status": "paid", "payment_intent": "pi_1"}
EXPIRED = {"status": "expired", "url": None}
ERROR = {
    400: {"error": {"type": "invalid_request_error", "code": "amount_too_small"}},
    401: {"error": {"type": "invalid_request_error", "message": "Invalid API Key"}},
    402: {"error": {"type": "card_error", "code": "card_declined"}},
    404: {"error": {"type": "invalid_request_error", "code": "resource_missing"}},
    409: {"error": {"type": "idempotency_error", "code": "idempotency_key_in_use"}},
    429: {"error": {"type": "invalid_request_error", "code": "rate_limit"}},
    500: {"error": {"type": "api_error"}},
}


def event(about: Mapping, kind: str, name: str = "evt_1") -> bytes:
    """The body of a notice."""
    told = {
        "id": name,
        "object": "event",
        "api_version": "2024-06-20",
        "livemode": False,
        "type": kind,
        "data": {"object": about},
    }
    return json.dumps(told, indent=2).encode()


def signed(body: bytes, at, *secrets: str) -> str:
    """The header Stripe-Signature as one or more secrets sign it."""
    seconds = f"{int(at.timestamp())}"
    each = [signatures.expected(one, seconds, body) for one in secrets or (SECRET,)]
    return ",".join([f"t={seconds}", *(f"v1={one}" for one in each), "v0=00"])


class Stripe:
    """A Stripe of our own: sessions and refunds, each once for an idempotency key.

    The same key with other parameters is an error, and with the same ones the first
    answer again, whatever has happened since.
    """

    def __init__(self):
        self.asked = []
        self.sessions = {}
        self.answers = {}
        self.says = None

    def answer(self, method, path, body, headers):
        """Stand in for calling._answer."""
        fields = dict(parse_qsl(body))
        self.asked.append((method, path, fields, dict(headers)))
        if self.says is not None:
            return self.says
        key = headers.get("Idempotency-Key")
        if key in self.answers:
            before, told = self.answers[key]
            return (200, told) if before == fields else (400, ERROR[409])
        told = self._done(method, path.partition("?")[0], fields)
        if key:
            self.answers[key] = fields, told
        return 200, told

    def _done(self, method, path, fields):
        if path == "/v1/refunds":
            return {"id": f"re_{len(self.answers)}", "status": "succeeded"}
        if path == "/v1/checkout/sessions":
            made = session(fields, f"cs_test_{len(self.sessions) + 1}")
            self.sessions[made["id"]] = made
            return dict(made)
        name = path.split("/")[4]
        if method == "POST":
            self.sessions[name] |= EXPIRED
        told = dict(self.sessions[name])
        return told | {"payment_intent": card()} if told["payment_intent"] else told

    def pays(self, name="cs_test_1"):
        """The customer types a card that is right."""
        self.sessions[name] |= PAID
        return self.sessions[name]
