"""Tables whose rows are written once: nothing changes them, and only their end date
takes them away.

Triggers in both databases refuse every UPDATE, and every DELETE or TRUNCATE outside
`letting_go`. A migration makes them for each table; `is_written_once` on the model says
that there are some.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connections, models, transaction
from django.db.backends.signals import connection_created

ALLOWED = "privacy_letting_go"
"""SQLite's triggers ask this function; a program that does not have it can't delete."""

_letting_go: ContextVar[bool] = ContextVar("letting_go", default=False)


def is_written_once(model: type[models.Model]) -> bool:
    """Tell whether the rows of `model` are written once."""
    return bool(getattr(model, "is_written_once", False))


@contextmanager
def letting_go(*, using: str) -> Iterator[None]:
    """Let rows of the database `using` be deleted until the block, a transaction, ends.

    For the sweep that keeps the dates of the declarations, and for nothing else.
    """
    with transaction.atomic(using=using):
        token = _letting_go.set(True)
        _tell(using, "on")
        try:
            yield
        finally:
            _letting_go.reset(token)
        # Where the block broke off, its transaction takes the setting back with it.
        _tell(using, "")


def _tell(using: str, word: str) -> None:
    connection = connections[using]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('privacy.letting_go', %s, true)", [word])


def _answer(connection: Any, **kwargs: Any) -> None:
    """Give a fresh connection to SQLite the function that its triggers ask."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(ALLOWED, 0, _letting_go.get)


connection_created.connect(_answer, dispatch_uid="tables that are written once")
