"""The plan: what erasing somebody does to which rows, and what stays until when.

It is made from the declarations of all installed models, shown, hashed, approved and
then carried out as it was approved.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from django.apps import apps
from django.db.models import Count, Max, Model, QuerySet
from django.utils import timezone

from privacy import declarations
from privacy.declarations import Erasure, Keep
from privacy.encryption.indexing import BlindIndexField
from privacy.erasure import blocking, clearing, holding_back, owned
from privacy.erasure.holding_back import Held
from privacy.erasure.owned import Scope

__all__ = ["CLEAR", "DELETE", "KEEP", "Plan", "Planned", "Scope", "made"]

CLEAR, DELETE, KEEP = "clear", "delete", "keep"
_DONE = {CLEAR: "We erase", DELETE: "We delete with their records", KEEP: "We keep"}


@dataclass(frozen=True)
class Planned:
    """One step: what is done to some fields of the rows of one model.

    Arguments:
        label: the model, such as "orders.Order".
        action: "clear", "delete" (the whole row) or "keep".
        fields: names of columns; the blind indexes of cleared ones are among them.
        rows: how many rows it concerns when the plan is made.
        ground: the law that keeps the values, for "keep".
        until: the last day of what is kept, None when nothing is.
        words: the step in a sentence.
    """

    label: str
    action: str
    fields: tuple[str, ...]
    rows: int
    ground: str = ""
    until: date | None = None
    words: str = ""

    @property
    def about(self) -> str:
        """Return the heading under which the customer knows these rows."""
        model: Any = apps.get_model(self.label)
        name = str(model._meta.verbose_name_plural)
        return declarations.of(model).about or name[:1].upper() + name[1:]


@dataclass(frozen=True)
class Plan:
    """All steps in the order in which they are done, and what stands in the way.

    `scope` is None when everything goes. `blocked` are sentences for the customer.
    """

    steps: tuple[Planned, ...]
    blocked: tuple[str, ...] = ()
    scope: Scope | None = None
    person_id: UUID | None = None

    @property
    def shown(self) -> tuple[Planned, ...]:
        """Return the steps that have something to do today, for a page.

        The others are there for what may still arrive.
        """
        return tuple(step for step in self.steps if step.rows)

    @property
    def kept_until(self) -> date | None:
        """Return the day on which a law lets go of the last value; None if none is."""
        return max((step.until for step in self.steps if step.until), default=None)

    @property
    def digest(self) -> str:
        """Return the SHA-256 of all of it, as hex."""
        text = json.dumps(
            self.as_json(), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        return hashlib.sha256(text.encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON takes it. It holds counts, ids and our own words."""
        return {
            "person": str(self.person_id) if self.person_id else None,
            "scope": self.scope.as_json() if self.scope else None,
            "steps": [_step_as_json(step) for step in self.steps],
            "blocked": list(self.blocked),
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """Return what as_json made."""
        scope, person = told["scope"], told["person"]
        return cls(
            steps=tuple(_step_from_json(step) for step in told["steps"]),
            blocked=tuple(told["blocked"]),
            scope=Scope.from_json(scope) if scope else None,
            person_id=UUID(person) if person else None,
        )


def made(
    person_id: UUID,
    *,
    scope: Scope | None = None,
    case: UUID | None = None,
    at: datetime,
) -> Plan:
    """Return the plan for everything that is about a person, or for a part of it.

    Arguments:
        scope: the part; the person, their account and their key stay then.
        case: the id of the case that asks for it, which is not counted: it goes to
            its end, and then has a date of its own.
        at: when it is made.
    """
    spared = {case} if case else set()
    there = owned.present(person_id, spared=spared)
    held = holding_back.of(person_id, on=timezone.localdate(at))[-1:]
    steps: list[Planned] = []
    for model in owned.models():
        if model in there.models:
            every = owned.rows(
                model, person_id, scope=scope, spared=spared, among=there
            )
            steps += _steps(every, held, is_part=scope is not None, at=at)
        elif scope is None:
            steps += _may_come(model)
    blocked = blocking.of(person_id, scope)
    return Plan(tuple(steps), blocked, scope, person_id)


def _may_come(model: type[Model]) -> Iterator[Planned]:
    """Without a scope it stands even for no row: one may come before it is done."""
    action, fields = goes(model)
    if fields:
        yield _planned(model, action, fields, 0)


def _steps(
    every: QuerySet[Any], held: Iterable[Held], *, is_part: bool, at: datetime
) -> Iterator[Planned]:
    model, today = every.model, timezone.localdate(at)
    action, fields = goes(model)
    for each in held:
        yield from _held(model, each, holding_back.back(every, on=today))
    rows = holding_back.free(every, on=today)
    if fields:
        left = rows if action == DELETE else rows.filter(clearing.left(model, fields))
        counted = left.count()
        if counted or not is_part:
            yield _planned(model, action, fields, counted)
    for keep, names in kept(model).items():
        yield from _kept(model, keep, names, rows, at)


def goes(model: type[Model]) -> tuple[str, tuple[str, ...]]:
    """Return what erasing does to rows of a model, and to which columns."""
    personal = declarations.of(model).personal
    if any(each.erasure is Erasure.DELETE_ROW for each in personal.values()):
        return DELETE, tuple(personal)
    clear = [name for name, each in personal.items() if each.erasure is Erasure.CLEAR]
    indexes = [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, BlindIndexField) and field.source in clear
    ]
    return CLEAR, tuple(dict.fromkeys([*clear, *indexes]))


def kept(model: type[Model]) -> dict[tuple[Keep, str], tuple[str, ...]]:
    """Return the columns that a law keeps, by law and by the field it counts from."""
    found: dict[tuple[Keep, str], tuple[str, ...]] = {}
    for name, each in declarations.of(model).personal.items():
        if isinstance(each.erasure, Keep):
            law = each.erasure, each.retention.after
            found[law] = (*found.get(law, ()), name)
    return found


def _kept(
    model: type[Model],
    law: tuple[Keep, str],
    names: tuple[str, ...],
    rows: Any,
    at: datetime,
) -> Iterator[Planned]:
    keep, after = law
    found = rows.order_by().aggregate(counted=Count("pk"), last=Max(after))
    counted, last = found["counted"], found["last"] or at
    if not counted:
        return
    day = timezone.localdate(last) if isinstance(last, datetime) else last
    until = declarations.months_later(day, keep.months)
    yield _planned(model, KEEP, names, counted, ground=keep.ground, until=until)


def _held(model: type[Model], held: Held, rows: Any) -> Iterator[Planned]:
    """What a legal hold keeps: the last of several counts."""
    names = tuple(declarations.of(model).personal)
    if counted := rows.count():
        until = held.until
        yield _planned(model, KEEP, names, counted, ground=held.ground, until=until)


def _planned(
    model: type[Model], action: str, fields: tuple[str, ...], rows: int, **kept: Any
) -> Planned:
    words = f"{_DONE[action]}: {', '.join(_names(model, fields))}."
    return Planned(model._meta.label, action, fields, rows, **kept, words=words)


def _names(model: type[Model], fields: tuple[str, ...]) -> list[str]:
    """What a customer calls the values; the digests that find them go unnamed."""
    personal = declarations.of(model).personal
    named = []
    for name in fields:
        field: Any = model._meta.get_field(name)
        if not isinstance(field, BlindIndexField):
            what = personal[name].what or str(field.verbose_name)
            named.append(what[:1].lower() + what[1:])
    return named


def _step_as_json(step: Planned) -> dict[str, Any]:
    until = step.until.isoformat() if step.until else None
    return asdict(step) | {"fields": list(step.fields), "until": until}


def _step_from_json(told: Mapping[str, Any]) -> Planned:
    until = date.fromisoformat(told["until"]) if told["until"] else None
    return Planned(**{**told, "fields": tuple(told["fields"]), "until": until})
