"""Nothing leaves without a consent that stands, a law, or a processor's contract."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from privacy import consent, disclosure, guarding
from privacy.disclosure import Disclosure, DisclosureRefused
from privacy.purposes import Purpose
from privacy.recipients import Endpoint, UnknownRecipient

CARRIER = {
    "recipient": "carrier",
    "fields": ("contact_name", "delivery_address"),
    "purpose": Purpose.DELIVERY,
}
ACCOUNTANT = {
    "recipient": "books",
    "fields": ("contact_name",),
    "purpose": Purpose.ACCOUNTING,
}


def leave(person, at, **told):
    return disclosure.disclose(**({"person": person, "at": at, "by": None} | told))


def test_a_consent_lets_it_leave(alice, given, at):
    entry = leave(alice, at, **CARRIER, consent=given)
    assert (entry.basis, entry.consent, entry.ground) == ("consent", given, "")


@pytest.mark.parametrize(
    ("told", "named"),
    [
        (ACCOUNTANT, "Companies Act 2006 s. 386 (2006-11-08, https://www.legis"),
        (
            {"recipient": "mail", "fields": ["email"], "purpose": Purpose.OWN_REQUEST},
            "GDPR Art. 28: contract QM-2026-07 of 2026-07-01",
        ),
    ],
)
def test_a_law_or_a_contract_of_the_register_lets_it_leave(
    register, alice, at, told, named
):
    entry = leave(alice, at, **told)
    assert entry.ground.startswith(named)
    assert entry.basis == register[told["recipient"]]["basis"]
    assert entry.consent is None


@pytest.mark.parametrize("basis", ["legal_duty", "processor"])
def test_a_register_that_names_no_law_and_no_contract_lets_nothing_leave(
    register, alice, at, settings, basis
):
    bare = register["books"] | {"law": None, "basis": basis}
    settings.RECIPIENTS = register | {"books": bare}
    with pytest.raises(DisclosureRefused, match="Nothing on the register"):
        leave(alice, at, **ACCOUNTANT)
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"fields": ("contact_name", "contact_email")},
        {"fields": ()},
        {"purpose": Purpose.AFTER_SALES},
        {"consent": None},
    ],
)
def test_what_was_not_registered_or_agreed_to_stays(alice, given, at, changed):
    with pytest.raises(DisclosureRefused):
        leave(alice, at, **(CARRIER | {"consent": given} | changed))
    assert not Disclosure.objects.exists()


def test_the_consent_of_somebody_else_and_one_without_a_person_are_none(bob, given, at):
    for person in (bob, None):
        with pytest.raises(DisclosureRefused):
            leave(person, at, **CARRIER, consent=given, request=uuid4())


def test_nobody_gets_anything_who_is_not_on_the_register(alice, given, at):
    with pytest.raises(UnknownRecipient):
        leave(alice, at, **(CARRIER | {"recipient": "advertiser"}), consent=given)


@pytest.mark.parametrize(
    "wrong",
    [
        {"basis": "legal_duty"},
        {"basis": "processor", "ground": ""},
        {"basis": "because", "ground": "I say so"},
        {"basis": "consent", "ground": "Nobody agreed"},
    ],
)
def test_the_database_takes_no_row_without_a_basis(alice, at, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Disclosure.objects.create(
            person=alice,
            recipient="carrier",
            fields=["contact_name"],
            purpose=Purpose.DELIVERY,
            at=at,
            **wrong,
        )


def test_the_database_takes_no_row_about_nobody(register, db, at):
    with pytest.raises(IntegrityError), transaction.atomic():
        leave(None, at, **ACCOUNTANT)


def test_what_is_tried_again_is_one_row(register, alice, bob, at):
    about = uuid4()
    first = leave(alice, at, **ACCOUNTANT, about=about)
    assert leave(alice, at, **ACCOUNTANT, about=about) == first
    assert leave(alice, at, **ACCOUNTANT, about=uuid4()) != first
    assert Disclosure.objects.count() == 2


def test_the_way_is_open_to_the_hosts_of_the_recipient_alone(register, alice, at):
    told = {"recipient": "mail", "fields": ["email"], "purpose": Purpose.OWN_REQUEST}
    with disclosure.leaving(leave(alice, at, **told)):
        assert guarding.is_open() == (Endpoint("mail.example.net", 587),)
    assert guarding.is_open() == ()


def test_the_way_closes_when_what_leaves_breaks_off(register, alice, at):
    entry = leave(alice, at, **ACCOUNTANT)
    with pytest.raises(ZeroDivisionError), disclosure.leaving(entry):
        raise ZeroDivisionError
    assert guarding.is_open() == ()


def test_no_way_opens_for_a_consent_that_was_withdrawn_meanwhile(alice, given, at):
    entry = leave(alice, at, **CARRIER, consent=given)
    consent.withdraw(consent=given, at=at)
    with pytest.raises(DisclosureRefused), disclosure.leaving(entry):
        pytest.fail("It left.")


def test_a_consent_that_stands_opens_the_way(alice, given, at, settings):
    carrier = settings.RECIPIENTS["carrier"] | {"hosts": [("parcels.example.net", 443)]}
    settings.RECIPIENTS = settings.RECIPIENTS | {"carrier": carrier}
    entry = leave(alice, at, **CARRIER, consent=given)
    with disclosure.leaving(entry):
        assert guarding.is_open() == (Endpoint("parcels.example.net", 443),)


def test_nothing_leaves_within_a_transaction_that_could_take_its_row_back(
    register, alice, at
):
    with transaction.atomic():
        entry = leave(alice, at, **ACCOUNTANT)
        with pytest.raises(RuntimeError, match="durable"), disclosure.leaving(entry):
            pytest.fail("It left.")


def test_word_of_a_correction_leaves_with_no_value_and_by_law(alice, at):
    entry = disclosure.tell(
        person=alice, recipient="carrier", request=uuid4(), about=uuid4(), at=at
    )
    assert (entry.fields, entry.basis) == ([], "legal_duty")
    assert entry.ground.startswith("GDPR Art. 19")
