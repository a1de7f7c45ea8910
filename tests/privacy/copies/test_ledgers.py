"""Who received something, who looked, and what was agreed to, in words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps

from privacy import access, consent, declarations, disclosure, recipients
from privacy.access import Reason
from privacy.copies import gathering
from privacy.purposes import Purpose
from tests.privacy.copies.held import rows_of, value


@pytest.fixture
def given(alice, at):
    """Alice's address went to the carrier, with her consent."""
    sentence = consent.sentence(recipients.get("carrier"))
    agreed = consent.give(person=alice, recipient="carrier", sentence=sentence, at=at)
    return disclosure.disclose(
        person=alice,
        recipient="carrier",
        fields=("contact_name", "delivery_address"),
        purpose=Purpose.DELIVERY,
        consent=agreed,
        at=at,
        by=None,
    )


def test_a_disclosure_names_the_recipient_what_and_why(given, alice, bob, at):
    (told,) = gathering.disclosures(alice)
    assert told.recipient == "Northbound Parcels"
    assert (told.why, told.at) == ("to deliver the order", at)
    assert len(told.fields) == 2
    assert gathering.disclosures(bob) == []


def test_a_recipient_that_left_the_register_is_named_by_its_key(given, alice, settings):
    settings.RECIPIENTS = {}
    assert gathering.disclosures(alice)[0].recipient == "carrier"


def test_a_value_says_who_received_it(given, alice, at):
    rows_of(alice)
    groups = gathering.held(alice, at)
    name = value(groups, "orders.Order.contact_name")
    assert name.disclosed_to == ("Northbound Parcels",)
    assert value(groups, "orders.Order.contact_email").disclosed_to == ()
    # Of the same name, and never given to anybody.
    assert value(groups, "privacy.Person.name").disclosed_to == ()


def test_a_look_says_the_role_what_and_why_and_no_name(alice, bob, staff, at):
    for by in (staff, alice):
        access.record(
            person=alice,
            by=by,
            fields=["orders.Order.delivery_address", "gone.Model.old_name"],
            purpose=Purpose.AFTER_SALES,
            reason=Reason.PROBLEM,
            words="A parcel came open",
            at=at,
        )
        at += timedelta(minutes=1)
    latest, first = gathering.accesses(alice)
    assert (latest.who, first.who) == ("You", "A member of staff")
    assert first.saw[0] == "Old name"
    assert first.why == "to solve problems after the sale"
    assert gathering.accesses(bob) == []


def test_a_look_names_the_group_of_who_looked(alice, staff, at):
    group = apps.get_model("auth.Group").objects.create(name="night_watch")
    staff.groups.add(group)
    access.record(
        person=alice,
        by=staff,
        fields=["contact_name"],
        purpose=Purpose.AFTER_SALES,
        reason=Reason.PROBLEM,
        words="A parcel came open",
        at=at,
    )
    assert gathering.accesses(alice)[0].who == "A member of staff (night watch)"


def test_a_choice_shows_its_sentence_and_its_times(given, alice, at):
    consent.withdraw(consent=given.consent, at=at)
    (choice,) = gathering.choices(alice)
    assert choice.sentence.startswith("Give Northbound Parcels")
    assert (choice.given_at, choice.withdrawn_at) == (at, at)


def test_what_is_not_held_is_declared_nowhere():
    used = {
        said.category
        for model in apps.get_models()
        for said in declarations.of(model).personal.values()
    }
    forbidden = ("phone", "date_of_birth", "location", "image", "browsing")
    assert not [key for key in used if any(word in key for word in forbidden)]
    assert "a date of birth" in gathering.NOT_HELD
