"""Two at once: withdrawn twice, and withdrawn in the moment in which it leaves."""

from __future__ import annotations

from datetime import timedelta
from threading import Event

import pytest
from django.db import transaction

from privacy import consent
from privacy.disclosure import DisclosureRefused
from privacy.models import Consent, ConsentEvent, Disclosure, Letter
from tests.privacy.consent.together import at_once

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
SECOND = timedelta(seconds=1)


def same(given):
    """The consent as another request has it."""
    return Consent.objects.get(pk=given.pk)


def test_of_two_who_withdraw_at_once_one_does(given, at):
    rows = [same(given) for _ in range(4)]
    deeds = [lambda row=row: consent.withdraw(consent=row, at=at) for row in rows]
    assert sorted(at_once(*deeds)) == [False, False, False, True]
    assert ConsentEvent.objects.filter(what="withdrawn").count() == 1
    assert Letter.objects.filter(template="consent_withdrawn").count() == 1


def test_one_and_all_at_once_end_the_same(alice, agree, at):
    rows = [agree(alice) for _ in range(3)]
    one = [lambda row=row: consent.withdraw(consent=row, at=at) for row in rows]
    given = at_once(*one, lambda: consent.withdraw_all(person=alice, at=at))
    assert not [each for each in given if isinstance(each, Exception)]
    assert ConsentEvent.objects.filter(what="withdrawn").count() == 3
    assert not Consent.objects.standing().exists()


@pytest.mark.parametrize("turn", range(6))
def test_what_leaves_while_it_is_withdrawn_left_before_or_not_at_all(
    given, leave, at, turn
):
    rows = [same(given), same(given)]
    moments = [at + SECOND, at + 2 * SECOND][:: 1 if turn % 2 else -1]
    withdrawn, left = at_once(
        lambda: consent.withdraw(consent=rows[0], at=moments[0]),
        lambda: leave(rows[1], moments[1]),
    )
    assert withdrawn is True
    assert not given.stands
    if isinstance(left, DisclosureRefused):
        assert not Disclosure.objects.exists()
    else:
        assert left.at <= given.withdrawn_at


def test_whoever_waited_for_a_withdrawal_sees_it(given, leave, at):
    """The look that begins before the withdrawal is through still finds it."""
    row, started, waiting = same(given), Event(), Event()

    def withdraw_slowly():
        with transaction.atomic():
            done = consent.withdraw(consent=given, at=at)
            started.set()
            waiting.wait(timeout=0.5)
            return done

    def leave_meanwhile():
        started.wait(timeout=10)
        return leave(row, at + SECOND)

    withdrawn, left = at_once(withdraw_slowly, leave_meanwhile)
    assert withdrawn is True
    assert isinstance(left, DisclosureRefused)
