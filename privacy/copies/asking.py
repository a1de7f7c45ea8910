"""Asking for a copy: a row, and word to the worker."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from privacy.copies import tasks
from privacy.copies.package import Copy
from privacy.copies.packing import LIFE, NotThere
from privacy.nudging import nudge
from privacy.people import Person


@transaction.atomic
def ask(*, person: Person, at: datetime) -> Copy:
    """Have a copy built for somebody who has just proved who they are.

    Asking again before it is fetched gives the same one. Raises NotThere for somebody
    who is being erased.
    """
    locked = Person.objects.select_for_update().filter(pk=person.pk)
    if not locked.filter(erasing_since=None, erased_at=None).exists():
        raise NotThere("Your data is being erased, so there is no copy to make.")
    waiting: Copy | None = Copy.objects.filter(
        person=person, case=None, fetched_at=None, expires_at__gt=at
    ).first()
    if waiting is not None:
        return waiting
    made: Copy = Copy.objects.create(person=person, asked_at=at, expires_at=at + LIFE)
    nudge(tasks.build, str(made.pk))
    return made
