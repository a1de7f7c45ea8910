"""People who are not needed any more: their values, then their key, then their row.

The values go on their own date. The key goes when nothing is sealed with it any more,
and the row when nothing is about them: what a law keeps and who looked still hang on
it until then. `goes_on` is the day of the next look, so nobody is looked at in vain.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Max, Model, Q, QuerySet
from django.utils import timezone

from privacy import declarations
from privacy.encryption import columns, shredding
from privacy.erasure import clearing, holding_back, tombstones
from privacy.people import Person
from privacy.retention.report import SweepReport
from privacy.retention.rules import laws, pointing_at, row_ends

REASON = "retention"
LOOKED_AT_AGAIN = timedelta(days=30)
ROWS_AT_ONCE = 500


def empty(rows: QuerySet[Person], fields: Iterable[str]) -> int:
    """Clear people's own columns and let nobody sign in as them; return how many."""
    names = [name for name in fields if name != "password"]
    emptied: int = rows.update(
        **clearing.cleared(Person, names),
        password=make_password(None),
        is_active=False,
        is_superuser=False,
        email_proven_at=None,
        goes_on=date.min,
    )
    return emptied


def sweep(*, report: SweepReport, at: datetime) -> None:
    """Let go of keys and rows of people of whom nothing is left that needs them."""
    for person_id in _to_look_at(at):
        _look(person_id, report, at)


def waiting(*, at: datetime) -> QuerySet[Person]:
    """Return the people who are empty and whose day of a look has come."""
    today = timezone.localdate(at)
    rows: QuerySet[Person] = Person.objects.filter(goes_on__lte=today)
    return rows


def _to_look_at(at: datetime) -> Iterable[UUID]:
    cursor = None
    while True:
        rows = waiting(at=at)
        rows = rows if cursor is None else rows.filter(pk__gt=cursor)
        ids = list(rows.order_by("pk").values_list("pk", flat=True)[:ROWS_AT_ONCE])
        yield from ids
        if not ids:
            return
        cursor = ids[-1]


def _look(person_id: UUID, report: SweepReport, at: datetime) -> None:
    """Do what can be done about one person today, or set the day of the next look.

    The ledger is written first: whoever dies after that is followed by the sweep of
    broken erasures, which destroys the key.
    """
    with transaction.atomic():
        person = tombstones.locked(person_id)
        if person is None or not waiting(at=at).filter(pk=person_id).exists():
            return
        held = holding_back.of(person_id, on=timezone.localdate(at))
        if held:
            last = max(each.until for each in held)
            _look_again(person_id, last + timedelta(days=1))
            return
        if is_sealed(person_id):
            _look_again(person_id, _next_day(person_id, at))
            return
        shredding.note(subject=person_id, at=at, reason=REASON)
        if names_of(person_id):
            was_erased = person.erased_at is not None
            Person.objects.filter(pk=person_id, erased_at=None).update(erased_at=at)
            _look_again(person_id, _next_day(person_id, at))
            report.add({"privacy.Person.key": int(not was_erased)})
        else:
            person.delete()
            report.add({"privacy.Person": 1})
    shredding.shred(subject=person_id, at=at, reason=REASON)


def is_sealed(person_id: UUID) -> bool:
    """Tell whether anything is sealed with a person's key."""
    return any(
        table.rows(**{table.subject: person_id})
        .filter(_says(field.name for field in table.sealed))
        .exists()
        for table in columns.tables()
        if table.sealed
    )


def names_of(person_id: UUID) -> list[type[Model]]:
    """Return the models with rows that name a person."""
    return [model for model, found in _naming(person_id) if found.exists()]


def _naming(person_id: UUID) -> list[tuple[type[Model], QuerySet[Any]]]:
    asked = [(r.related_model, r.field.attname) for r in pointing_at(Person)]
    for model in apps.get_models():
        said = declarations.of(model)
        own = model._meta.pk.attname
        asked += [(model, n) for n in {said.owner, said.subject} - {None, own}]
    return [
        (model, QuerySet(model=model).filter(**{name: person_id}))
        for model, name in dict.fromkeys(asked)
    ]


def _says(names: Iterable[str]) -> Q:
    found = Q(pk__in=())
    for name in names:
        found |= Q(**{f"{name}__isnull": False})
    return found


def _next_day(person_id: UUID, at: datetime) -> date:
    """Return the day on which the last row that names them goes, as far as known."""
    today = timezone.localdate(at)
    days = [today + timedelta(days=1)]
    for model, rows in _naming(person_id):
        for retention in laws(model) or row_ends(model):
            last = rows.aggregate(last=Max(retention.after))["last"]
            if last is not None:
                days.append(retention.ends_on(_day(last)))
    known = max(days)
    return known if known > days[0] else today + LOOKED_AT_AGAIN


def _day(moment: datetime | date) -> date:
    return timezone.localdate(moment) if isinstance(moment, datetime) else moment


def _look_again(person_id: UUID, day: date) -> None:
    Person.objects.filter(pk=person_id).update(goes_on=day)
