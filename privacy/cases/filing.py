"""Filing: a demand becomes a case. The same work, whoever asks and whatever for."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from privacy.cases import clock, moving, waking
from privacy.cases.case import Case, Demand
from privacy.cases.states import Kind
from privacy.encryption import keys
from privacy.encryption.blind import normalised_email
from privacy.identifiers import new_readable, new_secret
from privacy.people import Person

TRIES = 5
LENGTH = 6


def file(
    *,
    kind: Kind,
    email: str,
    demand: Demand,
    country: str,
    at: datetime,
    person: Person | None = None,
    form: str = "",
) -> Case:
    """Open a case; its clock begins at `at`.

    `country` is an ISO 3166 code or "". `person` is given only for somebody who has
    just signed in: that proves who they are. Nothing is looked up here, so the page
    that calls this tells nobody whose address is known; the worker goes on.

    `form` is a random text that was sent with one form: the same form that comes again
    with the same content is the same case, and nothing is done twice.
    """
    dates = clock.deadline(country=country, at=at)
    own, who = normalised_email(email), str(person.pk) if person else ""
    case = _filed(
        person=person,
        kind=kind,
        email=email,
        demand=demand,
        country=country,
        regime=dates.regime,
        received_at=at,
        due_on=dates.due_on,
        target_on=dates.target_on,
        form_digest=_digest(form, [kind, own, asdict(demand), country, who]),
    )
    waking.take_up(case)
    return case


def found(secret: str) -> Case | None:
    """Return the case behind a secret link."""
    case: Case | None = Case.objects.filter(link=secret).first()
    return case


def _filed(*, received_at: datetime, **told: Any) -> Case:
    """Write the case under a key of its own; a reference that is taken is redrawn."""
    left = TRIES
    while True:
        case = Case(received_at=received_at, **told, **_names())
        keys.create(case.pk, at=received_at)
        try:
            with transaction.atomic():
                case.save(force_insert=True)
                moving.note(case, what="received", at=received_at, by_customer=True)
        except IntegrityError:
            # A key without a row opens nothing, but nobody would ever remove it.
            keys.discard(case.pk)
            if before := _same_form(told["form_digest"]):
                return before
            left -= 1
            if not left:
                raise
        else:
            return case


def _same_form(digest: str) -> Case | None:
    """The case that the same form opened before, a moment or an hour ago."""
    if not digest:
        return None
    found: Case | None = Case.objects.filter(form_digest=digest).first()
    return found


def _digest(form: str, content: list[Any]) -> str:
    """Return what tells one sending from all others; "" without a number of the form.

    That number is kept nowhere, so nobody finds out by guessing what else went in.
    """
    if not form:
        return ""
    text = json.dumps([form, *content], sort_keys=True)
    return salted_hmac("privacy.cases.filing", text, algorithm="sha256").hexdigest()


def _names() -> dict[str, str]:
    return {"reference": f"R-{new_readable(LENGTH)}", "link": new_secret()}
