"""Whoever gives or withdraws gets a receipt by mail, without having asked for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.db import transaction

from privacy import consent, letters, purposes
from privacy.letters import sending
from privacy.models import Consent, Letter, Person
from privacy.purposes import Purpose

HOUR = timedelta(hours=1)


def the(template):
    """Return the one letter of a template, and what it says."""
    letter = Letter.objects.get(template=template)
    with purposes.using(Purpose.OFFICIAL_NOTICE):
        return letter, letter.content


def test_a_receipt_of_what_was_given_says_all_of_it(given, alice, at):
    letter, says = the("consent_given")
    assert (letter.person, letter.purpose) == (alice, Purpose.OFFICIAL_NOTICE)
    assert says.subject == (
        "Receipt: you agreed that Northbound Parcels gets your name and your"
        " delivery address"
    )
    event = given.events.get()
    for text in (says.text, says.html):
        assert given.sentence in text
        assert "10:30 on 22 November 2026" in text
        assert "a tick in the empty box" in text
        assert str(event.pk) in text
        assert str(given.pk) in text
        assert given.sentence_hash in text
        assert "22 November 2032" in text
        assert "/choices/" in text


def test_it_leads_to_the_page_of_its_own_if_there_is_one(alice, agree):
    page = f"{settings.SHOP_ORIGIN}/orders/link/"
    agree(alice, page=page)
    _, says = the("consent_given")
    assert page in says.text
    assert "/choices/" not in says.text


def test_a_receipt_of_a_withdrawal_says_that_nothing_had_left(given, at):
    consent.withdraw(consent=given, at=at + HOUR)
    letter, says = the("consent_withdrawn")
    assert letter.purpose == Purpose.OFFICIAL_NOTICE
    for text in (says.text, says.html):
        assert "11:30 on 22 November 2026" in text
        assert "You had agreed to it at 10:30" in text
        assert "Nothing had left. Northbound Parcels gets nothing." in text
        assert "can’t be called back" not in text


def test_a_receipt_of_a_withdrawal_says_what_had_left_and_when(given, leave, at):
    leave(given, at + HOUR / 2)
    consent.withdraw(consent=given, at=at + HOUR)
    _, says = the("consent_withdrawn")
    for text in (says.text, says.html):
        assert "received your name and your delivery address at 11:00" in text
        assert "That can’t be called back. Nothing more leaves." in text
        assert "Nothing had left" not in text


def test_what_is_withdrawn_in_one_go_stands_in_one_letter(alice, agree, at):
    both = [agree(alice), agree(alice)]
    consent.withdraw_all(person=alice, at=at + HOUR)
    _, says = the("consent_withdrawn")
    assert all(str(each.pk) in says.text for each in both)


def test_withdrawn_twice_is_one_letter(given, at):
    consent.withdraw(consent=given, at=at)
    consent.withdraw(consent=given, at=at)
    assert Letter.objects.filter(template="consent_withdrawn").count() == 1


def test_it_goes_out_as_text_and_html_to_the_address_of_the_person(given, at):
    letter, _ = the("consent_given")
    assert sending.send(letter=letter, at=at)
    (message,) = mail.outbox
    assert message.to == ["alice@example.net"]
    assert given.sentence in message.body
    assert given.sentence in message.alternatives[0][0]


def test_without_the_letter_nothing_was_given(alice, agree, monkeypatch):
    def broken(**told):
        raise RuntimeError

    monkeypatch.setattr(letters, "write", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        agree(alice)
    assert not Consent.objects.exists()


def test_who_has_no_address_any_more_gets_no_letter(given, alice, at):
    Person.objects.filter(pk=alice.pk).update(email=None, email_index=None)
    consent.withdraw(consent=given, at=at)
    assert not given.stands
    assert not Letter.objects.filter(template="consent_withdrawn").exists()
