"""Opening a refund: by pieces, by amounts, as a whole, once, and never too much."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from orders.event import Verb
from orders.payment import Payment
from orders.refunds import refunding
from orders.refunds.refund import Reason, Refund, State
from orders.refunds.sums import Asked
from orders.states import WrongState
from privacy.letters.models import Letter
from privacy.trail.entry import TrailEntry
from tests.orders.conftest import BOOK, MONDAY


def by_sku(order):
    return {line.sku: line for line in order.lines.all()}


def refunded(order):
    return Payment.objects.get(order=order).refunded


def test_the_whole_order_goes_back_with_its_tax(paid, opened):
    order = paid()
    refund = opened(order)
    assert (refund.amount, refund.tax) == (order.total, order.tax_total)
    assert (refund.delivery, refunded(order)) == (order.delivery_total, order.total)
    assert refund.state == State.AWAITING_ACCOUNT
    assert {row.line.sku: row.quantity for row in refund.lines.all()} == {
        "PEN-1": 1,
        "BOOK-1": 2,
    }


def test_a_piece_goes_back_and_later_the_rest(paid, opened):
    order = paid()
    lines = by_sku(order)
    first = opened(order, Asked({lines["BOOK-1"].pk: 1}))
    assert (first.amount, first.tax) == (950, 0)
    rest = opened(order)
    assert first.amount + rest.amount == order.total
    assert first.tax + rest.tax == order.tax_total


def test_an_amount_off_a_line_brings_no_piece_back(paid, opened):
    order = paid()
    pen = by_sku(order)["PEN-1"]
    refund = opened(order, Asked(amounts={pen.pk: Decimal(500)}))
    row = refund.lines.get()
    assert (row.quantity, row.amount, row.tax) == (0, 500, 83)
    later = opened(order, Asked({pen.pk: 1}))
    assert later.amount == pen.line_total - 500
    assert later.tax == pen.tax - 83


def test_the_delivery_goes_back_once(paid, opened):
    order = paid(items=[BOOK])
    assert opened(order, Asked(delivery=True)).amount == order.delivery_total
    assert opened(order, Asked(delivery=True)) is None


def test_asked_twice_it_is_opened_once(paid, opened, staff):
    order, key = paid(), uuid4()
    first = opened(order, key=key)
    noted = TrailEntry.objects.filter(what="refund_opened").count()
    again = opened(order, Asked(delivery=True), key=key)
    assert again == first
    assert Refund.objects.count() == 1
    assert refunded(order) == order.total
    assert TrailEntry.objects.filter(what="refund_opened").count() == noted == 1


def test_a_key_of_another_order_is_refused(paid, opened):
    key = uuid4()
    opened(paid(), key=key)
    with pytest.raises(WrongState, match="another order"):
        opened(paid(), key=key)


def test_what_nobody_paid_does_not_go_back(order, opened):
    assert opened(order) is None
    assert not Refund.objects.exists()


def test_of_nothing_left_nothing_goes_back(paid, opened):
    order = paid()
    opened(order)
    assert opened(order) is None


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (lambda line: Asked({line.pk: 2}), "only 1 is left"),
        (lambda line: Asked(amounts={line.pk: Decimal(3801)}), "£38.00 is left"),
        (lambda line: Asked(amounts={line.pk: Decimal(-1)}), "£38.00 is left"),
        (lambda line: Asked({line.pk: -1}), "£38.00 is left"),
        (lambda line: Asked({line.pk: 1}, amounts={line.pk: Decimal(1)}), "£38.00 is"),
        (lambda line: Asked({uuid4(): 1}), "has other lines"),
    ],
)
def test_more_than_is_left_is_refused_in_a_sentence(paid, opened, asked, told):
    order = paid()
    with pytest.raises(WrongState, match=told):
        opened(order, asked(by_sku(order)["PEN-1"]))
    assert refunded(order) == 0
    assert not Refund.objects.exists()


def test_the_words_for_what_is_left_fit_its_number(paid, opened):
    order = paid()
    book = by_sku(order)["BOOK-1"]
    with pytest.raises(WrongState, match="only 2 are left"):
        opened(order, Asked({book.pk: 3}))
    opened(order, Asked({book.pk: 2}))
    with pytest.raises(WrongState, match="nothing is left"):
        opened(order, Asked({book.pk: 1}))


def test_the_database_itself_refuses_more_than_was_paid(paid):
    payment = paid().payment
    rows = Payment.objects.filter(pk=payment.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(refunded=F("amount") + 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(refunded=-1)
    assert rows.update(refunded=F("amount")) == 1


def test_a_payment_that_says_more_went_back_stops_the_refund(paid, opened):
    order = paid()
    Payment.objects.filter(order=order).update(refunded=1)
    with pytest.raises(WrongState, match="more than was paid"):
        opened(order)


def test_it_stands_in_the_story_and_the_customer_is_told(paid, opened, staff):
    order = paid()
    refund = opened(order, reason=Reason.DAMAGED)
    event = order.events.get(verb=Verb.REFUND_OPENED)
    assert (event.part, event.by, event.at) == (refund.pk, staff, MONDAY)
    assert Letter.objects.filter(template="orders/refund_opened").count() == 1


def test_an_order_whose_link_is_erased_is_nobodys(paid, opened):
    order = paid()
    type(order).objects.filter(pk=order.pk).update(link=None, link_index=None)
    with pytest.raises(WrongState, match="link is erased"):
        opened(order)


def test_a_way_to_pay_that_is_gone_goes_back_by_transfer(paid, opened, settings):
    settings.DEMO = True
    order = paid(payment="test")
    settings.DEMO = False
    assert opened(order).by_transfer


def test_rows_name_themselves_without_saying_anything(paid, opened):
    refund = opened(paid())
    row = refund.lines.first()
    assert str(refund) == f"refund {refund.pk}"
    assert str(row) == f"line {row.line_id} of refund {refund.pk}"


def test_the_verbs_are_all_in_one_place():
    assert all(hasattr(refunding, name) for name in refunding.__all__)
