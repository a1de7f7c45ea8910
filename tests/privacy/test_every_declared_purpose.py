"""Each sealed value opens for the purposes that its declaration names, and no other.

Made from the declarations of all installed models.
"""

from __future__ import annotations

import pytest

from privacy import declarations, purposes
from privacy.encryption import columns
from privacy.purposes import Purpose, PurposeRefused
from tests.privacy import building
from tests.privacy.building import SECRET

COLUMNS = [(table.model, field) for table in columns.tables() for field in table.sealed]
every_column = pytest.mark.parametrize(
    ("model", "field"), COLUMNS, ids=[field.context for _, field in COLUMNS]
)


@pytest.fixture
def loaded(db):
    """Give a function that builds a row of a model and loads it."""
    return lambda model: model._base_manager.get(
        pk=building.saved(model, building.person()).pk
    )


def allowed(model, field):
    return declarations.of(model).personal[field.name].purposes


@every_column
def test_it_opens_for_each_purpose_that_it_is_there_for(loaded, model, field):
    row = loaded(model)
    for purpose in allowed(model, field):
        with purposes.using(purpose):
            assert SECRET.encode() in field.packed(getattr(row, field.name))


@every_column
def test_it_opens_for_no_other_purpose_and_for_none(loaded, model, field):
    row = loaded(model)
    for purpose in set(Purpose) - set(allowed(model, field)):
        with purposes.using(purpose):
            with pytest.raises(PurposeRefused, match=f"{field.context} .*{purpose}"):
                getattr(row, field.name)
    with pytest.raises(PurposeRefused, match=f"{field.context} .*without a purpose"):
        getattr(row, field.name)


@every_column
def test_one_who_opened_it_opened_it_for_nobody_else(loaded, model, field):
    row = loaded(model)
    with purposes.using(allowed(model, field)[0]):
        assert getattr(row, field.name)
        with purposes.suspended(), pytest.raises(PurposeRefused):
            getattr(row, field.name)
    with pytest.raises(PurposeRefused):
        getattr(row, field.name)


def test_every_installed_column_is_among_them():
    """The positive control: none of the tests above runs over nothing."""
    named = {field.context for _, field in COLUMNS}
    assert {"privacy.person.email", "diary.page.text"} <= named
    tried = [len(allowed(model, field)) for model, field in COLUMNS]
    assert all(tried)
    assert sum(count < len(Purpose) for count in tried) > len(COLUMNS) / 2
