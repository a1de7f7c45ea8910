"""A trail with some entries, and a way to do damage behind the program's back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connections

from privacy.trail import recording, verifying
from privacy.trail.entry import Kind
from tests.emptying import unguarded

FIELDS = ("orders.Order.delivery_address", "orders.Order.contact_name")


@pytest.fixture
def write(staff, alice, at):
    """Give a function that writes so many entries, and returns the last."""

    def write(many=1):
        entry = None
        for number in range(many):
            entry = recording.record(
                kind=Kind.REVEAL,
                what="delivery",
                by=staff,
                about=alice,
                fields=FIELDS,
                why="delivery",
                at=at + timedelta(seconds=number),
            )
        return entry

    return write


@pytest.fixture
def trail(write, at):
    """Ten entries with a head over six of them, and a head over all."""
    write(6)
    verifying.sign_head(at=at)
    write(4)
    verifying.sign_head(at=at + timedelta(days=1))


@pytest.fixture
def damage(db):
    """Give a function that sends statements to the database, without its guards."""

    def damage(*statements, params=()):
        with unguarded(), connections["default"].cursor() as cursor:
            for statement in statements:
                cursor.execute(statement, params or None)

    return damage
