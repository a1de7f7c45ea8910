"""Authenticator apps: six digits that follow from a shared seed and the time (TOTP).

RFC 6238 over RFC 4226, with SHA-1 and steps of 30 seconds, which every app knows.
"""

from __future__ import annotations

import hmac
import io
import re
from datetime import datetime

import pyotp
from django.conf import settings
from django.db import transaction

from privacy import purposes
from privacy.people import Person
from privacy.purposes import Purpose
from privacy.second_factors.factor import Factor, Held

STEP = 30
AROUND = (-1, 0, 1)
"""Steps beside the present one that are taken: clocks differ (RFC 6238, 5.2)."""
DIGITS = re.compile(r"[0-9]{6}")


def begin(*, person: Person, at: datetime) -> Factor:
    """Make a seed to be put into an app; what was begun before is forgotten."""
    with transaction.atomic():
        Factor.objects.filter(person=person, confirmed_at=None).delete()
        made: Factor = Factor.objects.create(
            person=person,
            kind=Factor.Kind.APP,
            held=Held(seed=pyotp.random_base32()),
            made_at=at,
        )
    return made


def seed(factor: Factor) -> str:
    """Return the seed in base32, for the one page that shows it."""
    with purposes.using(Purpose.OWN_REQUEST):
        return str(factor.held.seed)


def address(told: str) -> str:
    """Return the address that apps read from a picture; it names nobody."""
    totp = pyotp.TOTP(told)
    return totp.provisioning_uri(name="staff", issuer_name=settings.SHOP_NAME)


def picture(told: str) -> str:
    """Return the address as a QR code: SVG with a white ground in any scheme."""
    import segno  # Read by one page that few open: no start should wait for it.

    out = io.BytesIO()
    code = segno.make(address(told), error="m")
    code.save(out, kind="svg", border=4, light="#fff", xmldecl=False, omitsize=True)
    return out.getvalue().decode()


def takes(factor: Factor, code: str, *, at: datetime) -> bool:
    """Tell whether `code` is right for `at`, and let it be right only once.

    Of two at once with the same code one is taken (RFC 6238, section 5.2).
    """
    step = _step(seed(factor), code, at=at)
    if step is None:
        return False
    newer = Factor.objects.filter(pk=factor.pk, counter__lt=step)
    return bool(newer.update(counter=step, used_at=at))


def _step(told: str, code: str, *, at: datetime) -> int | None:
    """Return the step of time that the code is for, if it is one of those around."""
    if not DIGITS.fullmatch(code):
        return None
    now, totp = int(at.timestamp()) // STEP, pyotp.TOTP(told)
    found = None
    for step in (now + each for each in AROUND):
        if hmac.compare_digest(totp.generate_otp(step), code):
            found = step
    return found
