"""A letter that leaves through a relay outside is one row that its reader can see."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.mail import EmailMultiAlternatives

from privacy import guarding
from privacy.cases import filing
from privacy.cases.case import Case, Demand
from privacy.cases.states import Kind
from privacy.copies import gathering
from privacy.disclosure import Disclosure, DisclosureRefused, relaying
from privacy.letters import door, sending
from privacy.letters.models import Letter
from privacy.purposes import Purpose
from privacy.recipients import Endpoint


@pytest.fixture
def sent(monkeypatch):
    """Letters that left, with where connections could lead meanwhile."""
    ways = []

    def send(self):
        if ways and ways[-1] == "down":
            ways.pop()
            raise OSError("down")
        ways.append(guarding.is_open())

    monkeypatch.setattr(EmailMultiAlternatives, "send", send)
    return ways


@pytest.fixture
def letter(alice, at):
    return door.write(
        template="shop/password-changed",
        purpose=Purpose.OFFICIAL_NOTICE,
        person=alice,
        context={"at": at, "reset_url": "http://127.0.0.1:8000/accounts/reset/"},
        at=at,
    )


def again(letter):
    return Letter.objects.select_related("person", "case").get(pk=letter.pk)


def test_a_letter_through_a_relay_outside_is_on_the_ledger(outside, sent, letter, at):
    assert sending.send(letter=again(letter), at=at)
    assert sent == [(Endpoint("mail.example.net", 587),)]
    [entry] = Disclosure.objects.all()
    assert (entry.about, entry.basis) == (letter.pk, "processor")
    [given] = gathering.disclosures(letter.person)
    assert given.recipient == "Quayside Mail"
    assert given.basis == "GDPR Art. 28: contract QM-2026-07 of 2026-07-01"
    assert len(given.fields) == 2


def test_however_often_it_is_tried_it_is_one_row(outside, sent, letter, at):
    sent.append("down")
    assert not sending.send(letter=again(letter), at=at)
    assert sending.send(letter=again(letter), at=at + timedelta(hours=1))
    assert Disclosure.objects.count() == 1


def test_a_mail_server_on_this_machine_is_no_recipient(sent, letter, at):
    assert sending.send(letter=again(letter), at=at)
    assert sent == [()]
    assert not Disclosure.objects.exists()


def test_a_relay_that_is_not_registered_for_it_gets_nothing(
    outside, sent, letter, at, settings, caplog
):
    narrow = settings.RECIPIENTS["mail"] | {"purposes": ("delivery",)}
    settings.RECIPIENTS = settings.RECIPIENTS | {"mail": narrow}
    assert not sending.send(letter=again(letter), at=at)
    assert sent == []
    assert "DisclosureRefused" in caplog.text
    assert again(letter).sent_at is None


def test_a_letter_about_a_request_is_its_persons_once_they_are_known(
    outside, sent, alice, at
):
    case = filing.file(
        kind=Kind.COPY, email="alice@example.net", demand=Demand(), country="GB", at=at
    )
    with relaying.relayed(
        letter=uuid4(),
        person=None,
        request=case.pk,
        fields=("email",),
        purpose=Purpose.OWN_REQUEST,
        at=at,
    ):
        pass
    assert gathering.disclosures(alice) == []
    Case.objects.filter(pk=case.pk).update(person=alice)
    assert len(gathering.disclosures(alice)) == 1


def test_what_the_relay_may_not_have_does_not_leave(outside, alice, at):
    with pytest.raises(DisclosureRefused):
        with relaying.relayed(
            letter=uuid4(),
            person=alice,
            request=None,
            fields=("name",),
            purpose=Purpose.OWN_REQUEST,
            at=at,
        ):
            pytest.fail("It left.")
