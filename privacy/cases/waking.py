"""Waking the worker for a case, by the name of the task.

The tasks need all that a case can do, and all that a case can do wakes them: so they
are looked up when they are wanted.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from privacy.cases.case import Case
from privacy.nudging import nudge


def take_up(case: Case) -> None:
    """Let the worker acknowledge a new case."""
    nudge(_tasks().take_up, str(case.pk))


def carry_out(case: Case) -> None:
    """Let the worker go on with a case."""
    nudge(_tasks().carry_out, str(case.pk))


def check_all() -> None:
    """Let the worker look for what is left of those who are being erased."""
    nudge(_tasks().go_on)


def _tasks() -> Any:
    return import_module("privacy.cases.tasks")
