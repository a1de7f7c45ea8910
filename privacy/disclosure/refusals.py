"""Connections that were refused: counted by their kind, without address or value."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.core.signals import request_finished
from django.db import DatabaseError, models
from django.utils import timezone

from privacy import guarding
from privacy.declarations import Retention
from privacy.identifiers import new_id

logger = logging.getLogger(__name__)


class RefusedConnection(models.Model):
    """How often one kind of connection was refused in a process until then."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # What Python calls it, such as "socket.connect".
    kind = models.CharField(max_length=40)
    times = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        """The oldest go first."""

        indexes = (models.Index(fields=["at"], name="refused_connections_by_time"),)

    class PersonalData:
        """Kinds and counts."""

        row = (Retention(after="at", months=12, words="a year after it"),)
        not_personal = ("id", "kind", "times", "at")

    def __str__(self) -> str:
        """Name the row."""
        return f"refused connection {self.pk}"


def take_down(*, at: datetime) -> None:
    """Write down what was refused in this process since the last time."""
    if not guarding.refused():
        return
    RefusedConnection.objects.bulk_create(
        RefusedConnection(kind=kind, times=times, at=at)
        for kind, times in guarding.taken_down().items()
    )


def after_work(**kwargs: Any) -> None:
    """Take it down where no transaction is under way: a receiver of signals.

    Of Django's request_finished, and of Celery's task_postrun.
    """
    try:
        take_down(at=timezone.now())
    except DatabaseError as error:
        logger.warning("refusals were not written down: %s", type(error).__name__)


def connect() -> None:
    """Take down what is refused during requests; the worker connects its own."""
    request_finished.connect(after_work, dispatch_uid="refused connections")
