"""The daily sweep: what is due goes, batch by batch, each in a transaction of its own.

A sweep that was killed is followed by the next one; two at once share the work, since
each looks again at its rows when nobody else can write them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from privacy import append_only, declarations
from privacy.encryption import keys, shredding
from privacy.erasure import clearing
from privacy.people import Person
from privacy.retention import departing, leftovers
from privacy.retention.report import SweepReport
from privacy.retention.rules import Rule, counts, has_own_key, overdue, rules

ROWS_AT_ONCE = 500
WITH_ITS_ROW = "with its row"

logger = logging.getLogger(__name__)


def sweep(
    *,
    at: datetime,
    dry: bool = False,
    clock: Callable[[], datetime] | None = None,
) -> dict[str, int]:
    """Clear and delete all that is due, and write a report of it.

    Arguments:
        dry: count only, and write that down.
        clock: tells when it has ended; without one that is `at`.

    Returns how many values and rows went, by label. Doing it twice changes nothing.
    What goes wrong with one kind of rows doesn't keep the others.
    """
    report = SweepReport.objects.create(started_at=at, is_dry=dry)
    if dry:
        report.add(overdue(at=at) | leftovers.counted(at=at))
    else:
        _carry_out(report, at)
    report.finished_at = max(clock() if clock else at, at)
    report.save(update_fields=["finished_at", "failed"])
    return dict(report.counts)


def _carry_out(report: SweepReport, at: datetime) -> None:
    for rule in rules():
        _tried(report, rule.label, partial(_keep, rule, report, at))
    people = partial(departing.sweep, report=report, at=at)
    _tried(report, Person._meta.label, people)
    for name in leftovers.PLACES:
        _tried(report, name, partial(_clear_place, name, report, at))


def _clear_place(name: str, report: SweepReport, at: datetime) -> None:
    report.add({name: leftovers.PLACES[name](at=at)})


def _tried(report: SweepReport, label: str, work: Callable[[], None]) -> None:
    try:
        work()
    except Exception as error:
        # Its text could hold a value.
        logger.warning("sweep of %s broke off: %s", label, type(error).__name__)
        report.failed.append(label)


def _keep(rule: Rule, report: SweepReport, at: datetime) -> None:
    """Do what one rule says; rows that hung on others of their own kind come after."""
    while rule.applies():
        gone = sum(_batch(rule, ids, report, at) for ids in _pages(rule, at))
        if not gone or not rule.is_whole:
            return


def _pages(rule: Rule, at: datetime) -> Iterator[list[Any]]:
    """Return the ids of what is due, some at a time.

    They come in the sequence of the index that finds them, so that a table in which
    nothing is due is not gone through; and never by offset, since they vanish.
    """
    after, last = rule.retention.after, None
    while True:
        rows = rule.due(at=at)
        if last is not None:
            same = Q(**{after: last[0]}, pk__gt=last[1])
            rows = rows.filter(Q(**{f"{after}__gt": last[0]}) | same)
        page = rows.order_by(after, "pk").values_list(after, "pk")[:ROWS_AT_ONCE]
        found = list(page)
        if not found:
            return
        yield [key for _, key in found]
        last = found[-1]


def _batch(rule: Rule, ids: list[Any], report: SweepReport, at: datetime) -> int:
    """Do some rows; return how many. What has a key of its own loses it as well."""
    with transaction.atomic(using=rule.database):
        _lock_owners(rule, ids)
        due = rule.due(at=at).filter(pk__in=ids)
        gone = list(due.values_list("pk", flat=True))
        found = counts(rule, rule.every().filter(pk__in=gone))
        own = gone if rule.is_whole and has_own_key(rule.model) else []
        # Before the row: whatever is broken off here, no row outlives its key unseen.
        for each in own:
            _end_key(rule, each, at)
        _apply(rule, gone)
        report.add(dict(found))
    for each in own if _is_somebodys(rule) else []:
        shredding.shred(subject=each, at=at, reason=WITH_ITS_ROW)
    return len(gone)


def _apply(rule: Rule, ids: list[Any]) -> None:
    rows = rule.every().filter(pk__in=ids)
    if rule.is_whole and append_only.is_written_once(rule.model):
        with append_only.letting_go(using=rule.database):
            rows.delete()
    elif rule.is_whole:
        rows.delete()
    elif rule.model is Person:
        departing.empty(rows, rule.fields)
    else:
        rows.update(**clearing.cleared(rule.model, rule.fields))


def _end_key(rule: Rule, number: UUID, at: datetime) -> None:
    """Note that the key of a row goes; what is nobody's has no place in the ledger."""
    if _is_somebodys(rule):
        shredding.note(subject=number, at=at, reason=WITH_ITS_ROW)
    else:
        keys.discard(number)


def _is_somebodys(rule: Rule) -> bool:
    return declarations.of(rule.model).owner != rule.model._meta.pk.attname


def _lock_owners(rule: Rule, ids: list[Any]) -> None:
    """Hold the people whose rows these are: a new legal hold waits, or came first."""
    owner = declarations.of(rule.model).owner
    if owner is None or (rule.is_whole and not _is_somebodys(rule)):
        return
    theirs = rule.every().filter(pk__in=ids).values_list(owner, flat=True)
    people: set[UUID] = {each for each in theirs if each is not None}
    locked = Person.objects.select_for_update().filter(pk__in=people)
    list(locked.order_by("pk").values_list("pk", flat=True))
