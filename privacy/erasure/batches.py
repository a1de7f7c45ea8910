"""One batch of one step: some rows cleared or deleted, and how far it got.

The rows are taken by their ids and never by offset, since they change while they are
gone through; what is done and how far it got is one transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import router, transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from privacy import declarations
from privacy.declarations import Erasure
from privacy.encryption import shredding
from privacy.encryption.columns import ROWS_AT_ONCE
from privacy.encryption.fields import SealedField
from privacy.erasure import clearing, holding_back, owned
from privacy.erasure.owned import Present, Scope
from privacy.erasure.plans import DELETE
from privacy.erasure.run import Step
from privacy.vault.models import LedgerEntry

# A key of its own goes with its row; the worker finishes what is broken off.
WITH_ITS_ROW = "with its row"


@dataclass(frozen=True)
class Work:
    """What a step does: to which columns of which rows of one person."""

    label: str
    action: str
    fields: tuple[str, ...]
    person_id: UUID
    scope: Scope | None
    spared: Collection[UUID]
    # The day of which legal holds count; without one nothing is held.
    on: date | None = None
    # What the ledger has to be told of each batch, where a part is cleared.
    entry: LedgerEntry | None = None
    # What is there of the person, where somebody has asked just now.
    among: Present | None = None

    @property
    def model(self) -> type[Model]:
        """Return the model."""
        found: type[Model] = apps.get_model(self.label)
        return found

    @property
    def database(self) -> str:
        """Return the alias of the database that the rows are written in."""
        return router.db_for_write(self.model)

    def rows(self) -> QuerySet[Any]:
        """Return the rows that are still to be done."""
        rows = owned.rows(
            self.model,
            self.person_id,
            scope=self.scope,
            spared=self.spared,
            among=self.among,
        )
        if self.on is not None:
            rows = holding_back.free(rows, on=self.on)
        if self.action == DELETE:
            return rows
        return rows.filter(clearing.left(self.model, self.fields))

    def after(self, cursor: str) -> list[Any]:
        """Return the ids of the next rows after the one that was done last."""
        rows = self.rows()
        if cursor:
            rows = rows.filter(pk__gt=self.model._meta.pk.to_python(cursor))
        return list(rows.values_list("pk", flat=True)[:ROWS_AT_ONCE])

    def note(self, ids: Sequence[Any]) -> None:
        """Tell the ledger which rows go next, where it can't know by itself."""
        if self.entry is not None:
            shredding.note_rows(
                self.entry,
                label=self.label,
                action=self.action,
                fields=self.fields,
                ids=ids,
            )

    def apply(self, ids: Sequence[Any]) -> None:
        """Clear or delete these rows."""
        every: QuerySet[Any] = QuerySet(model=self.model).using(self.database)
        rows = every.filter(pk__in=ids)
        if self.action == DELETE:
            rows.delete()
        else:
            rows.update(**clearing.cleared(self.model, self.fields))


def with_rows(works: Sequence[Work]) -> list[Work]:
    """Return those of a person's works that have rows now, done or still to be done."""
    found = []
    for (person, spared), some in groupby(works, lambda w: (w.person_id, w.spared)):
        among = owned.present(person, spared=spared)
        found += [replace(w, among=among) for w in some if w.model in among.models]
    return found


def carry_out(
    work: Work, step: Step, *, holding: AbstractContextManager[None], at: datetime
) -> bool:
    """Do the next batch of a step; return whether there may be another one.

    `holding` is a transaction in which nobody else works on the run. Where nothing is
    left to do nothing is written: the run notes the end of such steps together.
    """
    work = replace(work, on=timezone.localdate(at))
    ids = work.after(step.cursor)
    if not ids:
        return False
    own = list(ids) if _keys_go(work.model) else []
    work.note(ids)
    for each in own:
        shredding.note(subject=each, at=at, reason=WITH_ITS_ROW)
    with holding:
        work.apply(ids)
        step.cursor = str(ids[-1])
        step.rows += len(ids)
        step.finished_at = None if len(ids) == ROWS_AT_ONCE else at
        step.save(update_fields=["cursor", "rows", "finished_at"])
    for each in own:
        shredding.shred(subject=each, at=at, reason=WITH_ITS_ROW)
    return step.finished_at is None


def include(work: Work, *, at: datetime) -> int:
    """Do all rows that are there now, in one transaction; return how many there were.

    For what came while the steps were done: few rows, and nearly always none.
    """
    done, work = 0, replace(work, on=timezone.localdate(at))
    with transaction.atomic(using=work.database, savepoint=False):
        for ids in _pages(work):
            for each in ids if _keys_go(work.model) else []:
                shredding.note(subject=each, at=at, reason=WITH_ITS_ROW)
            work.apply(ids)
            done += len(ids)
    return done


def _pages(work: Work) -> Iterator[list[Any]]:
    cursor = ""
    while ids := work.after(cursor):
        yield ids
        cursor = str(ids[-1])


def has_own_key(model: type[Model]) -> bool:
    """Tell whether each row of a model is sealed with a key of its own."""
    return declarations.of(model).subject == model._meta.pk.attname


def _keys_go(model: type[Model]) -> bool:
    """Tell whether the rows have keys of their own that nothing kept is sealed with."""
    if not has_own_key(model):
        return False
    personal = declarations.of(model).personal
    return all(
        isinstance(personal[field.name].erasure, Erasure)
        for field in model._meta.concrete_fields
        if isinstance(field, SealedField)
    )
