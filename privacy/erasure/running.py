"""Carrying out a plan: ledger first, then batch by batch, the key last.

A worker may die between any two statements. Each batch is one transaction with its
progress, so the next worker goes on from there and does no step twice.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Model, Q, QuerySet

from privacy.encryption import keys, shredding
from privacy.erasure import (
    batches,
    blocking,
    elsewhere,
    kept_back,
    needles,
    newcomers,
    owned,
    plans,
    strays,
    tombstones,
)
from privacy.erasure.batches import Work
from privacy.erasure.plans import KEEP, Plan
from privacy.erasure.run import Run, Step
from privacy.people import Person
from privacy.refusing import NotAllowed

LEASE = timedelta(minutes=10)
"""A worker that died holds its run no longer than this."""
MOST_ATTEMPTS = 3
AT_ONCE = 50
_STAGE = Run.Stage
_OPEN = (_STAGE.WAITING, _STAGE.RUNNING)
_PERSON = Person._meta.label
OWNED, ASKED = "owned", "asked"
"""In the ledger: rows about the person with a key of their own; the case that asked."""

logger = logging.getLogger(__name__)


class Busy(NotAllowed):
    """Another worker holds the run, or another plan for this person is under way."""


class Blocked(NotAllowed):
    """Something has to be settled first; `sentences` say what, for the customer."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        """Take the sentences."""
        super().__init__("Something stands in the way of this erasure.")
        self.sentences = sentences


def begin(
    person_id: UUID, plan: Plan, case: Model | None = None, *, at: datetime
) -> Run:
    """Return the run of an approved plan, made now unless it is there already.

    Raises Busy while another plan for this person is under way, and ValueError when
    the plan is not one for this person.
    """
    if plan.person_id != person_id:
        raise ValueError("This plan was made for somebody else.")
    number = case.pk if case else None
    return _same(person_id, plan, number) or _new(person_id, plan, number, at)


def carry_out(run: Run, *, at: datetime) -> None:
    """Do all that is left of a run, up to the look for what is left.

    Doing it again changes nothing. Raises Busy while another worker is at it, Blocked
    when something has to be settled first; both leave the run as it is. After any
    other error it can be tried again, and after the third only by hand.
    """
    if not _claim(run, at):
        return
    try:
        _carry_out(run, at)
    except NotAllowed:
        _held(run, at).update(claimed_at=None)
        raise
    except Exception as error:
        logger.warning("run %s broke off: %s", run.pk, type(error).__name__)
        _failed(run, at)
        raise


def again(run: Run, *, at: datetime) -> None:
    """Let every step be done once more, for what the look afterwards has found.

    `at` is when it found it: the run waits from then on.
    """
    over = Run.objects.filter(pk=run.pk).exclude(stage__in=(_STAGE.DONE, *_OPEN))
    with transaction.atomic():
        if over.update(stage=_STAGE.WAITING, claimed_at=None, attempts=0, queued_at=at):
            run.steps.update(cursor="", finished_at=None)


def missed(*, at: datetime) -> list[Run]:
    """Return runs that wait, and those whose worker died, the oldest first."""
    rows = Run.objects.filter(_free(at), stage__in=_OPEN).order_by("queued_at")
    return list(rows[:AT_ONCE])


def _same(person_id: UUID, plan: Plan, case: UUID | None) -> Run | None:
    if case is not None:
        rows = Run.objects.filter(case_id=case)
    else:
        rows = Run.objects.filter(
            subject_id=person_id, plan_hash=plan.digest, finished_at=None
        )
    found: Run | None = rows.first()
    return found


def _new(person_id: UUID, plan: Plan, case: UUID | None, at: datetime) -> Run:
    run = Run(subject_id=person_id, case_id=case, plan=plan.as_json(), queued_at=at)
    run.plan_hash = plan.digest
    keys.create(run.pk, at=at)
    try:
        with transaction.atomic():
            run.save(force_insert=True)
            Step.objects.bulk_create(_steps(run, plan))
    except IntegrityError:
        keys.discard(run.pk)
        other = _same(person_id, plan, case)
        if other is None:
            raise Busy("Another plan for this person is under way.") from None
        return other
    return run


def _steps(run: Run, plan: Plan) -> Iterator[Step]:
    done = (planned for planned in plan.steps if planned.action != KEEP)
    for position, planned in enumerate(done, 1):
        yield Step(
            run=run,
            position=position,
            label=planned.label,
            action=planned.action,
            fields=list(planned.fields),
        )


def _free(at: datetime) -> Q:
    return Q(claimed_at=None) | Q(claimed_at__lt=at - LEASE)


def _claim(run: Run, at: datetime) -> bool:
    """Take the run; False when it is done. Raises Busy when another one has it."""
    rows = Run.objects.filter(pk=run.pk)
    free = rows.filter(_free(at), stage__in=(*_OPEN, _STAGE.FAILED))
    taken = free.update(claimed_at=at, stage=_STAGE.RUNNING)
    run.refresh_from_db()
    if not taken and run.stage in _OPEN:
        raise Busy("Another worker holds this run.")
    return bool(taken)


def _held(run: Run, at: datetime) -> QuerySet[Run]:
    rows: QuerySet[Run] = Run.objects.filter(pk=run.pk, claimed_at=at)
    return rows


@contextmanager
def _holding(run: Run, at: datetime) -> Iterator[None]:
    """Open a transaction in which the run is ours, or raise Busy."""
    with transaction.atomic():
        if not _held(run, at).select_for_update().values_list("pk").first():
            raise Busy("Another worker took this run over.")
        yield


def _failed(run: Run, at: datetime) -> None:
    over = run.attempts + 1 >= MOST_ATTEMPTS
    stage = _STAGE.FAILED if over else _STAGE.WAITING
    _held(run, at).update(claimed_at=None, stage=stage, attempts=F("attempts") + 1)


def _carry_out(run: Run, at: datetime) -> None:
    plan = Plan.from_json(run.plan)
    if plan.digest != run.plan_hash:
        raise ValueError("The plan is not the one that was approved.")
    if plan.scope is None:
        _everything(run, at)
    else:
        _part(run, plan, at)
    _held(run, at).update(stage=_STAGE.CHECKING, claimed_at=None, attempts=0)
    run.refresh_from_db()


def _everything(run: Run, at: datetime) -> None:
    with _holding(run, at):
        _stop_what_is_new(run, at)
    elsewhere.tell(run.subject_id, at=at)
    _note_whole(run, at)
    steps = list(run.steps.all())
    by_label = {step.label: step for step in steps}
    for work in batches.with_rows(_works(run, steps)):
        _finish(work, run, by_label[work.label], at)
    kept_back.refuse(run, None, holding=_holding(run, at), at=at)
    with _holding(run, at):
        person = tombstones.locked(run.subject_id)
        if person is not None:
            strays.include(person)
        newcomers.include(_works(run, steps), at=at)
        _inscribe(run, steps, at)
        run.steps.filter(finished_at=None).update(finished_at=at)
    shredding.shred(subject=run.subject_id, at=at, reason=shredding.RUN)


def _part(run: Run, plan: Plan, at: datetime) -> None:
    person = run.subject_id
    if Run.objects.filter(pk=run.pk, needles__isnull=True).exists():
        _refuse_blocked(person, plan.scope)
        with _holding(run, at):
            _note_needles(run, plan.scope)
    entry = shredding.note_part(subject=person, since=run.queued_at, at=at)
    for step in run.steps.all():
        work = replace(_work(run, step, plan.scope), entry=entry)
        _finish(work, run, step, at)
    elsewhere.tell(person, at=at)
    kept_back.refuse(run, plan.scope, holding=_holding(run, at), at=at)
    with _holding(run, at):
        run.steps.filter(finished_at=None).update(finished_at=at)
    shredding.close_part(entry, at=at)


def _note_whole(run: Run, at: datetime) -> None:
    """Write into the ledger that somebody goes, and which cases are known as theirs."""
    entry = shredding.note(subject=run.subject_id, at=at, reason=shredding.RUN)
    for model in owned.with_own_keys():
        own = owned.rows(model, run.subject_id).values_list("pk", flat=True)
        label = model._meta.label
        shredding.note_rows(entry, label=label, action=OWNED, ids=list(own))
    asked = [run.case_id] if run.case_id else []
    shredding.note_rows(entry, label="privacy.Case", action=ASKED, ids=asked)


def _stop_what_is_new(run: Run, at: datetime) -> None:
    """Refuse new data for this person, and note what must not be found afterwards."""
    person = tombstones.locked(run.subject_id)
    if person is None or person.erasing_since is not None:
        return
    _refuse_blocked(run.subject_id, None)
    strays.include(person)
    _note_needles(run, None)
    tombstones.put_up(person, at=at)


def _note_needles(run: Run, scope: plans.Scope | None) -> None:
    """Seal into the run what must not be found afterwards."""
    run.needles = needles.of(
        run.subject_id, scope=scope, spared=newcomers.spared([run])
    )
    run.save(update_fields=["needles"])


def _refuse_blocked(person_id: UUID, scope: plans.Scope | None) -> None:
    if sentences := blocking.of(person_id, scope):
        raise Blocked(sentences)


def _finish(work: Work, run: Run, step: Step, at: datetime) -> None:
    if step.finished_at is None:
        while batches.carry_out(work, step, holding=_holding(run, at), at=at):
            continue


def _inscribe(run: Run, steps: list[Step], at: datetime) -> None:
    for step in steps:
        if step.label == _PERSON:
            tombstones.inscribe(run.subject_id, step.fields, at=at)
            run.steps.filter(pk=step.pk).update(rows=1, finished_at=at)


def _works(run: Run, steps: list[Step]) -> list[Work]:
    return [_work(run, step, None) for step in steps if step.label != _PERSON]


def _work(run: Run, step: Step, scope: plans.Scope | None) -> Work:
    return Work(
        step.label,
        step.action,
        tuple(step.fields),
        run.subject_id,
        scope,
        newcomers.spared([run]),
    )
