"""Nothing leaves for a third party without a written consent that still stands."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from privacy import access, consent, disclosure, recipients
from privacy.access import Reason
from privacy.consent import SentenceChanged
from privacy.disclosure import Disclosure, DisclosureRefused
from privacy.models import Access
from privacy.purposes import Purpose
from privacy.recipients import UnknownRecipient

FIELDS = ("contact_name", "delivery_address")


@pytest.fixture
def given(alice, at):
    """Alice's consent that the carrier gets her name and address."""
    words = consent.sentence(recipients.get("carrier"))
    return consent.give(person=alice, recipient="carrier", sentence=words, at=at)


def leave(person, given, at, **changes):
    """Ask the door to let Alice's name and address go to the carrier."""
    asked = {
        "person": person,
        "recipient": "carrier",
        "fields": FIELDS,
        "purpose": Purpose.DELIVERY,
        "consent": given,
        "at": at,
        "by": None,
    }
    return disclosure.disclose(**(asked | changes))


def test_the_sentence_names_recipient_fields_and_purpose():
    assert consent.sentence(recipients.get("carrier")) == (
        "Give Northbound Parcels your name and your delivery address"
        " to bring your parcel to your door."
    )


def test_one_field_alone_reads_well(settings):
    settings.RECIPIENTS = {
        "carrier": settings.RECIPIENTS["carrier"] | {"fields": ("contact_email",)}
    }
    assert "Parcels your email address to" in consent.sentence(
        recipients.get("carrier")
    )


def test_a_consent_keeps_the_words_that_were_shown(given, at):
    assert given.given_at == at
    assert given.sentence_hash == hashlib.sha256(given.sentence.encode()).hexdigest()
    assert str(given) == f"consent {given.pk}"


def test_other_words_are_not_a_consent(alice, at):
    with pytest.raises(SentenceChanged):
        consent.give(person=alice, recipient="carrier", sentence="Yes", at=at)


def test_with_a_consent_it_leaves_and_stands_in_the_ledger(alice, given, at, staff):
    entry = leave(alice, given, at, by=staff)
    assert entry.fields == list(FIELDS)
    assert entry.consent == given
    assert list(alice.disclosures.all()) == [entry]
    assert str(entry) == f"disclosure {entry.pk}"


@pytest.mark.parametrize(
    "changes",
    [
        {"consent": None},
        {"fields": ("contact_name", "contact_email")},
        {"purpose": Purpose.AFTER_SALES},
    ],
)
def test_without_the_right_consent_nothing_leaves(alice, given, at, changes):
    with pytest.raises(DisclosureRefused):
        leave(alice, given, at, **changes)
    assert not Disclosure.objects.exists()


def test_the_consent_of_somebody_else_is_none(bob, given, at):
    with pytest.raises(DisclosureRefused):
        leave(bob, given, at)


def test_a_withdrawn_consent_counts_at_once(alice, given, at):
    stale = type(given).objects.get(pk=given.pk)
    consent.withdraw(consent=given, at=at + timedelta(hours=1))
    consent.withdraw(consent=given, at=at + timedelta(hours=2))
    assert given.withdrawn_at == at + timedelta(hours=1)
    with pytest.raises(DisclosureRefused):
        leave(alice, stale, at)


def test_a_consent_to_one_carrier_is_none_to_the_next(alice, given, at, settings):
    carrier = settings.RECIPIENTS["carrier"]
    settings.RECIPIENTS = {"carrier": carrier | {"name": "Southbound Parcels"}}
    with pytest.raises(DisclosureRefused, match="Southbound"):
        leave(alice, given, at)


def test_nobody_else_is_on_the_register(alice, at):
    with pytest.raises(UnknownRecipient):
        leave(alice, None, at, recipient="advertiser")


def test_who_looked_is_written_down_without_values(alice, staff, at):
    seen = access.record(
        person=alice,
        by=staff,
        fields=["orders.Order.contact_name"],
        purpose=Purpose.DELIVERY,
        reason=Reason.PROBLEM,
        words="A parcel came open",
        at=at,
    )
    assert list(Access.objects.filter(person=alice)) == [seen]
    assert str(seen) == f"access {seen.pk}"
