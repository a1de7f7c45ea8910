"""What goes when: one rule for each date that the declarations give.

A rule clears columns, or deletes whole rows. Its rows are found by an index on the
moment that their time counts from, so what is not due costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from graphlib import TopologicalSorter
from typing import Any

from django.apps import apps
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import router
from django.db.models import (
    CASCADE,
    PROTECT,
    RESTRICT,
    DateTimeField,
    Exists,
    Model,
    OuterRef,
    Q,
    QuerySet,
)
from django.utils import timezone

from privacy import declarations, presence
from privacy.declarations import Erasure, Keep, Latest, Retention
from privacy.encryption.indexing import BlindIndexField
from privacy.erasure import clearing, holding_back
from privacy.people import Person


@dataclass(frozen=True)
class Rule:
    """Columns that are cleared on a date, or whole rows that are deleted.

    `fields` are the columns; none of them for a whole row. `retention` may be that of
    rows whose own moment is empty, see `Latest`.
    """

    model: type[Model]
    fields: tuple[str, ...]
    retention: Retention

    @property
    def label(self) -> str:
        """Return the model's label, such as "orders.Order"."""
        return self.model._meta.label

    @property
    def is_whole(self) -> bool:
        """Whether the row itself goes."""
        return not self.fields

    @property
    def database(self) -> str:
        """Return the alias of the database that the rows are in."""
        return router.db_for_write(self.model)

    def applies(self) -> bool:
        """Tell whether there is any row that could be due, which is quickly asked."""
        return presence.has_any(self.model)

    def every(self) -> QuerySet[Any]:
        """Return all rows of the model."""
        rows: QuerySet[Any] = QuerySet(model=self.model)
        return rows.using(self.database)

    def past(self, *, at: datetime) -> QuerySet[Any]:
        """Return the rows whose time is over by `at`, whatever keeps them longer."""
        begun = self.every().filter(begun_early(self.model, self.retention, at=at))
        rows = begun.filter(**self.retention.only)
        if self.fields:
            rows = rows.filter(self.left())
        exempt = declarations.of(self.model).exempt
        return rows.exclude(Q(**exempt)) if exempt else rows

    def due(self, *, at: datetime, on: date | None = None) -> QuerySet[Any]:
        """Return the rows that have to go by `at`: nobody holds them, nothing hangs.

        `on` is the day of which the holds count, if it is not the day of `at`.
        """
        rows = holding_back.free(self.past(at=at), on=on or timezone.localdate(at))
        for hanging in self._hanging():
            rows = rows.exclude(Exists(hanging))
        return rows

    def left(self) -> Q:
        """Return what finds the rows in which one of the columns says something."""
        return clearing.left(self.model, self.fields)

    def _hanging(self) -> Iterator[QuerySet[Any]]:
        """What still points at a row goes first, on a date of its own."""
        for relation in pointing_at(self.model) if self.is_whole else ():
            children: QuerySet[Any] = QuerySet(model=relation.related_model)
            yield children.filter(**{relation.field.name: OuterRef("pk")})


class PersonRule(Rule):
    """The person's own columns: they stay while something of theirs is open."""

    def past(self, *, at: datetime) -> QuerySet[Any]:
        """Return people who were not looked after yet and need nothing any more."""
        rows = super().past(at=at).filter(goes_on=None, erased_at=None)
        for model, after in _open_ended():
            theirs = {str(declarations.of(model).owner): OuterRef("pk"), after: None}
            every: QuerySet[Any] = QuerySet(model=model)
            rows = rows.exclude(Exists(every.filter(**theirs)))
        return rows

    def left(self) -> Q:
        """A password that opens nothing says nothing."""
        names = [name for name in self.fields if name != "password"]
        says = clearing.left(self.model, names)
        if "password" in self.fields:
            says |= ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        return says


def rules() -> Iterator[Rule]:
    """Return every rule, those of rows that hang on others first."""
    for model in _in_sequence():
        for retention in _row_ends(model):
            yield from _with_latest(Rule(model, (), retention))
        for retention, fields in _cleared(model).items():
            kind = PersonRule if model is Person else Rule
            yield from _with_latest(kind(model, fields, retention))


def overdue(*, at: datetime) -> dict[str, int]:
    """Return what is past its date, by label, and how many values or rows it is."""
    return counted(rules(), at=at)


def counted(some: Iterator[Rule], *, at: datetime) -> dict[str, int]:
    """Return how many values and rows are due by `at` under some rules, by label."""
    found: dict[str, int] = {}
    for rule in filter(Rule.applies, some):
        for label, number in counts(rule, rule.due(at=at)).items():
            found[label] = found.get(label, 0) + number
    return {label: number for label, number in found.items() if number}


def counts(rule: Rule, rows: QuerySet[Any]) -> Mapping[str, int]:
    """Return how many rows there are, or how many values in each column of a rule."""
    if rule.is_whole:
        return {rule.label: rows.count()}
    found = {}
    named = declarations.of(rule.model).personal
    for name in (each for each in rule.fields if each in named):
        only = replace(rule, fields=(name,))
        found[f"{rule.label}.{name}"] = rows.filter(only.left()).count()
    return found


def begun_early(model: type[Model], retention: Retention, *, at: datetime) -> Q:
    """Return what finds the rows whose time began so early that it is over by `at`."""
    after, today = retention.after, timezone.localdate(at)
    is_moment = isinstance(model._meta.get_field(after), DateTimeField)
    if is_moment and not (retention.months or retention.days):
        return Q(**{f"{after}__lte": at})
    last = retention.last_start(today)
    if not is_moment:
        return Q(**{f"{after}__lte": last})
    return Q(**{f"{after}__lt": _midnight(last + timedelta(days=1))})


def pointing_at(model: type[Model]) -> list[Any]:
    """Return the relations of rows that have to go before a row of `model` can."""
    return [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if (relation.one_to_many or relation.one_to_one)
        and relation.auto_created
        and not relation.concrete
        and _goes_first(relation)
    ]


def row_ends(model: type[Model]) -> tuple[Retention, ...]:
    """Return when rows of a model go whole: by their own word, or by their values'."""
    said = declarations.of(model)
    if said.row:
        return said.row
    personal = said.personal.values()
    gone = [p.retention for p in personal if p.erasure is Erasure.DELETE_ROW]
    return tuple(dict.fromkeys(gone))


def laws(model: type[Model]) -> tuple[Retention, ...]:
    """Return the laws that keep a row; it goes when all of them have let go."""
    found = [
        replace(said.retention, months=said.erasure.months, days=0)
        for said in declarations.of(model).personal.values()
        if isinstance(said.erasure, Keep)
    ]
    return tuple(dict.fromkeys(found))


def has_own_key(model: type[Model]) -> bool:
    """Tell whether each row of a model is sealed with a key of its own."""
    return declarations.of(model).subject == model._meta.pk.attname


def _row_ends(model: type[Model]) -> tuple[Retention, ...]:
    kept = laws(model)
    # Of several laws the longest counts; all of a model count from one moment.
    longest = (max(kept, key=lambda each: each.months),) if kept else ()
    return () if model is Person else longest or row_ends(model)


def _cleared(model: type[Model]) -> dict[Retention, tuple[str, ...]]:
    """Return the columns that are cleared, with their indexes, by when that is."""
    found: dict[Retention, tuple[str, ...]] = {}
    for name, said in declarations.of(model).personal.items():
        if said.erasure is Erasure.CLEAR:
            names = (name, *_indexes(model, name))
            found[said.retention] = (*found.get(said.retention, ()), *names)
    return {key: tuple(dict.fromkeys(names)) for key, names in found.items()}


def _indexes(model: type[Model], name: str) -> list[str]:
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, BlindIndexField) and field.source == name
    ]


def _with_latest(rule: Rule) -> Iterator[Rule]:
    """Return the rule, and the one of rows whose own moment never came."""
    yield rule
    latest = rule.retention.latest
    if latest is not None:
        yield replace(rule, retention=late(rule.retention, latest))


def late(said: Retention, latest: Latest) -> Retention:
    """Return the retention that counts while the moment of `said` is empty."""
    only = {**said.only, f"{said.after}__isnull": True}
    return Retention(latest.after, said.words, latest.months, only=only)


def _open_ended() -> Iterator[tuple[type[Model], str]]:
    """Where an empty moment says that something of a person is not over yet."""
    for model in apps.get_models():
        said = declarations.of(model)
        after = {each.retention.after for each in said.personal.values()}
        for name in sorted(after) if said.owner and model is not Person else ():
            if model._meta.get_field(name).null:
                yield model, name


def _goes_first(relation: Any) -> bool:
    on_delete = relation.on_delete
    if on_delete in (PROTECT, RESTRICT):
        return True
    child = relation.related_model
    # Rows that join two models have no date: they go with either.
    joins = child._meta.auto_created
    return on_delete is CASCADE and not joins and bool(_row_ends(child))


def _in_sequence() -> list[type[Model]]:
    order: TopologicalSorter[type[Model]] = TopologicalSorter()
    for model in apps.get_models():
        order.add(model)
        for field in model._meta.concrete_fields:
            if field.related_model not in (None, model):
                order.add(field.related_model, model)
    return [model for model in order.static_order() if not model._meta.proxy]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
