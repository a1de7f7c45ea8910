"""Random names that stand for people in the trail, a new one for each year.

Only a row here says whom a name stands for. It goes when the person is erased, and on
its date: the trail keeps a name that leads nowhere, and stays as it was signed.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, ClassVar, TypeGuard
from uuid import UUID, uuid4

from django.db import models
from django.utils import timezone

from privacy.declarations import Erasure, Personal, Retention
from privacy.identifiers import new_id
from privacy.people import Person
from privacy.purposes import Purpose


class TrailName(models.Model):
    """What stands for one person in the entries of one year."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # No foreign key: it would hold the person while the trail is held.
    person_id = models.UUIDField()
    name = models.UUIDField(unique=True, default=uuid4)
    since = models.DateField(db_index=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        """One name a year."""

        constraints = (
            models.UniqueConstraint(
                fields=["person_id", "since"], name="one_name_a_year"
            ),
        )

    class PersonalData:
        """Whom a name in the trail stands for."""

        subject = "person_id"
        about = "Your name in the trail"
        name = Personal(
            what="A random name for you in the list of what our staff did",
            category="user.unique_id.pseudonymous",
            purposes=(Purpose.OWN_REQUEST,),
            why="To show who looked at whose records, and write nobody’s name there",
            retention=Retention(
                after="since",
                months=36,
                words="two years after the year that it was used in",
            ),
            erasure=Erasure.DELETE_ROW,
            in_clear="It is random and stands in entries that are compared",
        )
        not_personal = ("id", "since")

    def __str__(self) -> str:
        """Name the row."""
        return f"name {self.pk}"


def has_name(person: Person | None) -> TypeGuard[Person]:
    """Tell whether anything may lead to them: to nobody, and to no erased one."""
    return bool(person and not person.erasing_since and not person.erased_at)


def year_of(at: datetime) -> date:
    """Return the first day of the year that `at` is in, in the shop's time."""
    return timezone.localdate(at).replace(month=1, day=1)


def new_name(person_id: UUID, year: date) -> UUID:
    """Give a person their name for a year, unless another has just done so."""
    row, _ = TrailName.objects.get_or_create(person_id=person_id, since=year)
    return UUID(str(row.name))


def people_of(names: Collection[UUID]) -> dict[UUID, Person]:
    """Return who is behind each of these names, as far as anything still says so."""
    rows = TrailName.objects.filter(name__in=names).values_list("name", "person_id")
    found = dict(rows)
    people = Person.objects.in_bulk(list(set(found.values())))
    return {name: people[pk] for name, pk in found.items() if pk in people}
