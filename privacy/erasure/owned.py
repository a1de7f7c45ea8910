"""Which rows are about a person: all of them, or those that were chosen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from graphlib import TopologicalSorter
from typing import Any, Self
from uuid import UUID

from django.apps import apps
from django.db import router
from django.db.models import CASCADE, Model, Q, QuerySet
from django.utils import timezone

from privacy import declarations, presence
from privacy.people import Person


@dataclass(frozen=True)
class Scope:
    """A part of somebody's history: chosen rows by label, and all before a day.

    Labels are those of models, such as "orders.Order". What hangs on a chosen row
    goes with it, such as the payment of an order.
    """

    rows: Mapping[str, tuple[UUID, ...]] = field(default_factory=dict)
    before: date | None = None

    @classmethod
    def read(cls, *, rows: Iterable[str], before: str = "") -> Self:
        """Return the scope of rows written "label:id" and of an ISO date or ""."""
        found: dict[str, tuple[UUID, ...]] = {}
        for each in rows:
            label, _, number = each.rpartition(":")
            found[label] = (*found.get(label, ()), UUID(number))
        return cls(found, date.fromisoformat(before) if before else None)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON takes it; the same rows give the same text."""
        rows = {label: sorted(map(str, ids)) for label, ids in self.rows.items()}
        return {
            "rows": dict(sorted(rows.items())),
            "before": self.before.isoformat() if self.before else None,
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """Return what as_json made."""
        rows = {label: tuple(map(UUID, ids)) for label, ids in told["rows"].items()}
        before = told["before"]
        return cls(rows, date.fromisoformat(before) if before else None)


def models() -> list[type[Model]]:
    """Return every model with rows about people, those that hang on others first.

    The person's own comes last: until then everything else finds its owner.
    """
    ours = (model for model in apps.get_models() if _is_about_somebody(model))
    return list(_in_sequence(tuple(ours)))


@cache
def _in_sequence(ours: tuple[type[Model], ...]) -> tuple[type[Model], ...]:
    order: TopologicalSorter[type[Model]] = TopologicalSorter()
    for model in ours:
        order.add(model)
        for parent in _parents(model):
            if parent in ours and parent is not model:
                order.add(parent, model)
    found = [model for model in order.static_order() if model is not Person]
    return (*found, Person)


@dataclass(frozen=True)
class Present:
    """What there was of a person at one moment.

    `models` are those that had rows about the person; `holders` are the ids of all
    whose keys seal such rows.
    """

    models: frozenset[type[Model]]
    holders: tuple[UUID, ...]


def present(
    person_id: UUID,
    *,
    spared: Collection[UUID] = (),
    among: Iterable[type[Model]] | None = None,
) -> Present:
    """Return where rows of a person are now, among all models or some.

    What is left out has none; `rows` says which they are in the others.
    """
    keys = holders(person_id, spared)
    asked = models() if among is None else among
    return Present(presence.with_rows(asked, person_id, keys), keys)


def holders(person_id: UUID, spared: Collection[UUID] = ()) -> tuple[UUID, ...]:
    """Return whose keys seal rows of a person: theirs, and those of single rows."""
    own = presence.ids_of(with_own_keys(), person_id)
    return (person_id, *(each for each in own if each not in spared))


def rows(
    model: type[Model],
    person_id: UUID,
    *,
    scope: Scope | None = None,
    spared: Collection[UUID] = (),
    among: Present | None = None,
) -> QuerySet[Any]:
    """Return the rows of one person by their ids, those of a scope if there is one.

    Arguments:
        spared: ids of rows that have a key of their own and stay as they are, with
            what is sealed with it: the case that is carried out, and its run.
        among: what is present of the person, for who knows it already.
    """
    every: QuerySet[Any] = QuerySet(model=model).using(router.db_for_write(model))
    keys = among.holders if among else None
    found = every.filter(_theirs(model, person_id, spared, keys)).order_by("pk")
    if _has_key_of_its_own(model):
        found = found.exclude(pk__in=list(spared))
    return found if scope is None else found.filter(_chosen(model, scope))


def with_own_keys() -> Iterator[type[Model]]:
    """Return the models about people whose rows are sealed with a key of their own."""
    return (model for model in apps.get_models() if _has_key_of_its_own(model))


def _is_about_somebody(model: type[Model]) -> bool:
    said = declarations.of(model)
    # A row that is its own owner knows nobody, as a draft; but for people.
    known = model is Person or said.owner not in (None, model._meta.pk.attname)
    return known and bool(said.personal)


def _has_key_of_its_own(model: type[Model]) -> bool:
    said = declarations.of(model)
    own = model._meta.pk.attname
    return said.subject == own and said.owner not in (None, own)


def _parents(model: type[Model]) -> Iterator[type[Model]]:
    for each in model._meta.concrete_fields:
        if each.related_model is not None:
            yield each.related_model


def _theirs(
    model: type[Model],
    person_id: UUID,
    spared: Collection[UUID],
    keys: tuple[UUID, ...] | None,
) -> Q:
    """What finds the rows, with lists and not with joins: each uses an index."""
    said = declarations.of(model)
    theirs = Q(**{str(said.owner): person_id})
    if not presence.is_sealed_for_others(model):
        return theirs
    sealed_for = holders(person_id, spared) if keys is None else keys
    return theirs | Q(**{f"{said.subject}__in": sealed_for})


def _chosen(model: type[Model], scope: Scope) -> Q:
    if model is Person:
        return Q(pk__in=())
    chosen = Q(pk__in=scope.rows.get(model._meta.label, ())) | _hanging(model, scope)
    moment = declarations.of(model).moment
    if scope.before and moment:
        begins = timezone.make_aware(datetime.combine(scope.before, time()))
        chosen |= Q(**{f"{moment}__lt": begins})
    # What a case still needs is asked of the case and not taken from under it.
    is_case = model._meta.label == "privacy.Case"
    return chosen & Q(closed_at__isnull=False) if is_case else chosen


def _hanging(model: type[Model], scope: Scope) -> Q:
    """What finds the rows that belong to a chosen one, as lines to an order."""
    found = Q(pk__in=())
    for each in model._meta.concrete_fields:
        remote: Any = each.remote_field
        if remote is not None and remote.on_delete is CASCADE:
            chosen = scope.rows.get(remote.model._meta.label, ())
            found |= Q(**{f"{each.attname}__in": chosen})
    return found
