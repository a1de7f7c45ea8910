"""Checking a row before it is saved: unique under both roots, and nothing is opened."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from privacy.people import Person
from tests.privacy.test_index_rotation import ALICE, announced, backfilled, switched


def newcomer(address):
    """Return somebody who is about to be saved, as a form makes them."""
    found = Person(email=address, name="New Comer")
    found.set_unusable_password()
    return found


@pytest.mark.parametrize("step", [announced, switched])
def test_a_taken_address_is_told_while_the_index_root_is_replaced(
    alice, own_keys, at, step
):
    step(at)
    with pytest.raises(ValidationError) as told:
        newcomer(ALICE).full_clean()
    assert list(told.value.message_dict) == ["email"]
    newcomer("free@example.net").full_clean()


def test_it_is_told_as_well_when_all_rows_are_under_the_new_root(alice, own_keys, at):
    switched(at)
    backfilled()
    with pytest.raises(ValidationError, match="already exists"):
        newcomer(ALICE.upper()).full_clean()
    Person.objects.get(pk=alice.pk).full_clean()


def test_a_row_is_checked_for_no_purpose_and_shows_the_database_nothing(alice):
    found = Person.objects.get(pk=alice.pk)
    found.full_clean()
    found.email, found.name = "second@example.net", "Second"
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found.full_clean()
    said = str(asked.captured_queries)
    assert "email_index" in said
    assert not [word for word in ("second", "Second", "Ashdown") if word in said]


def test_a_condition_on_a_sealed_value_still_counts(alice):
    alice.erased_at = alice.created_at
    with pytest.raises(ValidationError, match="erased_means_nothing_left"):
        alice.full_clean()
    alice.email, alice.name = "set@example.net", None
    with pytest.raises(ValidationError, match="erased_means_nothing_left"):
        alice.validate_constraints()
    alice.email = alice.name = None
    with pytest.raises(ValidationError, match="erased_means_nothing_left"):
        alice.validate_constraints()
    alice.is_active = False
    alice.validate_constraints()


def test_what_a_form_leaves_out_is_not_checked(alice):
    alice.erased_at = alice.created_at
    alice.validate_constraints(exclude={"email", "name"})
