"""The last look: what is left of people who were erased, in everything that is stored.

One pass serves all who wait for it. What is found is told as places and counts; the
values themselves are known only while it looks.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.apps import apps

from privacy import purposes
from privacy.encryption import shredding
from privacy.encryption.keys import ValueErased
from privacy.erasure import cells, clearing, owned, places, tied, unfolding
from privacy.erasure.cells import Column
from privacy.erasure.plans import CLEAR, KEEP, Plan
from privacy.erasure.run import Needles, Run
from privacy.erasure.wanted import Wanted
from privacy.people import Person
from privacy.purposes import Purpose

logger = logging.getLogger(__name__)

Findings = dict[UUID, dict[str, int]]


@dataclass
class _Look:
    """One pass: whom it is for, what it looks for, and what it found."""

    runs: dict[UUID, Run]
    columns: list[Column]
    anywhere: Wanted = field(default_factory=Wanted)
    near: Wanted = field(default_factory=Wanted)
    found: dict[UUID, Counter[str]] = field(default_factory=dict)

    def note(self, whose: Iterable[Any], where: str, count: int = 1) -> None:
        """Count a place for some runs."""
        for each in whose:
            self.found.setdefault(each, Counter())[where] += count


def look(runs: Sequence[Run], at: datetime) -> Findings:
    """Return {run id: {"label.column" or place: how many}} of what is left.

    A run of which nothing is found has an empty dictionary. What a plan keeps is not
    counted, nor the case and the run themselves, which go on their own dates.
    """
    pass_ = _Look({run.pk: run for run in runs}, cells.every())
    _gather(pass_)
    _look_into_columns(pass_)
    _look_into_indexes(pass_)
    _look_near(pass_)
    _look_into_places(pass_)
    for run in runs:
        pass_.note([run.pk], "", 0)
        pass_.found[run.pk].update(_not_carried_out(run))
    found = {key: +counts for key, counts in pass_.found.items()}
    left = sum(map(bool, found.values()))
    logger.info("%s: looked after %s runs, %s not clean", at, len(runs), left)
    return {key: dict(counts) for key, counts in found.items()}


def finish(run: Run, at: datetime) -> None:
    """Forget what was looked for: clear it and destroy the run's own key.

    Doing it again changes nothing and finishes what was broken off.
    """
    shredding.shred(subject=run.pk, at=at, reason="looked for all")
    rows = Run.objects.filter(pk=run.pk, finished_at=None)
    rows.update(needles=None, stage=Run.Stage.DONE, findings={}, finished_at=at)
    run.refresh_from_db()


def finish_missed(*, at: datetime) -> int:
    """Finish runs whose case was closed by a worker that died; return how many."""
    waiting = Run.objects.filter(
        stage=Run.Stage.CHECKING, case__closed_at__isnull=False
    )
    runs = list(waiting[:500])
    for run in runs:
        finish(run, at)
    return len(runs)


def _gather(pass_: _Look) -> None:
    """Take each run's needles; what the shop itself says tells of nobody."""
    needles = {key: _needles_of(run) for key, run in pass_.runs.items()}
    said = list(tied.said(pass_.columns)) if any(needles.values()) else []
    ordinary = tied.ordinary_words(said)
    for key, each in needles.items():
        common = {text for text in each.values if _is_ordinary(text, ordinary)}
        pass_.anywhere.add(key, set(each.values) - common)
        pass_.anywhere.add_digests(key, each.indexes)
        pass_.near.add(key, {*each.near, *common})
    for text, _ in said:
        for known in pass_.near.texts_in(text):
            pass_.near.texts[known] = set()


def _is_ordinary(text: str, ordinary: frozenset[str]) -> bool:
    """Tell whether a name is made of words that the shop writes again and again."""
    words = set(unfolding.tokens(unfolding.folded(text)))
    return "@" not in text and words <= ordinary


def _needles_of(run: Run) -> Needles:
    try:
        with purposes.using(Purpose.OWN_REQUEST):
            return run.needles or Needles()
    except ValueErased:
        return Needles()


def _look_into_columns(pass_: _Look) -> None:
    patterns = pass_.anywhere.patterns()
    for column in pass_.columns:
        if not column.may_hold_text or not pass_.anywhere.texts:
            continue
        for value, count in cells.values(column, patterns=patterns):
            for key in pass_.anywhere.found_in(value):
                run = pass_.runs[key]
                pass_.note([key], column.label, _uncounted(column, value, count, run))


def _uncounted(column: Column, value: str | bytes, count: int, run: Run) -> int:
    """Return how many of the rows with a value are not kept by the run's plan."""
    if column.label not in _kept(run) or column.model is None:
        return count
    scope = Plan.from_json(run.plan).scope
    theirs = owned.rows(column.model, run.subject_id, scope=scope)
    return count - theirs.filter(**{column.field.name: value}).count()


def _kept(run: Run) -> frozenset[str]:
    """Return the labels of the columns that a law keeps for this person."""
    steps = [step for step in run.plan["steps"] if step["action"] == KEEP]
    return frozenset(f"{s['label']}.{name}" for s in steps for name in s["fields"])


def _look_into_indexes(pass_: _Look) -> None:
    digests = sorted(pass_.anywhere.digests)
    for column in pass_.columns:
        if not column.is_index:
            continue
        held = list(cells.holding(column, digests))
        living = _living(owner for *_, owner in held)
        for digest, row, owner in held:
            for key in pass_.anywhere.digests[digest]:
                run = pass_.runs[key]
                # Somebody else may have the same address: that row is about them.
                is_others = owner in living and owner != run.subject_id
                if not is_others and row not in _own_rows(run):
                    pass_.note([key], column.label)


def _living(people: Iterable[UUID | None]) -> set[UUID]:
    """Return those of some people who are there and are not being erased."""
    rows = Person.objects.filter(pk__in={each for each in people if each})
    return set(rows.filter(erasing_since=None).values_list("pk", flat=True))


def _own_rows(run: Run) -> set[str]:
    """Return the ids of the case and of the run, as either database writes them."""
    own = [each for each in (run.case_id, run.pk) if each is not None]
    return {text for each in own for text in (str(each), each.hex)}


def _look_near(pass_: _Look) -> None:
    whose: dict[UUID, set[UUID]] = {}
    wanted = {key for keys in pass_.near.texts.values() for key in keys}
    for key in wanted:
        for each in tied.ids(pass_.runs[key]):
            whose.setdefault(each, set()).add(key)
    columns = [c for c in pass_.columns if c.is_id or _may_be_near(c)]
    for _, table in groupby(columns, key=lambda c: (c.alias, c.table)):
        for ids, held in cells.rows_of(list(table), list(whose)):
            theirs = {key for each in ids for key in whose[each]}
            for column, value in held.items():
                found = theirs & pass_.near.found_in(value).keys()
                kept = {key for key in found if column.label in _kept(pass_.runs[key])}
                pass_.note(found - kept, column.label)


def _may_be_near(column: Column) -> bool:
    """Tell whether it holds words that somebody wrote: no bytes, and no choice."""
    chosen = column.field is not None and column.field.choices
    return column.may_hold_text and not column.is_binary and not chosen


def _look_into_places(pass_: _Look) -> None:
    for where, part in places.parts():
        pass_.note(pass_.anywhere.found_in(part), where)


def _not_carried_out(run: Run) -> Mapping[str, int]:
    """Count the rows in which a step of the plan left something, whatever it is.

    Sealed values among them: a letter or a copy can't be read by looking at it.
    """
    plan = Plan.from_json(run.plan)
    spared = {each for each in (run.case_id, run.pk) if each is not None}
    left: Counter[str] = Counter()
    there = owned.present(run.subject_id, spared=spared)
    for step in plan.steps:
        model: Any = apps.get_model(step.label)
        if step.action == KEEP or model not in there.models:
            continue
        rows = owned.rows(
            model, run.subject_id, scope=plan.scope, spared=spared, among=there
        )
        if step.action == CLEAR:
            rows = rows.filter(clearing.left(model, _emptied(model, step.fields)))
        left[step.label] += rows.count()
    return left


def _emptied(model: Any, names: Iterable[str]) -> list[str]:
    """Return the columns that hold nothing at all now.

    Others hold a value that says nothing, such as a password that none matches.
    """
    return [name for name in names if model._meta.get_field(name).null]
