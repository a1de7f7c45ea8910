"""How the worker is told to look at an id: after the commit, and never in the way.

Rows are the truth and a sweep finds what was missed, so a broker that is down costs a
minute and not the customer's order.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any

from celery.contrib.django.task import DjangoTask
from django.db import transaction

if TYPE_CHECKING:
    from celery.app.task import Task

    _DjangoTask = DjangoTask[Any, Any]
else:
    # Celery's classes can't be subscripted when the program runs.
    _DjangoTask = DjangoTask

logger = logging.getLogger(__name__)


def nudge(task: Task[..., None], *ids: str) -> None:
    """Tell the worker to run `task` with these ids once the transaction is committed.

    Raises nothing: a message that can't be sent is logged and the sweep does its work.
    """
    task_of_ours: Any = task
    task_of_ours.delay_on_commit(*ids)


class Nudge(_DjangoTask):
    """A task whose message may be lost without harm."""

    def delay_on_commit(self, *args: Any, **kwargs: Any) -> None:  # type: ignore[override] # a nudge has no result
        """Send the message once the transaction is committed; ids only."""
        transaction.on_commit(partial(self._nudge, args, kwargs))

    def _nudge(self, args: Any, kwargs: Any) -> None:
        try:
            self.apply_async(args, kwargs, retry=False)
        except Exception as error:
            # Any broker, any of its errors: the row stands and the sweep sends it.
            logger.warning("%s not nudged: %s", self.name, type(error).__name__)
