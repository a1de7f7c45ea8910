"""The demo shop on its shelves, for one test or for all of a module."""

from __future__ import annotations

from datetime import UTC, datetime

from django.core.cache import cache

from shop.catalogue import shelves
from shop.demo import loading

LISTED = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def stock():
    """Load the demo shop's departments and products."""
    cache.clear()
    loading.load(at=LISTED)
    shelves.recount()  # in a test there is no commit after which it would happen
