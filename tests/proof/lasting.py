"""A world that lasts for all tests of a module, and is gone after them."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime

from django.core.cache import cache
from django.db import connections, transaction

from shop.catalogue import shelves
from shop.demo import loading

LISTED = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


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


def stock():
    """Load the demo shop's departments and products."""
    cache.clear()
    loading.load(at=LISTED)
    shelves.recount()  # in a test there is no commit after which it would happen
