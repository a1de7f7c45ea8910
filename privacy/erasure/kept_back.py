"""A run that meets a legal hold: all other rows are done, and it waits for the end."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date, datetime

from django.utils import timezone

from privacy.erasure import holding_back, owned
from privacy.erasure.owned import Scope
from privacy.erasure.run import Run
from privacy.refusing import NotAllowed


class KeptBack(NotAllowed):
    """A legal hold keeps rows; a later try does them when it has ended."""


def refuse(
    run: Run,
    scope: Scope | None,
    *,
    holding: AbstractContextManager[None],
    at: datetime,
) -> None:
    """Raise KeptBack while a hold keeps rows that a run should do.

    Its steps are open again then. `holding` is a transaction in which nobody else
    works on the run.
    """
    if _keeps(run, scope, timezone.localdate(at)):
        with holding:
            run.steps.update(cursor="", finished_at=None)
        raise KeptBack("A legal hold keeps some of it until its last day.")


def _keeps(run: Run, scope: Scope | None, today: date) -> bool:
    """Tell whether something is held; for everything the key itself is needed."""
    if not holding_back.of(run.subject_id, on=today):
        return False
    theirs = (owned.rows(each, run.subject_id, scope=scope) for each in owned.models())
    return scope is None or any(
        holding_back.back(rows, on=today).exists() for rows in theirs
    )
