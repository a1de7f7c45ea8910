"""What has to be there before anything leaves: registered, with a basis, and a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from privacy import consent as consents
from privacy import guarding, recipients
from privacy.consent import Consent
from privacy.disclosure.ledger import Disclosure
from privacy.purposes import Purpose
from privacy.recipients import NOTICE_LAW, Basis, Recipient

if TYPE_CHECKING:
    from privacy.people import Person


class DisclosureRefused(Exception):
    """Nothing may leave: the message says what is missing."""


@transaction.atomic
def disclose(
    *,
    person: Person | None,
    recipient: str,
    fields: Iterable[str],
    purpose: Purpose,
    consent: Consent | None = None,
    at: datetime,
    by: Person | None,
    request: UUID | None = None,
    about: UUID | None = None,
) -> Disclosure:
    """Write into the ledger that these fields leave, or raise DisclosureRefused.

    Arguments:
        recipient: its key on the register, which names the basis.
        consent: the one that is relied on, where that is the basis. It is read again
            under a lock, so that one withdrawn a moment ago counts.
        request: the id of the request that it is about, while its person is unknown.
        about: the id of what leaves: one row, however often it is tried.

    Raises UnknownRecipient when nobody of that key is on the register.
    """
    to, named = recipients.get(recipient), tuple(fields)
    if not named or not set(named) <= set(to.fields) or purpose not in to.purposes:
        raise DisclosureRefused(f"{to.name} is not registered for that.")
    basis = _basis(to, consent, person, named)
    return _written(
        about,
        {
            "person": person,
            "request": request,
            "recipient": to.key,
            "fields": list(named),
            "purpose": purpose,
            "by": by,
            "at": at,
            **basis,
        },
    )


def tell(
    *, person: Person, recipient: str, request: UUID, about: UUID, at: datetime
) -> Disclosure:
    """Write into the ledger that a recipient hears of a correction or an erasure.

    No value leaves with that, and the law asks for it (GDPR Art. 19). `about` is the
    id of the notice.
    """
    told = {
        "person": person,
        "request": request,
        "recipient": recipients.get(recipient).key,
        "fields": [],
        "purpose": Purpose.OWN_REQUEST,
        "basis": Basis.LEGAL_DUTY,
        "ground": NOTICE_LAW.words,
        "at": at,
    }
    return _written(about, told)


@contextmanager
def leaving(entry: Disclosure) -> Iterator[None]:
    """Open the way to the recipient of a ledger row, until the block ends.

    The row has to be there whatever happens in the block, so this is refused within a
    transaction (RuntimeError). A consent is read once more: DisclosureRefused when it
    was withdrawn since the row was written. Only connections to the hosts that the
    register names for the recipient pass (privacy.guarding).
    """
    with transaction.atomic(durable=True):
        to = recipients.get(entry.recipient)
        if entry.basis == Basis.CONSENT:
            _basis(to, entry.consent, entry.person, tuple(entry.fields))
    with guarding.open_to(to.endpoints):
        yield


def _written(about: UUID | None, told: dict[str, Any]) -> Disclosure:
    if about is None:
        return Disclosure.objects.create(**told)
    recipient = told.pop("recipient")
    return Disclosure.objects.get_or_create(
        recipient=recipient, about=about, defaults=told
    )[0]


def _basis(
    to: Recipient,
    consent: Consent | None,
    person: Person | None,
    fields: tuple[str, ...],
) -> dict[str, Any]:
    """Return the basis as the ledger keeps it, or raise DisclosureRefused."""
    if to.basis is not Basis.CONSENT:
        if not to.ground:
            raise DisclosureRefused(f"Nothing on the register lets {to.name} have it.")
        return {"basis": to.basis, "ground": to.ground}
    standing = consents.standing_now(consent) if consent else None
    covered = (
        standing is not None
        and person is not None
        and standing.covers(person=person, recipient=to, fields=fields)
    )
    if not covered:
        raise DisclosureRefused(f"There is no consent that {to.name} gets this.")
    return {"basis": Basis.CONSENT, "consent": standing}
