"""Passkeys: a key pair in somebody's device, made and used by the browser (WebAuthn).

W3C Web Authentication, Level 3. A passkey is bound to the host name of the page, so
that no page of another host can ask for it.
"""

from __future__ import annotations

import ipaddress
import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest

from privacy import purposes
from privacy.people import Person
from privacy.purposes import Purpose
from privacy.second_factors.factor import Factor, Held

if TYPE_CHECKING:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

CHALLENGE = "passkey_challenge"
"""Where the session keeps what the next answer must have signed."""
CHALLENGE_BYTES = 32


class NotRight(Exception):
    """The browser's answer is not one for this person, page and moment."""


def host(request: HttpRequest) -> str:
    """Return the host name of the page, without a port."""
    return urlsplit(f"//{request.get_host()}").hostname or ""


def works_here(request: HttpRequest) -> bool:
    """Tell whether the page has a host name: browsers bind no passkey to a number."""
    try:
        ipaddress.ip_address(host(request))
    except ValueError:
        return True
    return False


def to_make(request: HttpRequest, person: Person) -> str:
    """Return as JSON what the browser needs to make a passkey; nobody is named."""
    import webauthn
    from webauthn.helpers import structs

    options = webauthn.generate_registration_options(
        rp_id=host(request),
        rp_name=settings.SHOP_NAME,
        user_name=f"{settings.SHOP_NAME} staff",
        user_id=secrets.token_bytes(16),
        challenge=_new_challenge(request),
        exclude_credentials=_descriptors(request, person),
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.DISCOURAGED,
            user_verification=structs.UserVerificationRequirement.PREFERRED,
        ),
    )
    return webauthn.options_to_json(options)


def make(request: HttpRequest, answer: str, *, person: Person, at: datetime) -> Factor:
    """Keep the public half of a passkey that was just made. Raises NotRight."""
    import webauthn
    from webauthn.helpers import bytes_to_base64url

    told = _checked(
        webauthn.verify_registration_response, request, answer, host=host(request)
    )
    made: Factor = Factor.objects.create(
        person=person,
        kind=Factor.Kind.PASSKEY,
        held=Held(
            credential=bytes_to_base64url(told.credential_id),
            public_key=bytes_to_base64url(told.credential_public_key),
            host=host(request),
        ),
        counter=told.sign_count,
        made_at=at,
        confirmed_at=at,
        used_at=at,
    )
    return made


def to_use(request: HttpRequest, person: Person) -> str:
    """Return as JSON what the browser needs to use a passkey; "" if there is none."""
    import webauthn

    known = _descriptors(request, person) if works_here(request) else []
    if not known:
        return ""
    options = webauthn.generate_authentication_options(
        rp_id=host(request),
        challenge=_new_challenge(request),
        allow_credentials=known,
    )
    return webauthn.options_to_json(options)


def use(request: HttpRequest, answer: str, *, person: Person, at: datetime) -> Factor:
    """Return the passkey that signed the challenge. Raises NotRight.

    A count that does not grow is a copy of the key (WebAuthn, section 6.1.1).
    """
    import webauthn
    from webauthn.helpers import base64url_to_bytes

    for factor, held in _held(request, person):
        if f'"{held.credential}"' not in answer:
            continue
        told = _checked(
            webauthn.verify_authentication_response,
            request,
            answer,
            host=held.host,
            credential_public_key=base64url_to_bytes(held.public_key),
            credential_current_sign_count=factor.counter,
        )
        count = told.new_sign_count
        grew = Q(counter__lt=count) if count else Q(counter=0)
        if Factor.objects.filter(grew, pk=factor.pk).update(counter=count, used_at=at):
            return factor
    raise NotRight


def _checked(verify: Any, request: HttpRequest, answer: str, **told: Any) -> Any:
    """Check an answer against the challenge, which is used up by that."""
    from webauthn.helpers import base64url_to_bytes
    from webauthn.helpers.exceptions import WebAuthnException

    challenge: str = request.session.pop(CHALLENGE, "")
    if not challenge:
        raise NotRight
    try:
        return verify(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=told.pop("host"),
            expected_origin=f"{request.scheme}://{request.get_host()}",
            require_user_verification=False,
            **told,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise NotRight from None


def _new_challenge(request: HttpRequest) -> bytes:
    from webauthn.helpers import bytes_to_base64url

    made = secrets.token_bytes(CHALLENGE_BYTES)
    request.session[CHALLENGE] = bytes_to_base64url(made)
    return made


def _held(request: HttpRequest, person: Person) -> list[tuple[Factor, Held]]:
    """Return the person's passkeys for the host of this page."""
    rows = Factor.objects.of(person.pk).filter(kind=Factor.Kind.PASSKEY)
    with purposes.using(Purpose.OWN_REQUEST):
        found = [(row, row.held) for row in rows]
    return [(row, held) for row, held in found if held.host == host(request)]


def _descriptors(
    request: HttpRequest, person: Person
) -> list[PublicKeyCredentialDescriptor]:
    from webauthn.helpers import base64url_to_bytes, structs

    return [
        structs.PublicKeyCredentialDescriptor(id=base64url_to_bytes(held.credential))
        for _, held in _held(request, person)
    ]
