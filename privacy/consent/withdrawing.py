"""Withdrawing a consent, with effect at once: a row is added, and none is changed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.dispatch import Signal

from privacy.consent.event import ConsentEvent, Means, What
from privacy.consent.record import Consent

if TYPE_CHECKING:
    from privacy.people import Person

withdrawn = Signal()
"""Sent once for all that one deed withdrew: with ``person_id``, ``events`` and
``page``, in the transaction that records them."""


def withdraw(
    *, consent: Consent, at: datetime, means: Means = Means.BUTTON, page: str = ""
) -> bool:
    """Withdraw a consent; return whether this did. Doing it twice changes nothing.

    `page` is the whole address of the page about it, if it has one of its own.
    """
    return bool(_withdraw({consent.pk}, at=at, means=means, page=page))


def withdraw_all(
    *, person: Person, at: datetime, means: Means = Means.BUTTON
) -> list[ConsentEvent]:
    """Withdraw all that a person ever agreed to. Done twice, it changes nothing."""
    theirs = Consent.objects.standing().filter(person=person)
    found = set(theirs.values_list("pk", flat=True))
    return _withdraw(found, at=at, means=means, page="")


def standing_now(consent: Consent) -> Consent | None:
    """Return a consent if it stands, read under a lock until the transaction ends.

    The lock comes first and the look second: what was withdrawn while this waited
    counts. Whoever relies on a consent asks here, in the transaction that does.
    """
    if not _locked({consent.pk}):
        return None
    return Consent.objects.standing().filter(pk=consent.pk).first()


@transaction.atomic
def _withdraw(
    ids: Collection[UUID], *, at: datetime, means: Means, page: str
) -> list[ConsentEvent]:
    _locked(ids)
    rows = Consent.objects.standing().filter(pk__in=ids).order_by("pk")
    found, left = list(rows), _last_left(ids)
    events = ConsentEvent.objects.bulk_create(
        ConsentEvent(
            consent=each,
            what=What.WITHDRAWN,
            means=means,
            # Two clocks may differ, but what left before did leave before.
            at=max(at, each.given_at, left.get(each.pk, at)),
        )
        for each in found
    )
    if events:
        person_id = found[0].person_id
        withdrawn.send(sender=Consent, person_id=person_id, events=events, page=page)
    return events


def _last_left(ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Return when something last left on the word of each record, where it did."""
    rows = Consent.objects.filter(pk__in=ids, disclosures__isnull=False)
    return dict(rows.values_list("pk").annotate(last=Max("disclosures__at")))


def _locked(ids: Collection[UUID]) -> list[UUID]:
    """Hold the records, in one sequence, so that two who do this never wait in turn."""
    rows = Consent.objects.select_for_update(no_key=True).filter(pk__in=ids)
    return list(rows.order_by("pk").values_list("pk", flat=True))
