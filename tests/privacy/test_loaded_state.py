"""What Django keeps of a loaded row's state is made when somebody asks for it."""

from __future__ import annotations

import copy
import pickle

import pytest
from django.db.models.base import ModelState

from privacy.encryption.sealed import LOADED_FROM
from privacy.people import Person


def listed(alice):
    (row,) = Person.objects.filter(pk=alice.pk)
    return row


def test_a_listed_row_has_no_state_until_it_is_asked_for(alice):
    row = listed(alice)
    assert "_state" not in vars(row)
    state = row._state
    assert type(state) is ModelState
    assert (state.db, state.adding, state.fields_cache) == ("default", False, {})
    assert row._state is state
    assert LOADED_FROM not in vars(row)


def test_two_rows_never_share_their_state(alice, bob):
    one, other = Person.objects.filter(pk__in=[alice.pk, bob.pk])
    assert one._state is not other._state


def test_a_row_that_was_made_here_is_still_being_added(db):
    assert Person()._state.adding
    assert Person()._state.db is None


@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda row: pickle.loads(pickle.dumps(row))]
)
def test_a_row_whose_state_nobody_asked_for_is_copied_as_loaded(alice, again):
    other = again(listed(alice))
    assert (other._state.db, other._state.adding) == ("default", False)
    assert other == alice


def test_a_row_saved_right_after_its_loading_is_written_where_it_is_from(alice):
    row = listed(alice)
    row.save(update_fields=["is_active"])
    assert (row._state.db, row._state.adding) == ("default", False)


def test_a_row_that_was_never_made_has_no_state(db):
    with pytest.raises(AttributeError, match="_state"):
        _ = Person.__new__(Person)._state
    assert Person._state.__class__.__name__ == "_LoadedState"
