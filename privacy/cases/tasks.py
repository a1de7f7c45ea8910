"""The worker's part in cases: ids in, one call. The rows are the truth."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from privacy.cases import carrying_out, choosing, closing, taking_up
from privacy.cases.case import Case
from privacy.erasure import letting_go

AT_ONCE = 200


@shared_task
def take_up(case_id: str) -> None:
    """Acknowledge a new case and ask for proof of identity."""
    case = Case.objects.filter(pk=case_id).first()
    if case is not None:
        taking_up.take_up(case=case, at=timezone.now())


@shared_task
def carry_out(case_id: str) -> None:
    """Take the case as far as it goes."""
    case = Case.objects.filter(pk=case_id).first()
    if case is not None:
        carrying_out.advance(case=case, at=timezone.now())


@shared_task
def go_on() -> None:
    """Do for every case what no message arrived for."""
    at = timezone.now()
    for case in taking_up.waiting()[:AT_ONCE]:
        taking_up.take_up(case=case, at=at)
    for case in carrying_out.waiting(at=at)[:AT_ONCE]:
        carrying_out.advance(case=case, at=at)
    carrying_out.check_all(at=at)


@shared_task
def tidy() -> None:
    """End what nobody proved, forget what is not needed, let go of what a law kept."""
    at = timezone.now()
    closing.tidy(at=at)
    choosing.pass_on_late(at=at)
    letting_go.sweep(at=at)
    closing.finish_kept(at=at)
