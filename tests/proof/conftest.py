"""What the proofs share: a stocked shop and somebody who walks through it."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.proof import stocking
from tests.proof.walking import Visitor, through


@pytest.fixture
def demo(db):
    """The demo shop's departments and products."""
    stocking.stock()


@pytest.fixture
def visitor(demo):
    """Somebody without JavaScript, at the shop's door."""
    return Visitor(through(Client(raise_request_exception=True)))
