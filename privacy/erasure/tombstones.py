"""The person's own row: what stops new data while they are erased, and what stays.

The row stays without a value, since what a law keeps and who looked still hang on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db.models.functions import Coalesce

from privacy.erasure import clearing
from privacy.people import Person


def locked(person_id: UUID) -> Person | None:
    """Return the person, held until the end of the transaction; None if there is none.

    It waits for everybody who is writing a row of theirs, and they wait for it.
    """
    rows = Person.objects.select_for_update().filter(pk=person_id)
    found: Person | None = rows.first()
    return found


def put_up(person: Person, *, at: datetime) -> None:
    """Take nothing new for this person from here on, and let nobody sign in as them."""
    Person.objects.filter(pk=person.pk).update(erasing_since=at, is_active=False)


def inscribe(person_id: UUID, fields: Iterable[str], *, at: datetime) -> None:
    """Clear the person's own row: no address, name, password, sign-in, group or right.

    Doing it again changes nothing but what came since.
    """
    rows = Person.objects.filter(pk=person_id)
    rows.update(
        **clearing.cleared(Person, [name for name in fields if name != "password"]),
        password=make_password(None),
        is_active=False,
        is_superuser=False,
        email_proven_at=None,
        erased_at=Coalesce("erased_at", at),
        goes_on=Coalesce("goes_on", date.min),
    )
    for each in rows:
        each.groups.clear()
        each.user_permissions.clear()
