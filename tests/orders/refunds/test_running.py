"""Refunds through a provider: released by a second person, paid once, whoever dies."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orders import payments
from orders.refunds import refunding, running, tasks
from orders.refunds.refund import Refund, State
from orders.states import WrongState
from privacy import purposes
from privacy.letters.models import Letter
from privacy.purposes import Purpose
from tests.orders.conftest import MONDAY

SOON = MONDAY + timedelta(minutes=3)


def fresh(refund):
    return Refund.objects.with_order().get(pk=refund.pk)


@pytest.fixture
def released(provider, paid, opened, second):
    """Return a refund that the worker has to send."""
    refund = opened(paid(payment="test"))
    assert refund.state == State.OPEN
    refunding.release(refund=refund, at=MONDAY, by=second)
    return fresh(refund)


def test_the_worker_sends_what_a_second_person_released(released, provider, second):
    assert released.state == State.SENDING
    assert running.run(released, at=MONDAY)
    after = fresh(released)
    assert (after.state, after.sent_by, after.sent_at) == (State.SENT, second, MONDAY)
    assert provider.asked == [(released.amount, released.pk)]
    with purposes.using(Purpose.REFUND):
        assert after.reference.startswith("test-")
    assert Letter.objects.filter(template="orders/refunded").count() == 1


def test_who_opened_it_does_not_release_it(provider, paid, opened, staff):
    refund = opened(paid(payment="test"))
    with pytest.raises(WrongState, match="somebody else"):
        refunding.release(refund=refund, at=MONDAY, by=staff)
    assert provider.asked == []


def test_what_the_customers_own_step_opened_needs_nobody(provider, paid, opened):
    refund = opened(paid(payment="test"), by=None)
    assert refund.state == State.SENDING
    assert running.run(fresh(refund), at=MONDAY)


def test_two_workers_at_once_ask_once(released, provider):
    other = fresh(released)
    assert running.run(released, at=MONDAY)
    assert not running.run(other, at=MONDAY)
    assert len(provider.asked) == 1


def test_a_worker_killed_after_the_provider_paid_is_followed_by_the_same_key(
    released, provider, monkeypatch
):
    def killed(*args, **told):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(running, "_noted", killed)
        with pytest.raises(SystemExit):
            running.run(released, at=MONDAY)
    assert fresh(released).state == State.SENDING
    assert list(running.waiting(at=MONDAY)) == []
    assert running.run(fresh(released), at=SOON)
    assert {key for _, key in provider.asked} == {released.pk}
    assert fresh(released).is_sent


def test_a_provider_that_says_no_leaves_it_to_staff(released, provider, second):
    provider.fails = payments.Refused("The card is closed.")
    assert not running.run(released, at=MONDAY)
    assert fresh(released).state == State.FAILED
    refunding.by_transfer_instead(refund=released, at=MONDAY, by=second)
    after = fresh(released)
    assert (after.state, after.by_transfer) == (State.AWAITING_ACCOUNT, True)
    assert Letter.objects.filter(template="orders/refund_opened").count() == 2


def test_a_refused_one_is_tried_again_when_somebody_says_so(released, provider, second):
    provider.fails = payments.Refused("Not now.")
    running.run(released, at=MONDAY)
    provider.fails = None
    refunding.release(refund=released, at=MONDAY, by=second)
    assert running.run(fresh(released), at=MONDAY)


@pytest.mark.parametrize(
    "trouble", [payments.Unreachable("No answer."), RuntimeError("A bug.")]
)
def test_a_provider_that_gives_no_answer_is_asked_again(
    released, provider, trouble, caplog
):
    provider.fails = trouble
    assert not running.run(released, at=MONDAY)
    assert fresh(released).state == State.SENDING
    assert type(trouble).__name__ in caplog.text
    assert str(trouble) not in caplog.text
    provider.fails = None
    assert running.run(fresh(released), at=SOON)


def test_a_try_that_broke_off_a_day_ago_is_for_staff_to_look_at(released, provider):
    provider.fails = payments.Unreachable("No answer.")
    running.run(released, at=MONDAY)
    provider.fails = None
    assert not running.run(fresh(released), at=MONDAY + timedelta(hours=24))
    assert fresh(released).state == State.FAILED
    assert len(provider.asked) == 1


def test_a_way_to_pay_that_is_gone_waits_until_it_is_back(released, settings):
    settings.DEMO = False
    assert not running.run(released, at=MONDAY)
    settings.DEMO = True
    assert running.run(fresh(released), at=SOON)


def test_a_transfer_is_never_released(ready, second):
    with pytest.raises(WrongState, match="by hand"):
        refunding.release(refund=ready(), at=MONDAY, by=second)


def test_the_tasks_take_ids_and_find_what_was_missed(released, provider):
    tasks.go_on()
    assert fresh(released).is_sent
    tasks.refund_through_provider(str(released.pk))
    tasks.refund_through_provider("00000000-0000-0000-0000-000000000000")
    assert len(provider.asked) == 1
