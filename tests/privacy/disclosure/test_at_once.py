"""A consent that is withdrawn while something leaves on it: one comes first."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connections, transaction

from privacy import consent, disclosure, recipients
from privacy.disclosure import Disclosure, DisclosureRefused
from privacy.models import Consent
from privacy.people import Person
from privacy.purposes import Purpose

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
A_WHILE = 0.5  # seconds, in which whoever does not wait would be done


@pytest.fixture
def given(transactional_db, at):
    alice = Person.objects.create_user("alice@example.net", name="Alice Ashdown")
    words = consent.sentence(recipients.get("carrier"))
    return consent.give(person=alice, recipient="carrier", sentence=words, at=at)


def leave(given, at):
    return disclosure.disclose(
        person=given.person,
        recipient="carrier",
        fields=("contact_name",),
        purpose=Purpose.DELIVERY,
        consent=given,
        at=at,
        by=None,
    )


def meanwhile(deed):
    """Start a deed in another thread; return it and a list that gets its outcome."""
    given = []

    def do():
        try:
            given.append(deed())
        except Exception as raised:
            given.append(raised)
        finally:
            connections.close_all()

    thread = threading.Thread(target=do)
    thread.start()
    return thread, given


def test_a_withdrawal_waits_for_what_is_leaving_and_comes_after(given, at):
    with transaction.atomic():
        leave(given, at)
        later = at + timedelta(seconds=1)
        thread, outcome = meanwhile(lambda: consent.withdraw(consent=given, at=later))
        thread.join(A_WHILE)
        assert outcome == [], "it did not wait"
    thread.join(30)
    assert not isinstance(outcome[0], Exception)
    assert Disclosure.objects.count() == 1
    assert not Consent.objects.standing().exists()


def test_what_waits_for_a_withdrawal_does_not_leave(given, at):
    with transaction.atomic():
        consent.withdraw(consent=given, at=at)
        thread, outcome = meanwhile(lambda: leave(given, at))
        thread.join(A_WHILE)
        assert outcome == [], "it did not wait"
    thread.join(30)
    assert isinstance(outcome[0], DisclosureRefused)
    assert not Disclosure.objects.exists()


def test_of_many_at_the_same_moment_none_leaves_after_the_withdrawal(given, at):
    ready = threading.Barrier(4)

    def leaves():
        ready.wait(10)
        return leave(given, at)

    def withdraws():
        ready.wait(10)
        return consent.withdraw(consent=given, at=at + timedelta(seconds=1))

    started = [meanwhile(deed) for deed in (leaves, leaves, withdraws, leaves)]
    for thread, _ in started:
        thread.join(30)
    outcomes = [outcome[0] for _, outcome in started]
    left = [each for each in outcomes if isinstance(each, Disclosure)]
    refused = [each for each in outcomes if isinstance(each, DisclosureRefused)]
    assert len(left) + len(refused) == 3
    assert Disclosure.objects.count() == len(left)
    with pytest.raises(DisclosureRefused):
        leave(given, at)


def test_one_letter_that_two_send_at_once_is_one_row(given, at, settings):
    from uuid import uuid4

    from tests.privacy.disclosure.conftest import BOOKS

    settings.RECIPIENTS = settings.RECIPIENTS | {"books": BOOKS}
    about = uuid4()

    def leaves():
        return disclosure.disclose(
            person=given.person,
            recipient="books",
            fields=("contact_name",),
            purpose=Purpose.ACCOUNTING,
            at=at,
            by=None,
            about=about,
        )

    started = [meanwhile(leaves) for _ in range(4)]
    for thread, _ in started:
        thread.join(30)
    assert {outcome[0].pk for _, outcome in started} == {Disclosure.objects.get().pk}
