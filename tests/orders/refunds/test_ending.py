"""Sending a refund: by a second person, once, with the account gone at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from orders import refunds
from orders.event import Event, Verb
from orders.refunds import giving, refunding
from orders.refunds.refund import Refund, State
from orders.states import WrongState
from privacy import masking, purposes
from privacy.letters.models import Letter
from privacy.purposes import Purpose, PurposeRefused
from privacy.trail.entry import TrailEntry
from tests.orders.conftest import MONDAY
from tests.orders.refunds.conftest import UK

LATER = MONDAY + timedelta(days=1)


def fresh(refund):
    return Refund.objects.get(pk=refund.pk)


def letters(name):
    return Letter.objects.filter(template=f"orders/{name}")


def test_a_second_person_sends_it_and_the_account_goes(ready, second):
    refund = ready()
    assert fresh(refund).state == State.OPEN
    refunding.sent(refund=refund, at=LATER, by=second)
    after = fresh(refund)
    assert (after.state, after.sent_at, after.sent_by) == (State.SENT, LATER, second)
    assert masking.masked(after, "account") == ""
    event = Event.objects.get(verb=Verb.REFUNDED)
    assert (event.part, event.by) == (refund.pk, second)
    assert letters("refunded").count() == 1
    assert TrailEntry.objects.filter(what="refunded").count() == 1


def test_who_opened_it_never_sends_it(ready, staff):
    refund = ready()
    with pytest.raises(WrongState, match="somebody else"):
        refunding.sent(refund=refund, at=LATER, by=staff)
    assert fresh(refund).state == State.OPEN
    assert not TrailEntry.objects.filter(what="refunded").exists()


def test_the_database_refuses_one_person_for_both(ready, staff):
    rows = Refund.objects.filter(pk=ready().pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(sent_by=staff)


def test_what_is_sent_is_not_sent_twice(ready, second):
    refund = ready()
    refunding.sent(refund=refund, at=LATER, by=second)
    with pytest.raises(WrongState):
        refunding.sent(refund=refund, at=LATER, by=second)
    assert letters("refunded").count() == 1


def test_without_an_account_nothing_is_sent(paid, opened, second):
    refund = opened(paid())
    with pytest.raises(WrongState, match="account is gone"):
        refunding.sent(refund=refund, at=LATER, by=second)


def test_an_account_that_waited_too_long_takes_no_money(ready, second):
    refund = ready()
    with pytest.raises(WrongState, match="account is gone"):
        refunding.sent(refund=refund, at=MONDAY + timedelta(days=61), by=second)


def test_a_transfer_is_never_sent_by_the_program(ready):
    with pytest.raises(WrongState, match="by somebody of the shop"):
        refunding.sent(refund=ready(), at=LATER, by=None)


def test_whatever_follows_from_it_follows_at_once_or_nothing_does(ready, second):
    def refuse(**told):
        assert told["refund"].is_sent
        raise RuntimeError("no credit note")

    refund = ready()
    refunds.sent.connect(refuse)
    try:
        with pytest.raises(RuntimeError):
            refunding.sent(refund=refund, at=LATER, by=second)
    finally:
        refunds.sent.disconnect(refuse)
    assert fresh(refund).state == State.OPEN
    assert not letters("refunded").exists()


def test_an_account_that_does_not_work_is_cleared_and_asked_for_again(ready, second):
    refund = ready()
    refunding.failed(refund=refund, at=LATER, by=second)
    after = fresh(refund)
    assert after.state == State.AWAITING_ACCOUNT
    assert masking.masked(after, "account") == ""
    assert letters("refund_opened").count() == 2
    giving.give(refund=refund, account=UK, at=LATER)
    refunding.sent(refund=refund, at=LATER, by=second)
    assert fresh(refund).is_sent


def test_money_that_came_back_from_the_bank_goes_again_and_counts_once(ready, second):
    heard = []

    def listen(**told):
        heard.append(told["refund"])

    refund = ready()
    refunds.sent.connect(listen)
    refunding.sent(refund=refund, at=LATER, by=second)
    refunding.failed(refund=refund, at=LATER, by=second)
    giving.give(refund=refund, account=UK, at=LATER)
    refunding.sent(refund=refund, at=LATER + timedelta(days=1), by=second)
    refunds.sent.disconnect(listen)
    assert Event.objects.filter(verb=Verb.REFUNDED).count() == len(heard) == 1
    assert letters("refunded").count() == 2


def test_nothing_that_waits_for_an_account_can_fail(paid, opened, second):
    with pytest.raises(WrongState, match="waits for an account"):
        refunding.failed(refund=opened(paid()), at=LATER, by=second)


def test_the_account_opens_to_send_money_and_for_nothing_else(ready):
    refund = fresh(ready())
    with purposes.using(Purpose.REFUND):
        assert refund.account == UK
    for purpose in set(Purpose) - {Purpose.REFUND, Purpose.OWN_REQUEST}:
        with purposes.using(purpose), pytest.raises(PurposeRefused):
            _ = fresh(refund).account


# --- Typing the account -----------------------------------------------------------


def test_an_account_can_be_changed_until_it_is_used(ready, second):
    refund = ready()
    other = UK.__class__("uk", "Maya Okafor", "12345678", "200000")
    giving.give(refund=refund, account=other, at=LATER)
    assert masking.masked(fresh(refund), "account") == "account ending ••• 5678"
    refunding.sent(refund=refund, at=LATER, by=second)
    with pytest.raises(WrongState, match="on its way"):
        giving.give(refund=refund, account=UK, at=LATER)


def test_each_new_account_is_told_by_letter_and_the_same_again_is_not(ready, letter):
    refund = ready()
    there = letter("account_given").text
    assert "Somebody who has the link of your order told us which account" in there
    assert f"refunds/{refund.pk}/" in there
    assert "6819" not in there
    giving.give(refund=refund, account=UK, at=LATER)
    assert letters("account_given").count() == 1
    other = UK.__class__("uk", "Maya Okafor", "12345678", "200000")
    giving.give(refund=refund, account=other, at=LATER)
    assert letters("account_given").count() == 2
    events = Event.objects.filter(verb=Verb.ACCOUNT_GIVEN, part=refund.pk, by=None)
    assert events.count() == 2


def test_an_account_that_nobody_used_is_deleted_and_asked_for_again(ready):
    refund = ready()
    assert giving.forget_unused(at=LATER) == 0
    assert giving.forget_unused(at=MONDAY + timedelta(days=60)) == 1
    after = fresh(refund)
    assert after.state == State.AWAITING_ACCOUNT
    assert masking.masked(after, "account") == ""
    assert letters("refund_opened").count() == 2
    assert giving.forget_unused(at=MONDAY + timedelta(days=60)) == 0


def test_an_account_that_the_sweep_cleared_is_asked_for_again(ready):
    refund = ready()
    Refund.objects.filter(pk=refund.pk).update(account=None)
    assert giving.forget_unused(at=LATER) == 1
    assert fresh(refund).state == State.AWAITING_ACCOUNT


def test_an_account_given_anew_in_the_meantime_stays(ready):
    refund = ready()
    giving._ask_again(refund, at=LATER)
    assert fresh(refund).state == State.OPEN
