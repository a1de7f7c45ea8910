"""The end of what a law kept: on its date the rest of an erased person's rows goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import router
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone

from privacy import declarations
from privacy.declarations import Retention
from privacy.encryption import shredding
from privacy.encryption.columns import ROWS_AT_ONCE
from privacy.erasure import batches, holding_back, owned, plans
from privacy.people import Person


def sweep(*, at: datetime) -> None:
    """Delete every row of erased people that a law has let go of.

    Doing it twice changes nothing.
    """
    for model in owned.models():
        if plans.kept(model):
            _delete_past(model, at)


def keeps(person_id: UUID) -> bool:
    """Tell whether a law still keeps anything about an erased person."""
    return any(
        owned.rows(model, person_id).exists()
        for model in owned.models()
        if plans.kept(model)
    )


def past(model: type[Model], *, at: datetime) -> QuerySet[Any]:
    """Return rows of erased people that no law keeps any more and nothing hangs on."""
    said = declarations.of(model)
    erased = Person.objects.filter(erased_at__isnull=False)
    every: QuerySet[Any] = QuerySet(model=model).using(router.db_for_write(model))
    rows = every.filter(**{f"{said.owner}__in": erased.values("pk")})
    for keep, after in plans.kept(model):
        law = Retention(after=after, words="", months=keep.months)
        last = law.last_start(timezone.localdate(at))
        begins = timezone.make_aware(datetime.combine(last + timedelta(days=1), time()))
        rows = rows.filter(Q(**{f"{after}__lt": begins}))
    rows = holding_back.free(rows, on=timezone.localdate(at))
    for hanging in _hanging(model):
        rows = rows.exclude(Exists(hanging))
    return rows.order_by("pk")


def _delete_past(model: type[Model], at: datetime) -> None:
    rows = past(model, at=at)
    own = batches.has_own_key(model)
    while ids := list(rows.values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        for each in ids if own else []:
            shredding.note(subject=each, at=at, reason=batches.WITH_ITS_ROW)
        rows.filter(pk__in=ids).order_by().delete()
        for each in ids if own else []:
            shredding.shred(subject=each, at=at, reason=batches.WITH_ITS_ROW)


def _hanging(model: type[Model]) -> Iterator[QuerySet[Any]]:
    """What still points at a row: it goes first, on a date of its own."""
    for relation in model._meta.related_objects:
        children: Any = relation.related_model
        every: QuerySet[Any] = QuerySet(model=children)
        yield every.filter(**{relation.field.name: OuterRef("pk")})
