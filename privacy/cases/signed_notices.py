"""Signs notices to recipients, and verifies that an answer is theirs and to this one.

HTTP Message Signatures (RFC 9421) with Ed25519, over a Content-Digest (RFC 9530). The
shop signs with the key that it publishes for certificates; the recipient with the one
that the register names. docs/disclosure.md says how a recipient does its part.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from http_message_signatures import (
    ContentDigest,
    HTTPMessageSignaturesException,
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    algorithms,
)

from privacy.certificates import keys

TAG = "foldwell-notice"
ANSWER_TAG = "foldwell-acknowledgement"
LABEL = "notice"
CLOCKS_DIFFER = timedelta(minutes=5)
COVERED = ("@method", "@target-uri", "content-type", "content-digest")
# The answer's own status and body, and the signature of the notice that it answers.
ANSWER_COVERS = ("@status", '"content-digest"', f'"signature";req;key="{LABEL}"')


class NotAcknowledged(Exception):
    """The answer is not a recipient's yes to this notice. The message says why."""


@dataclass
class Request:
    """A notice as it is sent."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Answer:
    """What came back to a notice."""

    status_code: int
    headers: Mapping[str, str]
    body: bytes
    request: Request


class _TheirKey(HTTPSignatureKeyResolver):
    """The one key that an answer may be signed with, whatever it calls it."""

    def __init__(self, public: Ed25519PublicKey) -> None:
        self.public = public

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey:
        """Return it."""
        return self.public


def signed(*, url: str, told: Mapping[str, Any], nonce: str, at: datetime) -> Request:
    """Return a notice that is ready to go. `nonce` makes each try another one."""
    body = json.dumps(told, sort_keys=True).encode()
    headers = {
        "Content-Type": "application/json",
        "Content-Digest": ContentDigest.create(body),
    }
    request = Request("POST", url, headers, body)
    signer = HTTPMessageSigner(signature_algorithm=algorithms.ED25519)
    prepared = signer.prepare(
        request,
        key_id=keys.current_id(),
        created=at,
        nonce=nonce,
        label=LABEL,
        tag=TAG,
        covered_component_ids=COVERED,
        use_existing_digest=True,
    )
    signer.apply(request, prepared, keys.sign(prepared.signature_base))
    return request


def verify(answer: Answer, *, notice: UUID, key: str) -> None:
    """Raise NotAcknowledged unless the recipient said yes to this notice.

    `key` is the public half of its key in base64url.
    """
    if answer.status_code != 200:
        raise NotAcknowledged(f"It answered {answer.status_code}.")
    public = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(f"{key}="))
    verifier = HTTPMessageVerifier(
        signature_algorithm=algorithms.ED25519, key_resolver=_TheirKey(public)
    )
    try:
        verifier.max_clock_skew = CLOCKS_DIFFER
        verifier.verify(
            answer,
            expect_tag=ANSWER_TAG,
            require_components=ANSWER_COVERS,
            body=answer.body,
        )
        said = json.loads(answer.body)
    except (HTTPMessageSignaturesException, ValueError):
        raise NotAcknowledged("Its signature does not fit.") from None
    if said != {"notice": str(notice), "acknowledged": True}:
        raise NotAcknowledged("It said something else than yes to this notice.")
