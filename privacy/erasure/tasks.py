"""The worker's part in erasing: ids in, one call."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from privacy.erasure import newcomers, running
from privacy.erasure.run import Run
from privacy.refusing import NotAllowed

logger = logging.getLogger(__name__)


@shared_task
def carry_out(run_id: str) -> None:
    """Carry one run out; one that is done, held or blocked is left alone."""
    run = Run.objects.filter(pk=run_id).first()
    if run is not None:
        _tried(run)


@shared_task
def carry_out_missed() -> None:
    """Carry out what no message arrived for, and include what came late."""
    for run in running.missed(at=timezone.now()):
        _tried(run)
    newcomers.include_late(at=timezone.now())


def _tried(run: Run) -> None:
    """Carry a run out; what goes wrong with one does not keep the others waiting."""
    try:
        running.carry_out(run, at=timezone.now())
    except NotAllowed:
        return
    except Exception as error:
        # The run has noted it; its text could hold a value.
        logger.warning("run %s not finished: %s", run.pk, type(error).__name__)
