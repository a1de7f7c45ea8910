"""What customers say: to withdraw in time, to send back with a reason, to keep."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from orders import goods
from orders.event import Verb
from orders.goods import Ware
from orders.order import Order
from orders.refunds.refund import Refund
from orders.returns import asking, periods
from orders.returns.coming_back import Return
from orders.returns.words import Kind, ReturnState, Wanted, Why
from orders.states import State, WrongState
from privacy.models import Letter
from tests.orders.conftest import MONDAY, PEN
from tests.orders.returns.conftest import LATER

LAST_DAY = datetime(2026, 12, 7, 22, 0, tzinfo=UTC)
TOO_LATE = datetime(2026, 12, 8, 0, 30, tzinfo=UTC)


def letters_of(order):
    found = Letter.objects.filter(person=order.person).order_by("queued_at", "pk")
    return [each.template.removeprefix("orders/") for each in found]


def test_before_packing_a_withdrawal_cancels_the_order(abroad, advance, withdraw):
    advance(abroad, "mark-paid")
    said = withdraw(abroad)
    abroad.refresh_from_db()
    assert (said.state, abroad.state) == (ReturnState.CANCELLED, State.CANCELLED)
    assert said.closed_at == LATER
    assert letters_of(abroad).count("withdrawn") == 1
    assert letters_of(abroad).count("cancelled") == 1


def test_an_unpaid_order_is_withdrawn_from_and_nothing_goes_back(abroad, withdraw):
    assert withdraw(abroad).state == ReturnState.CANCELLED
    assert not Refund.objects.exists()


def test_before_packing_a_part_can_t_be_withdrawn_from(abroad, withdraw, pen_and_book):
    with pytest.raises(WrongState, match="whole order"):
        withdraw(abroad, {pen_and_book(abroad)[0]: 1})
    assert Order.objects.get(pk=abroad.pk).state == State.PLACED


@pytest.mark.parametrize("steps", [3, 4])
def test_on_the_way_and_after_it_the_goods_come_back(abroad, advance, withdraw, steps):
    advance(abroad, *("mark-paid", "pack", "hand-over", "deliver")[:steps])
    said = withdraw(abroad)
    assert (said.kind, said.state) == (Kind.WITHDRAWAL, ReturnState.ANNOUNCED)
    assert (said.send_by, said.due_on) == (date(2026, 12, 10), date(2026, 12, 10))
    assert (said.rule, said.reason, said.wants) == ("return-EU", "", Wanted.REFUND)


def test_the_letter_is_written_at_once_with_content_date_and_time(
    delivered_abroad, withdraw, letter
):
    withdraw(delivered_abroad)
    said = letter("withdrawn")
    assert "on 26 November 2026, 09:00 GMT" in said.text
    number = delivered_abroad.number
    for told in (said.text, said.html):
        assert f"I, Maya Okafor, withdraw from the contract of order {number}" in told
        assert "1 × Shore fountain pen, Navy" in told
        assert "2 × Poems of the Firth" in told
        assert "10 December 2026" in told


def test_the_last_day_counts_to_its_end_and_the_next_is_too_late(
    delivered_abroad, withdraw
):
    with pytest.raises(WrongState, match="over"):
        withdraw(delivered_abroad, at=TOO_LATE)
    assert withdraw(delivered_abroad, at=LAST_DAY)


def test_a_statement_that_is_confirmed_twice_withdraws_once(
    delivered_abroad, withdraw, pen_and_book
):
    once, one_book = uuid4(), {pen_and_book(delivered_abroad)[1]: 1}
    first = withdraw(delivered_abroad, one_book, form_id=once)
    assert withdraw(delivered_abroad, one_book, form_id=once) == first
    assert delivered_abroad.events.filter(verb=Verb.WITHDRAWN).count() == 1
    assert letters_of(delivered_abroad).count("withdrawn") == 1


def test_nothing_is_withdrawn_from_twice(delivered_abroad, withdraw, pen_and_book):
    pen, book = pen_and_book(delivered_abroad)
    withdraw(delivered_abroad, {book: 1})
    with pytest.raises(WrongState, match="That many"):
        withdraw(delivered_abroad, {book: 2})
    withdraw(delivered_abroad, {book: 1, pen: 1})
    with pytest.raises(WrongState, match="already"):
        withdraw(delivered_abroad, {pen: 1})


@pytest.mark.parametrize("many", [0, -1, 3])
def test_an_odd_number_is_refused(delivered_abroad, withdraw, pen_and_book, many):
    with pytest.raises(WrongState):
        withdraw(delivered_abroad, {pen_and_book(delivered_abroad)[1]: many})


def test_an_order_that_forgot_its_buyer_has_no_terms(delivered, announce, withdraw):
    Order.objects.filter(pk=delivered.pk).update(
        link=None, link_index=None, delivery_address=None
    )
    delivered.refresh_from_db()
    assert periods.terms_of(delivered, at=LATER) is None
    assert not periods.has_right(delivered)
    with pytest.raises(WrongState, match="forgotten"):
        announce(delivered)
    with pytest.raises(WrongState, match="over"):
        withdraw(delivered)


def test_a_cancelled_order_is_not_withdrawn_from(abroad, advance, withdraw):
    advance(abroad, "cancel")
    with pytest.raises(WrongState, match="over"):
        withdraw(abroad)


def test_a_return_says_why_and_where_to(delivered, announce, letter):
    said = announce(delivered, many=2)
    assert (said.state, said.reason) == (ReturnState.ANNOUNCED, Why.DIFFERENT)
    # In the United Kingdom the days for the money count from when it is here.
    assert said.due_on is None
    told = letter("return_announced").text
    assert "2 × Poems of the Firth" in told
    assert "It looks different from what I expected" in told
    assert "14 Shore Row" in told
    assert "You pay for the way back" in told


def test_what_is_our_fault_costs_the_customer_no_way_back(delivered, announce, letter):
    announce(delivered, why=Why.DAMAGED)
    assert "costs you nothing" in letter("return_announced").text


def test_a_change_of_mind_has_days_and_a_fault_has_none(delivered, pen_and_book):
    _, book = pen_and_book(delivered)
    for why, refused in ((Why.CHANGED_MIND, True), (Why.FAULTY, False)):
        asked = asking.Asked(lines={book: 1}, reason=why)
        told = {"order": delivered, "asked": asked, "form_id": uuid4()}
        told["at"] = TOO_LATE
        if refused:
            with pytest.raises(WrongState, match="until 7 December 2026"):
                asking.announce(**told)
        else:
            assert asking.announce(**told).reason == why


def test_a_fault_can_be_said_until_the_order_forgets(delivered, pen_and_book):
    asked = asking.Asked(lines={pen_and_book(delivered)[1]: 1}, reason=Why.FAULTY)
    late = MONDAY + timedelta(days=700)
    with pytest.raises(WrongState, match="It could be sent back until 24 September"):
        asking.announce(order=delivered, asked=asked, form_id=uuid4(), at=late)


def test_only_what_arrived_comes_back(abroad, advance, announce):
    advance(abroad, "mark-paid", "pack", "hand-over")
    with pytest.raises(WrongState, match="already"):
        announce(abroad)


def test_a_form_that_is_sent_twice_announces_once(delivered, pen_and_book):
    asked = asking.Asked(lines={pen_and_book(delivered)[1]: 1}, reason=Why.WRONG)
    told = {"order": delivered, "asked": asked, "form_id": uuid4(), "at": LATER}
    assert asking.announce(**told) == asking.announce(**told)
    assert Return.objects.count() == 1


@pytest.fixture
def shelf(monkeypatch):
    """A shelf with the pen in two colours, one of them dearer, and no books."""
    wares = [
        Ware("PEN-1", PEN.title, "Navy", PEN.unit_price, PEN.tax_rate, 3),
        Ware("PEN-2", PEN.title, "Moss", PEN.unit_price, PEN.tax_rate, 3),
        Ware("PEN-3", PEN.title, "Gold", PEN.unit_price + 1, PEN.tax_rate, 3),
    ]
    found = {"PEN-1": wares}
    monkeypatch.setattr(goods, "alternatives", lambda sku: found.get(sku, []))


def test_an_exchange_is_for_something_of_the_same_price(
    delivered, announce, pen_and_book, shelf
):
    pen, _ = pen_and_book(delivered)
    more = {"wants": Wanted.EXCHANGE, "lines": {pen: 1}}
    for sku in ("PEN-3", "BOOK-1", ""):
        with pytest.raises(WrongState, match="same price"):
            announce(delivered, instead={pen: sku}, **more)
    said = announce(delivered, instead={pen: "PEN-2"}, **more)
    line = said.lines.get()
    assert (line.other_sku, line.other_variant) == ("PEN-2", "Moss")


def test_it_is_called_off_until_it_is_here(delivered, announce, receive, letter):
    said = announce(delivered, many=2)
    asking.call_off(coming_back=said, at=LATER)
    assert (said.state, said.closed_at) == (ReturnState.CALLED_OFF, LATER)
    assert "You called your return off" in letter("return_called_off").text
    again = receive(announce(delivered, many=2))
    with pytest.raises(WrongState, match="received, to be looked at"):
        asking.call_off(coming_back=again, at=LATER)


def test_staff_close_a_return_that_never_came(delivered, announce, staff, letter):
    said = announce(delivered)
    asking.call_off(coming_back=said, at=LATER, by=staff)
    assert "Nothing of your return has reached us" in letter("return_called_off").text
    assert delivered.events.get(verb=Verb.RETURN_CALLED_OFF).by == staff
