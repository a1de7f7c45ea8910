"""A world that lasts for all tests of a module, and is gone after them."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager

from django.db import connections, transaction


@contextmanager
def taken_back():
    """Undo in both databases what happens in here.

    A test with `db` in it is a savepoint of this, and takes back its own.
    """
    with ExitStack() as stack:
        for alias in connections:
            stack.enter_context(transaction.atomic(using=alias))
        yield
        for alias in connections:
            transaction.set_rollback(True, using=alias)
