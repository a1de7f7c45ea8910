"""What staff do with a return: money, stock and letters follow each verb, once."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from orders import fulfilment, goods
from orders.event import Verb
from orders.goods import SoldOut, Ware
from orders.parcels.parcel import Kind, Parcel
from orders.payment import Payment
from orders.refunds import refunding
from orders.refunds.refund import Reason, Refund
from orders.refunds.sums import Asked
from orders.returns import handling
from orders.returns.coming_back import Return
from orders.returns.line import ReturnLine
from orders.returns.words import ReturnState, Wanted, Why
from orders.states import State, WrongState
from privacy.trail.entry import TrailEntry
from tests.orders.conftest import PEN
from tests.orders.returns.conftest import LATER
from tests.orders.returns.test_asking import letters_of


@pytest.fixture
def shelf(monkeypatch):
    """A shelf that remembers what came back and what was wanted."""
    seen = {"back": [], "wanted": []}

    def came(*, items, **_):
        seen["back"].append(items)

    def take(*, items, **_):
        if "PEN-9" in items:
            raise SoldOut("PEN-9", 0)
        seen["wanted"].append(items)

    monkeypatch.setattr(goods.came_back, "receivers", [])
    monkeypatch.setattr(goods.wanted, "receivers", [])
    goods.came_back.connect(came, weak=False)
    goods.wanted.connect(take, weak=False)
    goods.came_back.sender_receivers_cache.clear()
    goods.wanted.sender_receivers_cache.clear()
    other = [
        Ware(sku, PEN.title, "Moss", PEN.unit_price, PEN.tax_rate, 3)
        for sku in ("PEN-2", "PEN-9")
    ]
    monkeypatch.setattr(goods, "alternatives", lambda sku: other)
    return seen


@pytest.fixture
def exchange(delivered, announce, pen_and_book):
    """Announce that the pen is to be exchanged."""

    def announced(sku="PEN-2"):
        pen, _ = pen_and_book(delivered)
        told = {"lines": {pen: 1}, "instead": {pen: sku}}
        return announce(delivered, wants=Wanted.EXCHANGE, **told)

    return announced


def refund_of(row):
    return Refund.objects.get(key=row.pk)


def test_one_of_two_is_received_inspected_and_refunded(
    delivered, announce, receive, inspect, staff, shelf
):
    row = inspect(receive(announce(delivered)))
    assert shelf["back"] == [{"BOOK-1": 1}]
    handling.refund(coming_back=row, at=LATER, by=staff)
    refund = refund_of(row)
    assert (refund.amount, refund.tax, refund.reason) == (950, 0, Reason.RETURNED)
    assert (row.state, row.closed_at) == (ReturnState.REFUNDED, LATER)
    assert Payment.objects.get(order=delivered).refunded == 950
    told = letters_of(delivered)[-4:]
    wanted = ["return_announced", "return_received", "return_inspected"]
    assert told == [*wanted, "refund_opened"]
    events = delivered.events.filter(part=row.pk).values_list("verb", "by")
    assert [verb for verb, _ in events] == wanted
    assert [by for _, by in events] == [None, staff.pk, staff.pk]


def test_each_step_is_in_the_trail(delivered, announce, receive, inspect, staff):
    handling.refund(
        coming_back=inspect(receive(announce(delivered))), at=LATER, by=staff
    )
    kept = TrailEntry.objects.filter(row_id=str(delivered.pk)).values_list("what")
    for verb in ("return_received", "return_inspected", "refund_opened"):
        assert (verb,) in kept


def test_a_withdrawal_from_all_of_it_brings_the_delivery_back_too(
    delivered_abroad, withdraw, receive, inspect, staff
):
    row = inspect(receive(withdraw(delivered_abroad)))
    handling.refund(coming_back=row, at=LATER, by=staff)
    assert refund_of(row).amount == delivered_abroad.total
    assert refund_of(row).reason == Reason.WITHDRAWN


def test_a_part_leaves_the_delivery_and_the_last_part_brings_it(
    delivered_abroad, withdraw, receive, inspect, staff, pen_and_book
):
    pen, book = pen_and_book(delivered_abroad)
    for lines in ({book: 2}, {pen: 1}):
        row = inspect(receive(withdraw(delivered_abroad, lines)))
        handling.refund(coming_back=row, at=LATER, by=staff)
        refund = refund_of(row)
        assert bool(refund.delivery) is (pen in lines)
    assert Payment.objects.get(order=delivered_abroad).refunded == (
        delivered_abroad.total
    )


@pytest.mark.parametrize(("why", "too"), [(Why.DIFFERENT, False), (Why.FAULTY, True)])
def test_goodwill_leaves_the_delivery_and_a_fault_of_ours_brings_it(
    delivered_abroad, announce, receive, inspect, staff, pen_and_book, why, too
):
    pen, book = pen_and_book(delivered_abroad)
    row = announce(delivered_abroad, why=why, lines={pen: 1, book: 2})
    Return.objects.filter(pk=row.pk).update(rule="return-default")
    handling.refund(coming_back=inspect(receive(row)), at=LATER, by=staff)
    assert bool(refund_of(row).delivery) is too


def test_the_days_for_the_money_count_from_the_goods_in_the_uk(
    delivered, announce, receive
):
    assert receive(announce(delivered)).due_on == date(2026, 12, 10)


def test_the_days_for_the_money_count_from_the_word_in_the_eu(
    delivered_abroad, withdraw, receive
):
    row = withdraw(delivered_abroad)
    assert receive(row, at=LATER + timedelta(days=5)).due_on == date(2026, 12, 10)


def test_what_is_not_taken_back_is_said_with_words(
    delivered, announce, receive, inspect, letter, staff
):
    row = receive(announce(delivered, many=2))
    with pytest.raises(WrongState, match="Say why"):
        inspect(row, accepted=1, shelved=0)
    inspect(row, accepted=1, shelved=0, words="One is torn.")
    assert "Why not all of it: One is torn." in letter("return_inspected").text
    handling.refund(coming_back=row, at=LATER, by=staff)
    assert refund_of(row).amount == 950


@pytest.mark.parametrize(
    ("accepted", "shelved", "said"),
    [(0, 0, "Refuse the return"), (3, 0, "no more"), (1, 2, "no more"), (-1, -1, "no")],
)
def test_odd_numbers_are_refused(
    delivered, announce, receive, inspect, accepted, shelved, said
):
    row = receive(announce(delivered, many=2))
    with pytest.raises(WrongState, match=said):
        inspect(row, accepted=accepted, shelved=shelved, words="So.")
    assert Return.objects.get(pk=row.pk).state == ReturnState.RECEIVED
    assert ReturnLine.objects.get(coming_back=row).accepted is None


def test_a_line_that_nobody_looked_at_is_not_taken_back(
    delivered, announce, receive, staff
):
    row = receive(announce(delivered))
    with pytest.raises(WrongState, match="Refuse the return"):
        handling.inspect(coming_back=row, found={}, at=LATER, by=staff)


def test_what_money_went_back_for_is_not_taken_back_again(
    delivered, announce, receive, inspect, staff, pen_and_book
):
    row = receive(announce(delivered, many=2))
    asked = Asked(lines={pen_and_book(delivered)[1]: 1})
    told = {"reason": Reason.PRICE, "key": uuid4(), "at": LATER, "by": staff}
    refunding.open_refund(order=delivered, asked=asked, **told)
    with pytest.raises(WrongState, match="take back 1 of Poems"):
        inspect(row)


def test_when_all_money_went_back_in_the_meantime_nothing_is_refunded(
    delivered, announce, receive, inspect, staff
):
    row = inspect(receive(announce(delivered)))
    told = {"reason": Reason.PRICE, "key": uuid4(), "at": LATER, "by": staff}
    refunding.open_refund(order=delivered, asked=Asked.whole(delivered), **told)
    with pytest.raises(WrongState):
        handling.refund(coming_back=row, at=LATER, by=staff)
    assert Return.objects.get(pk=row.pk).state == ReturnState.INSPECTED
    handling.refuse(coming_back=row, words="It is paid already.", at=LATER, by=staff)


def test_an_order_nobody_paid_has_nothing_to_send_back(
    delivered, announce, receive, inspect, staff
):
    row = inspect(receive(announce(delivered)))
    Payment.objects.filter(order=delivered).update(state="cancelled")
    with pytest.raises(WrongState, match="Nothing is left"):
        handling.refund(coming_back=row, at=LATER, by=staff)


def test_a_refusal_says_why(delivered, announce, receive, letter, staff):
    row = receive(announce(delivered))
    with pytest.raises(WrongState, match="Say why"):
        handling.refuse(coming_back=row, words="", at=LATER, by=staff)
    handling.refuse(coming_back=row, words="It was written in.", at=LATER, by=staff)
    assert (row.state, row.has_ended) == (ReturnState.REFUSED, True)
    assert "Why: It was written in." in letter("return_refused").text
    assert not Refund.objects.exists()


def test_an_exchange_takes_stock_and_packs_a_parcel(
    delivered, exchange, receive, inspect, staff, shelf
):
    row = inspect(receive(exchange()))
    handling.exchange(coming_back=row, at=LATER, by=staff)
    assert shelf == {"back": [{"PEN-1": 1}], "wanted": [{"PEN-2": 1}]}
    parcel = Parcel.objects.get(order=delivered, kind=Kind.EXCHANGE)
    line = parcel.lines.get()
    assert (line.sku, line.variant, line.quantity) == ("PEN-2", "Moss", 1)
    delivered.refresh_from_db()
    assert (row.state, delivered.state) == (ReturnState.EXCHANGED, State.DELIVERED)
    assert not Refund.objects.exists()
    assert letters_of(delivered).count("exchanged") == 1


def test_what_is_sold_out_meanwhile_is_refunded_instead(
    delivered, exchange, receive, inspect, staff, shelf
):
    row = inspect(receive(exchange("PEN-9")))
    with pytest.raises(WrongState, match="Refund it instead"):
        handling.exchange(coming_back=row, at=LATER, by=staff)
    assert not Parcel.objects.filter(kind=Kind.EXCHANGE).exists()
    handling.refund(coming_back=row, at=LATER, by=staff)
    assert refund_of(row).amount == 3800


def test_who_wants_money_gets_no_exchange(delivered, announce, receive, inspect, staff):
    row = inspect(receive(announce(delivered)))
    with pytest.raises(WrongState, match="wants the money"):
        handling.exchange(coming_back=row, at=LATER, by=staff)


def test_what_was_exchanged_can_come_back_as_what_it_is(
    delivered, exchange, receive, inspect, announce, staff, shelf, pen_and_book
):
    row = inspect(receive(exchange()))
    handling.exchange(coming_back=row, at=LATER, by=staff)
    pen, _ = pen_and_book(delivered)
    with pytest.raises(WrongState, match="That many"):
        announce(delivered, lines={pen: 1})
    Parcel.objects.filter(kind=Kind.EXCHANGE).update(state="delivered", closed_at=LATER)
    again = announce(delivered, lines={pen: 1})
    assert again.lines.get().sku == "PEN-2"
    handling.refund(coming_back=inspect(receive(again)), at=LATER, by=staff)
    assert refund_of(again).amount == 3800


def test_what_never_left_is_not_received_but_cancelled(
    abroad, advance, withdraw, receive, staff
):
    advance(abroad, "mark-paid", "pack")
    row = withdraw(abroad)
    with pytest.raises(WrongState, match="Cancel the order"):
        receive(row)
    fulfilment.cancel(order=abroad, at=LATER, by=staff)
    row.refresh_from_db()
    assert (row.state, row.closed_at) == (ReturnState.CANCELLED, LATER)


def test_each_verb_fits_once(delivered, announce, receive, inspect, staff):
    row = receive(announce(delivered))
    with pytest.raises(WrongState, match="Somebody was first"):
        receive(row)
    inspect(row)
    with pytest.raises(WrongState, match="Somebody was first"):
        inspect(row)
    handling.refund(coming_back=row, at=LATER, by=staff)
    for verb in (handling.refund, handling.exchange):
        with pytest.raises(WrongState, match="refund agreed"):
            verb(coming_back=row, at=LATER, by=staff)
    assert Refund.objects.count() == 1
    assert delivered.events.filter(verb=Verb.RETURN_RECEIVED).count() == 1
