"""Starting a web server or a worker: with the right keys and data, or not at all."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from privacy.encryption import keyset
from privacy.encryption.keyset import KeysetError

# With this code gunicorn ends instead of starting the same worker again and again.
STOPPED = 3


@contextmanager
def in_plain_words() -> Iterator[None]:
    """End the program with one sentence where its keys or settings can't be used."""
    try:
        yield
    except (KeysetError, ImproperlyConfigured) as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(STOPPED) from None


def stand_guard(**kwargs: Any) -> None:
    """Refuse what does not pass the door, from the first thing that a program does.

    A receiver of Celery's beat_init; the web server and the worker do it in prove_keys.
    A register of recipients that is not complete ends the program.
    """
    with in_plain_words():
        guarding: Any = import_module("privacy.guarding")
        recipients: Any = import_module("privacy.recipients")
        recipients.require_complete()
        guarding.stand()


def after_task(**kwargs: Any) -> None:
    """Write down what a task was refused. A receiver of Celery's task_postrun."""
    refusals: Any = import_module("privacy.disclosure.refusals")
    refusals.after_work()


def read_keys(**kwargs: Any) -> None:
    """Read the keys, before a program that tells a long story without them.

    A receiver of Celery's import_modules.
    """
    with in_plain_words():
        keyset.current()


def prove_keys(**kwargs: Any) -> None:
    """Compare keys and databases with what the vault tells, before the first request.

    A database from a backup must not bring back who was erased since. Also a receiver
    of Celery's worker_init.
    """
    stand_guard()
    with in_plain_words():
        django.setup()
        canary: Any = import_module("privacy.encryption.canary")
        replaying: Any = import_module("privacy.erasure.replaying")
        try:
            canary.prove_at_start()
            replaying.prove_at_start()
        finally:
            # A server that forks after this must not share a connection.
            connections.close_all()
