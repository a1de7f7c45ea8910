"""Damage in any sealed column raises the error of its own kind, and shows no value.

The format is `version 1 | commitment 4 | nonce 12 | ciphertext | tag 16`.
"""

from __future__ import annotations

import pytest
from django.core.exceptions import FieldError
from django.db import transaction

from privacy.encryption import columns
from privacy.encryption.envelope import (
    OVERHEAD,
    Tampered,
    Truncated,
    UnknownVersion,
    WrongKey,
)
from tests.privacy import building
from tests.privacy.building import holds, put, refused, says_where_and_not_what

COLUMNS = [(table.model, field) for table in columns.tables() for field in table.sealed]


@pytest.fixture(params=COLUMNS, ids=lambda column: column[1].context)
def cell(request, db):
    """A cell of each sealed column in turn."""
    model, field = request.param
    row = building.saved(model, building.person())
    return next(each for each in building.cells([row]) if each.field is field)


def kind_of(position):
    """Return the error that a changed byte at some position comes to."""
    if position == 0:
        return UnknownVersion
    return WrongKey if position < 5 else Tampered


def flipped(stored, position, bit=0):
    changed = bytearray(stored)
    changed[position] ^= 1 << bit
    return bytes(changed)


def check(row, cell, expected):
    error = refused(row, cell.field)
    assert type(error) is expected
    assert says_where_and_not_what(error, cell)


def test_every_flipped_bit_is_noticed_for_what_it_is(cell):
    assert holds(cell.row, cell.field)
    for position in range(len(cell.stored)):
        for bit in (0, 7):
            broken = flipped(cell.stored, position, bit)
            cell.row.__dict__[cell.field.attname] = broken
            check(cell.row, cell, kind_of(position))


def test_every_lost_end_is_noticed(cell):
    for length in range(len(cell.stored)):
        cell.row.__dict__[cell.field.attname] = cell.stored[:length]
        check(cell.row, cell, Truncated if length < OVERHEAD else Tampered)


def test_damage_in_the_database_is_noticed_when_the_row_is_loaded(cell):
    damaged = {
        flipped(cell.stored, 0): UnknownVersion,
        b"\x02" + cell.stored[1:]: UnknownVersion,
        flipped(cell.stored, 1): WrongKey,
        flipped(cell.stored, 5): Tampered,
        flipped(cell.stored, 17): Tampered,
        flipped(cell.stored, -1): Tampered,
        cell.stored + b"\0": Tampered,
        cell.stored[: OVERHEAD - 1]: Truncated,
        b"": Truncated,
    }
    for broken, expected in damaged.items():
        check(put(cell, broken), cell, expected)
    assert holds(put(cell, cell.stored), cell.field)


def test_clear_text_in_the_database_is_never_read_and_never_written_back(cell):
    clear = b"Secret, as an attacker would like it to be read. It is long enough."
    row = put(cell, clear)
    check(row, cell, UnknownVersion)
    with pytest.raises(FieldError), transaction.atomic():
        row.save()
