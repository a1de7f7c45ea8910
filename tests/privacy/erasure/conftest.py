"""Maya in the database, whole or erased."""

from __future__ import annotations

from functools import partial

import pytest

from privacy.erasure import plans, running
from tests.privacy.erasure import maya as mayas


@pytest.fixture
def buys(db):
    """Give a function that places an order for somebody, open or cancelled."""
    return mayas.buys


@pytest.fixture
def maya(db, at):
    """Return a customer with something in every kind of row that the shop has."""
    return mayas.appears(at=at)


@pytest.fixture
def case_of(at):
    """Give a function making a case of somebody, with a value in every column."""
    return partial(mayas.case_of, at=at)


@pytest.fixture
def erased(maya, at):
    """The run of Maya's erasure, up to the look."""
    run = running.begin(maya.pk, plans.made(maya.pk, at=at), at=at)
    running.carry_out(run, at=at)
    return run
