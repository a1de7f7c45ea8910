"""Every sealed value opens in its own place, and nowhere else in the whole program.

Made from the declarations: a new model or field is swapped with all others unasked.
"""

from __future__ import annotations

import pytest
from django.db import models
from django.test.utils import isolate_apps

from privacy.encryption import columns, keys
from privacy.encryption.envelope import Tampered, WrongKey
from privacy.encryption.fields import EncryptedJSONField, EncryptedTextField
from privacy.encryption.sealed import SealedModel
from privacy.people import Person
from tests.privacy import building
from tests.privacy.building import (
    NotBuilt,
    holds,
    put,
    refused,
    says_where_and_not_what,
)


def expected(source, target):
    return WrongKey if source.subject != target.subject else Tampered


@pytest.fixture
def cells(db):
    """The cells of three rows of every model: two of one person, one of another."""
    one, two = building.person(), building.person()
    rows = building.rows_of(one) + building.rows_of(one) + building.rows_of(two)
    return building.cells({row.pk: row for row in rows}.values())


@pytest.fixture
def asked_once(cells, monkeypatch):
    """Remember what the vault says of a key: after a value that doesn't open it is
    asked again, thousands of times here, and nothing changes in it meanwhile.
    """
    asked, said = keys._stored, {}

    def stored(subjects):
        if tuple(subjects) not in said:
            said[tuple(subjects)] = asked(subjects)
        return said[tuple(subjects)]

    monkeypatch.setattr(keys, "_stored", stored)


def misread(source, target, row):
    """Tell whether the bytes of `source` do anything wrong in a row of `target`."""
    error = refused(row, target.field)
    right = type(error) is expected(source, target)
    return not (right and says_where_and_not_what(error, target))


def test_every_declared_column_opens_in_its_own_place(cells):
    """The positive control of the tests below: nothing is left out, and all open."""
    assert {(type(cell.row), cell.field.name) for cell in cells} == {
        (table.model, field.name)
        for table in columns.tables()
        for field in table.sealed
    }
    for cell in cells:
        assert holds(put(cell, cell.stored), cell.field)


def test_no_value_opens_in_another_cell_of_any_model(cells, asked_once):
    wrong = []
    for target in cells:
        for source in cells:
            if source is not target:
                target.row.__dict__[target.field.attname] = source.stored
                if misread(source, target, target.row):
                    wrong.append(f"{source} in {target}")
        target.row.__dict__[target.field.attname] = target.stored
    assert wrong == []


def test_no_value_opens_in_any_other_column_of_the_database(cells, asked_once):
    """One of each pair of columns, also with itself, for each kind of move."""
    pairs = {}
    for target in cells:
        for source in cells:
            if source is not target:
                own = expected(source, target)
                pairs[source.column, target.column, own] = source, target
    # From each column to each, of another person and of the same one's other row.
    assert len(pairs) >= len({cell.column for cell in cells}) ** 2
    wrong = []
    for source, target in pairs.values():
        if misread(source, target, put(target, source.stored)):
            wrong.append(f"{source} in {target}")
        put(target, target.stored)
    assert wrong == []


@isolate_apps("tests.diary")
def test_what_cannot_be_built_is_named():
    class Strange(SealedModel):
        owner = models.ForeignKey(Person, models.CASCADE)
        word = EncryptedTextField(context="diary.strange.word")
        odd = models.DurationField()
        parts = EncryptedJSONField(context="diary.strange.parts", type=building.Cell)

        class Meta:
            app_label = "diary"

    for name in ("odd", "parts"):
        with pytest.raises(NotBuilt, match=f"diary.Strange.{name}"):
            building.value(Strange._meta.get_field(name), None)


def test_a_rule_that_the_builder_does_not_know_is_told_with_its_model(alice):
    built = building.saved(Person._meta.apps.get_model("orders", "Order"), alice)
    with pytest.raises(NotBuilt, match=r"orders\.Order has a rule of its own"):
        building.store(type(built)(person=alice))
