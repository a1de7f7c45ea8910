"""The customer takes it back or gives it again while staff hand the parcel over."""

from __future__ import annotations

import pytest
from django.utils import timezone

from orders import agreement, fulfilment
from orders.fulfilment import WrongState
from orders.models import Order
from orders.states import State
from privacy import consent, recipients
from privacy.models import Consent, Disclosure, Letter
from tests.orders.conftest import MONDAY
from tests.orders.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
def packed(place, staff):
    """A packed order for the carrier."""
    agreed = consent.sentence(recipients.get("carrier"))
    order = place(delivery="carrier", consent_sentence=agreed, at=timezone.now())
    for verb in (fulfilment.mark_paid, fulfilment.pack):
        verb(order=order, at=MONDAY, by=staff)
    return order


def same(order):
    """The order as another request has it."""
    return Order.objects.get(pk=order.pk)


@pytest.mark.parametrize("turn", range(4))
def test_in_the_moment_of_the_hand_over_it_left_before_or_stays(packed, staff, turn):
    rows, now = [same(packed), same(packed)], timezone.now()
    taken, handed = at_once(
        lambda: agreement.take_back(order=rows[0], at=now),
        lambda: fulfilment.hand_over(order=rows[1], at=now, by=staff),
    )
    order, left = same(packed), Disclosure.objects.first()
    if isinstance(handed, WrongState):
        assert taken
        assert (order.state, left) == (State.PACKED, None)
        assert agreement.taken_back(order)
    else:
        assert order.state == State.HANDED_OVER
        assert left.consent == order.consent
        assert not taken or left.at <= order.consent.withdrawn_at


def test_of_two_who_agree_again_at_once_one_does(packed):
    agreement.take_back(order=packed, at=timezone.now())
    words = consent.digest(agreement.asked(packed))
    rows, now = [same(packed) for _ in range(3)], timezone.now()
    deeds = [
        lambda row=row: agreement.agree_again(order=row, words=words, at=now)
        for row in rows
    ]
    assert sorted(at_once(*deeds)) == [False, False, True]
    assert Consent.objects.standing().get() == same(packed).consent
    assert Letter.objects.filter(template="consent_given").count() == 2


def test_taken_back_and_given_again_at_once_ends_as_one_of_both(packed):
    agreement.take_back(order=packed, at=timezone.now())
    words = consent.digest(agreement.asked(packed))
    rows, now = [same(packed), same(packed)], timezone.now()
    given = at_once(
        lambda: agreement.take_back(order=rows[0], at=now),
        lambda: agreement.agree_again(order=rows[1], words=words, at=now),
    )
    assert given == [False, True]
    assert agreement.standing(same(packed))
