"""Returns in people's copies, in erasure, in the trail of names: what they say."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orders import sections
from orders.order import Order
from orders.returns import asking, handling, periods
from orders.returns.coming_back import Return
from orders.returns.erasing import open_returns
from orders.sections import About
from privacy.copies import wording
from privacy.erasure.owned import Scope
from tests.orders.returns.conftest import LATER


def test_an_open_return_stands_in_the_way_of_erasure(
    delivered, announce, receive, staff
):
    row = announce(delivered)
    for _ in ("announced", "received"):
        said = open_returns(delivered.person_id, None)
        assert said == [
            f"Something of order {delivered.number} is coming back to us. We need its "
            "name and address until that has ended."
        ]
        if row.state == "announced":
            receive(row)
    handling.refuse(coming_back=row, words="Worn.", at=LATER, by=staff)
    assert open_returns(delivered.person_id, None) == []


def test_only_what_was_chosen_stands_in_the_way(delivered, announce, place):
    announce(delivered)
    other = place()
    for order, found in ((delivered, 1), (other, 0)):
        scope = Scope(rows={"orders.Order": (order.pk,)})
        assert len(open_returns(order.person_id, scope)) == found


def test_a_return_reads_as_what_it_is(delivered, announce):
    row = announce(delivered)
    line = row.lines.get()
    title = f"Return from order {delivered.number}"
    assert [wording.title(each) for each in (row, line)] == [title, title]
    said = Return.PersonalData
    on = "from your return on 26 November 2026"
    assert wording.origin(row, "reason", said.reason) == f"you, {on}"
    assert wording.origin(row, "words", said.words) == f"us, {on}"
    lines = type(line).PersonalData
    assert wording.origin(line, "quantity", lines.quantity) == f"you, {on}"
    assert wording.origin(line, "accepted", lines.accepted) == f"us, {on}"
    assert wording.lines(row, "state", row.state) == ("On its way to us",)


def test_the_names_of_rows_say_nothing(delivered, announce):
    row = announce(delivered)
    assert str(row) == f"return {row.pk}"
    assert str(row.lines.get()).startswith("line ")


def test_the_words_go_two_years_after_the_end(delivered, announce, receive, staff):
    row = receive(announce(delivered))
    handling.refuse(coming_back=row, words="Worn.", at=LATER, by=staff)
    assert Return.PersonalData.words.retention.ends_on(row.closed_at).year == 2028


@pytest.fixture
def shown():
    """What the order's page shows of returns, by the events that are told."""

    def section(order):
        about = About(order, tuple(order.events.all()), at=LATER, secret="s")
        found = dict(sections.shown(about))
        return found.get("orders/parts/returns.html")

    return section


def test_an_order_that_forgot_its_buyer_offers_nothing(delivered, shown):
    assert shown(delivered)["withdraw"]
    Order.objects.filter(pk=delivered.pk).update(
        link=None, link_index=None, delivery_address=None
    )
    delivered.refresh_from_db()
    assert shown(delivered) is None


def test_where_no_law_gives_a_right_nothing_is_offered_before_delivery(
    order, shown, monkeypatch
):
    monkeypatch.setattr(periods, "country", lambda order: "US")
    assert shown(order) is None


def test_a_cancelled_order_offers_nothing(order, advance, shown):
    assert shown(advance(order, "cancel")) is None


def test_what_is_on_its_way_back_is_not_offered_again(
    delivered, announce, shown, pen_and_book
):
    pen, book = pen_and_book(delivered)
    announce(delivered, lines={book: 2})
    assert {"withdraw", "send_back"} <= shown(delivered).keys()
    row = announce(delivered, lines={pen: 1})
    assert not {"withdraw", "send_back"} & shown(delivered).keys()
    asking.call_off(coming_back=row, at=LATER + timedelta(hours=1))
    assert {"withdraw", "send_back"} <= shown(delivered).keys()
