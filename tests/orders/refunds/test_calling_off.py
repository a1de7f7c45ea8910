"""Calling off what was agreed to by mistake, while its money is still here."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from orders import fulfilment
from orders.changes import cancelling
from orders.event import Event, Verb
from orders.order import Order
from orders.parcels import making_good, moving
from orders.payment import Payment
from orders.refunds import calling_off, giving, holding, refunding, running, sums
from orders.refunds.refund import Reason, Refund, State
from orders.refunds.sums import Asked
from orders.states import WrongState
from privacy import access, masking
from privacy.copies import gathering
from privacy.letters.models import Letter
from privacy.purposes import Purpose
from privacy.trail.entry import TrailEntry
from tests.orders.conftest import MONDAY
from tests.orders.refunds.conftest import UK
from tests.orders.test_at_once import at_once

LATER = MONDAY + timedelta(days=1)


@pytest.fixture
def alone(paid, opened):
    """Open a refund as the form does: nothing else led to it."""

    def a_refund(**different):
        return opened(paid(), stands_alone=True, **different)

    return a_refund


def fresh(refund):
    return Refund.objects.get(pk=refund.pk)


def test_the_account_goes_and_the_customer_reads_that_it_was_a_mistake(
    alone, staff, letter
):
    refund = alone()
    giving.give(refund=refund, account=UK, at=MONDAY)
    refunding.call_off(refund=refund, at=LATER, by=staff)
    after = fresh(refund)
    assert after.state == State.CALLED_OFF
    assert masking.masked(after, "account") == ""
    assert "£57.00 back. That was a mistake of ours" in letter("refund_called_off").text
    event = Event.objects.get(verb=Verb.REFUND_CALLED_OFF)
    assert (event.part, event.at, event.by) == (refund.pk, LATER, staff)
    assert TrailEntry.objects.filter(what="refund_called_off").count() == 1


def test_the_same_can_be_refunded_again_to_the_last_penny(alone, opened, staff):
    refund = alone()
    order, line = refund.order, refund.order.lines.first()
    before = {each.line.pk: each.quantity for each in sums.left(order)}
    assert before[line.pk] == 0
    assert sums.delivery_left(order) == 0
    refunding.call_off(refund=refund, at=LATER, by=staff)
    assert Payment.objects.get(order=order).refunded == 0
    assert sums.delivery_left(order) == order.delivery_total
    again = opened(order)
    assert (again.amount, again.tax) == (refund.amount, refund.tax)
    assert Payment.objects.get(order=order).refunded == order.total


def test_it_keeps_nobody_from_being_erased(alone, staff):
    refund = alone()
    assert holding.open_refunds(refund.person_id, None)
    refunding.call_off(refund=refund, at=LATER, by=staff)
    assert not holding.open_refunds(refund.person_id, None)


def test_what_something_else_led_to_is_owed(ready, staff):
    refund = ready()
    with pytest.raises(WrongState, match="owed for its reason"):
        refunding.call_off(refund=refund, at=LATER, by=staff)
    assert fresh(refund).has_account_at(LATER)
    assert not TrailEntry.objects.filter(what="refund_called_off").exists()


def test_once_the_money_left_it_is_too_late_also_when_it_came_back(
    alone, staff, second
):
    refund = alone()
    giving.give(refund=refund, account=UK, at=MONDAY)
    refunding.sent(refund=refund, at=LATER, by=second)
    with pytest.raises(WrongState, match="may have left"):
        refunding.call_off(refund=refund, at=LATER, by=staff)
    refunding.failed(refund=refund, at=LATER, by=second)
    with pytest.raises(WrongState, match="may have left"):
        refunding.call_off(refund=refund, at=LATER, by=staff)


def test_what_a_provider_was_told_is_not_called_off(
    provider, paid, opened, staff, second
):
    refund = opened(paid(payment="test"), stands_alone=True)
    refunding.release(refund=refund, at=MONDAY, by=second)
    with pytest.raises(WrongState, match="may have left"):
        refunding.call_off(refund=refund, at=LATER, by=staff)
    # A try that broke off may have reached the provider.
    Refund.objects.update(tried_at=MONDAY)
    running.run(fresh(refund), at=MONDAY + timedelta(days=2))
    refunding.by_transfer_instead(refund=refund, at=LATER, by=second)
    assert fresh(refund).state == State.AWAITING_ACCOUNT
    with pytest.raises(WrongState, match="may have left"):
        refunding.call_off(refund=refund, at=LATER, by=staff)


def test_a_mistake_is_put_right_within_three_days(alone, staff):
    refund = alone()
    late = MONDAY + calling_off.WITHIN
    assert calling_off.why_not(refund, at=late) == ""
    with pytest.raises(WrongState, match="more than three days ago"):
        refunding.call_off(refund=refund, at=late + timedelta(seconds=1), by=staff)


def cancelled(order, staff):
    cancelling.cancel(order=order, at=LATER)


def lost_and_refunded(order, staff):
    for key in ("pack", "hand-over"):
        fulfilment.VERBS[key](order=order, at=MONDAY, by=staff)
    parcel = order.parcels.get()
    moving.VERBS["lose"](parcel=parcel, at=LATER, by=staff)
    making_good.refund(parcel=parcel, at=LATER, by=staff)


@pytest.mark.parametrize("then", [cancelled, lost_and_refunded])
def test_what_a_later_step_counted_on_stays(alone, staff, then):
    refund = alone()
    order = Order.objects.get()
    then(order, staff)
    with pytest.raises(WrongState, match="was counted there"):
        refunding.call_off(refund=refund, at=LATER, by=staff)
    assert Payment.objects.get().refunded == order.total


def test_while_somebody_may_be_at_the_bank_it_stays(alone, staff, second):
    refund = alone()
    giving.give(refund=refund, account=UK, at=MONDAY)
    access.record(
        by=second,
        person=refund.person,
        fields=["orders.Refund.account"],
        row_id=refund.pk,
        purpose=Purpose.REFUND,
        reason=access.Reason.PAYMENT,
        words="Sending it at the bank",
        at=MONDAY,
    )
    with pytest.raises(WrongState, match="Somebody opened its account"):
        refunding.call_off(refund=refund, at=LATER, by=staff)
    refunding.failed(refund=refund, at=LATER, by=second)
    refunding.call_off(refund=refund, at=LATER, by=staff)
    assert fresh(refund).state == State.CALLED_OFF


def test_of_an_order_without_a_link_no_letter_is_written(alone, staff):
    refund = alone()
    Order.objects.update(link=None)
    refunding.call_off(refund=refund, at=LATER, by=staff)
    assert not Letter.objects.filter(template="orders/refund_called_off").exists()


def test_the_letter_speaks_of_an_account_only_where_one_was_given(alone, staff, letter):
    refunding.call_off(refund=alone(), at=LATER, by=staff)
    assert "the account that you gave us" not in letter("refund_called_off").text
    refund = alone()
    giving.give(refund=refund, account=UK, at=MONDAY)
    refunding.call_off(refund=refund, at=LATER + timedelta(minutes=1), by=staff)
    assert "the account that you gave us" in letter("refund_called_off").text


def test_the_copy_names_what_was_called_off(alone, staff, at):
    refund = alone()
    refunding.call_off(refund=refund, at=LATER, by=staff)
    groups = {each.label: each for each in gathering.held(refund.person, LATER)}
    for label in ("orders.Refund", "orders.RefundLine"):
        titles = {row.title for row in groups[label].rows}
        assert titles == {f"Order {refund.order.number}, called off"}


def test_called_off_it_stays_so(alone, staff, second):
    refund = alone()
    refunding.call_off(refund=refund, at=LATER, by=staff)
    with pytest.raises(WrongState):
        refunding.call_off(refund=refund, at=LATER, by=staff)
    with pytest.raises(WrongState):
        giving.give(refund=refund, account=UK, at=LATER)
    with pytest.raises(WrongState):
        refunding.sent(refund=refund, at=LATER, by=second)
    assert Payment.objects.get().refunded == 0


def test_the_form_that_opened_it_opens_it_no_more(alone, opened, staff):
    key = uuid4()
    refund = alone(key=key)
    refunding.call_off(refund=refund, at=LATER, by=staff)
    with pytest.raises(WrongState, match="Open the page again"):
        opened(refund.order, key=key)


@pytest.mark.parametrize(
    "different",
    [{"stands_alone": False}, {"sent_at": MONDAY}, {"tried_at": MONDAY}],
)
def test_the_database_refuses_one_that_was_owed_or_sent(alone, different):
    rows = Refund.objects.filter(pk=alone().pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state=State.CALLED_OFF, **different)


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_one_calls_it_off_and_another_sends_it_at_once(alone, staff, second):
    refund = alone()
    giving.give(refund=refund, account=UK, at=MONDAY)

    def turn(verb, by):
        again = fresh(refund)
        return lambda: verb(refund=again, at=LATER, by=by)

    given = at_once(turn(refunding.call_off, staff), turn(refunding.sent, second))
    assert [type(each) for each in given].count(WrongState) == 1
    called_off = fresh(refund).state == State.CALLED_OFF
    assert Payment.objects.get().refunded == (0 if called_off else refund.amount)


def test_a_part_called_off_leaves_the_tax_of_the_rest_exact(paid, opened, staff):
    order = paid()
    line = order.lines.first()
    half = Asked(amounts={line.pk: line.line_total // 2})
    first = opened(order, half, stands_alone=True, reason=Reason.PRICE)
    refunding.call_off(refund=first, at=LATER, by=staff)
    rest = opened(order)
    assert (rest.amount, rest.tax) == (order.total, order.tax_total)
