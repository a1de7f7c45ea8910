"""What the proofs share: a stocked shop and somebody who walks through it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.test import Client

from shop.catalogue import shelves
from shop.demo import loading
from tests.proof.walking import Visitor, through

LISTED = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def demo(db):
    """The demo shop's departments and products."""
    cache.clear()
    loading.load(at=LISTED)
    shelves.recount()  # in a test there is no commit after which it would happen


@pytest.fixture
def visitor(demo):
    """Somebody without JavaScript, at the shop's door."""
    return Visitor(through(Client(raise_request_exception=True)))
