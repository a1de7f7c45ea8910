"""A recipient's machine: verifies notices as docs/disclosure.md says, and answers."""

from __future__ import annotations

import base64
import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from types import SimpleNamespace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from http_message_signatures import (
    ContentDigest,
    HTTPMessageSigner,
    HTTPMessageVerifier,
    MappingKeyResolver,
    algorithms,
)

from tests.listening import listening

EVER = timedelta(days=365_000)
"""Notices of the tests are signed at a moment of theirs, which is long ago one day."""
COVERED = ("@status", "content-digest", '"signature";req;key="notice"')


@dataclass
class Machine:
    """One that runs at `url`: what it heard, and how it answers.

    `keys` gives the shop's published keys as JSON; without it nothing is verified.
    """

    url: str = ""
    keys: Any = None
    heard: list = field(default_factory=list)
    secret: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    status: int = 200
    said: dict = field(default_factory=lambda: {"acknowledged": True})
    covered: tuple = COVERED
    tag: str = "foldwell-acknowledgement"
    signs: bool = True
    changed: bytes = b""
    other_notice: str = ""

    @property
    def registered(self):
        """Return what the register says about it."""
        return {"notices_url": self.url, "notices_key": self.public}

    @property
    def public(self):
        raw = self.secret.public_key().public_bytes_raw()
        return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

    def hears(self, headers, body):
        """Verify a notice; return status, headers and body of the answer."""
        request = SimpleNamespace(method="POST", url=self.url, headers=headers)
        if self.keys is not None:
            self._verify(request, body)
        told = json.loads(body)
        self.heard.append(told)
        answer = {"notice": self.other_notice or told["notice"], **self.said}
        return self._answered(request, json.dumps(answer).encode())

    def _verify(self, request, body):
        keys = {each["kid"]: _public(each["x"]) for each in self.keys()["keys"]}
        HTTPMessageVerifier(
            signature_algorithm=algorithms.ED25519,
            key_resolver=MappingKeyResolver(public_keys=keys, private_keys={}),
        ).verify(
            request,
            expect_tag="foldwell-notice",
            require_components=("@method", "@target-uri", "content-digest"),
            body=body,
            max_age=EVER,
        )

    def _answered(self, request, body):
        headers = {"Content-Digest": ContentDigest.create(body)}
        answer = SimpleNamespace(
            status_code=self.status, headers=headers, request=request
        )
        if self.signs:
            keys = MappingKeyResolver(public_keys={}, private_keys={"k": self.secret})
            HTTPMessageSigner(
                signature_algorithm=algorithms.ED25519, key_resolver=keys
            ).sign(
                answer,
                key_id="k",
                tag=self.tag,
                covered_component_ids=self.covered,
                use_existing_digest=True,
            )
        return self.status, headers, self.changed or body


@contextmanager
def running(machine, *, address="127.0.0.1"):
    """Let the machine listen, at a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, headers, answer = machine.hears(dict(self.headers), body)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args):
            """Say nothing."""

    with listening(Handler, address=address) as server:
        machine.url = f"http://127.0.0.1:{server.server_port}/notices"
        yield machine


def _public(x):
    return Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(x + "="))
