"""The customer's pages: two steps to withdraw, one form to send back, one to keep."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.utils import timezone

from orders import goods
from orders.goods import Ware
from orders.returns.coming_back import Return
from orders.returns.words import ReturnState, Wanted, Why
from orders.states import State
from tests.orders.conftest import PEN
from tests.orders.desk import text_of
from tests.orders.returns.conftest import LATER

LATE = datetime(2027, 1, 7, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Let the pages be opened three days after delivery, or when it is said."""
    moment = {"now": LATER}
    monkeypatch.setattr(timezone, "now", lambda: moment["now"])
    return moment


@pytest.fixture
def shelf(monkeypatch):
    pens = [
        Ware("PEN-1", PEN.title, "Navy", PEN.unit_price, PEN.tax_rate, 3),
        Ware("PEN-2", PEN.title, "Moss", PEN.unit_price, PEN.tax_rate, 3),
    ]
    monkeypatch.setattr(goods, "alternatives", {"PEN-1": pens, "BOOK-1": []}.get)


def form_id(page):
    return re.search(r'name="form_id" value="([^"]+)"', page.content.decode())[1]


def test_the_button_is_there_for_whom_the_law_gives_a_right(
    client, abroad, link_of, place, advance
):
    page = text_of(client.get(link_of(abroad)))
    assert "Withdraw from the contract here" in page
    assert "until 14 days after all of it has arrived" in page
    advance(abroad, "mark-paid", "pack", "hand-over", "deliver")
    page = text_of(client.get(link_of(abroad)))
    assert "Withdraw from the contract here" in page
    assert "without giving a reason until 7 December 2026" in page


def test_a_fresh_order_asks_nothing_more_of_the_database(
    client, order, link_of, django_assert_max_num_queries
):
    there = link_of(order)
    with django_assert_max_num_queries(20) as asked:
        client.get(there)
    assert not [each for each in asked if "orders_return" in each["sql"]]


def test_no_button_where_no_law_gives_a_right_or_its_days_are_over(
    client, order, delivered_abroad, link_of, today, settings
):
    today["now"] = LATE
    page = text_of(client.get(link_of(delivered_abroad)))
    assert "Withdraw" not in page
    assert "Something is broken, or not what you ordered? Send something back" in page
    for name in ("withdraw", "return"):
        answer = client.get(f"{link_of(delivered_abroad)}{name}/")
        said = text_of(answer)
        assert answer.status_code == 200
        assert ("days to withdraw are over" in said) is (name == "withdraw")


def test_withdrawing_takes_a_statement_and_a_confirmation(
    client, post, delivered_abroad, link_of
):
    there = f"{link_of(delivered_abroad)}withdraw/"
    first = client.get(there)
    assert "Maya Okafor" in text_of(first)
    assert "m•••@example.net" in text_of(first)
    told = {"form_id": form_id(first), "many_1": 1, "many_2": 1}
    second = post(there, **told)
    said = text_of(second)
    assert "I, Maya Okafor, withdraw from the contract of order" in said
    assert "1 × Poems of the Firth" in said
    assert "Confirm the withdrawal" in said
    assert not Return.objects.exists()
    for _ in range(2):
        done = post(there, **told, confirm=1)
        assert (done.status_code, done["Location"]) == (303, link_of(delivered_abroad))
    row = Return.objects.get()
    assert [line.quantity for line in row.lines.all()] == [1, 1]
    page = text_of(client.get(link_of(delivered_abroad)))
    assert "We wait for it. Your money goes back by 10 December 2026" in page


def test_the_statement_can_be_changed_and_nothing_typed_is_lost(
    client, post, delivered_abroad, link_of
):
    there = f"{link_of(delivered_abroad)}withdraw/"
    told = {"form_id": uuid4(), "many_1": 0, "many_2": 1}
    page = post(there, **told, change=1)
    assert page.status_code == 200
    html = page.content.decode()
    assert 'name="many_2" value="1"' in html
    assert str(told["form_id"]) in html


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"many_1": "", "many_2": ""}, "Enter how many, 1 or more"),
        ({"many_1": "2", "many_2": "1"}, "Enter a number from 0 to 1"),
        ({"many_1": "one", "many_2": "1"}, "Enter a number from 0 to 1"),
        ({"many_1": "-1", "many_2": "1"}, "Enter a number from 0 to 1"),
    ],
)
def test_an_odd_number_is_said_beside_its_field(
    post, delivered_abroad, link_of, typed, said
):
    there = f"{link_of(delivered_abroad)}withdraw/"
    page = post(there, form_id=uuid4(), **typed, confirm=1)
    assert page.status_code == 422
    assert f"Error: {said}" in text_of(page)
    assert not Return.objects.exists()


def test_a_form_without_its_number_withdraws_nothing(post, delivered_abroad, link_of):
    page = post(f"{link_of(delivered_abroad)}withdraw/", many_1=1, confirm=1)
    assert page.status_code == 422
    assert "Open the page again" in text_of(page)


def test_before_packing_the_statement_is_about_all_of_it(client, post, abroad, link_of):
    there = f"{link_of(abroad)}withdraw/"
    page = client.get(there)
    assert "You withdraw from all of it" in text_of(page)
    told = {"form_id": form_id(page), "many_1": 1}
    assert "the order is cancelled at once" in text_of(post(there, **told, many_2=2))
    refused = post(there, **told, many_2=1, confirm=1)
    assert "here you withdraw from the whole order" in text_of(refused)
    assert post(there, **told, many_2=2, confirm=1).status_code == 303
    abroad.refresh_from_db()
    assert abroad.state == State.CANCELLED
    page = text_of(client.get(link_of(abroad)))
    assert "Nothing had left us, so the order is cancelled" in page


def test_what_is_withdrawn_already_is_not_offered_again(
    client, post, delivered_abroad, withdraw, link_of
):
    withdraw(delivered_abroad)
    there = f"{link_of(delivered_abroad)}withdraw/"
    assert "withdrawn or on its way back already" in text_of(client.get(there))
    assert post(there, form_id=uuid4(), many_1=1).status_code == 409


def test_something_is_sent_back_with_a_reason(client, post, delivered, link_of, shelf):
    there = f"{link_of(delivered)}return/"
    page = client.get(there)
    told = {"form_id": form_id(page), "many_2": 1, "reason": Why.FAULTY}
    missing = post(there, **told)
    assert missing.status_code == 422
    assert "Choose your money or another one" in text_of(missing)
    assert 'value="faulty"' in missing.content.decode()
    for _ in range(2):
        done = post(there, **told, wants=Wanted.REFUND)
        assert done.status_code == 303
    row = Return.objects.get()
    assert (row.reason, row.lines.get().quantity) == (Why.FAULTY, 1)
    page = text_of(client.get(link_of(delivered)))
    assert "1 × Poems of the Firth" in page
    assert "Send it by 10 December 2026 to" in page


def test_an_exchange_says_for_what(client, post, delivered, link_of, shelf):
    there = f"{link_of(delivered)}return/"
    told = {"form_id": uuid4(), "reason": Why.DIFFERENT, "wants": Wanted.EXCHANGE}
    assert "Shore fountain pen, Moss" in text_of(client.get(there))
    missing = post(there, **told, many_1=1)
    assert "Choose what we send instead of Shore fountain pen" in text_of(missing)
    none = post(there, **told, many_2=1)
    assert "nothing to exchange Poems of the Firth for" in text_of(none)
    other = post(there, **told, many_1=1, instead_1="PEN-7")
    assert "Choose one of the list" in text_of(other)
    assert post(there, **told, many_1=1, instead_1="PEN-2").status_code == 303
    assert Return.objects.get().lines.get().other_sku == "PEN-2"
    page = text_of(client.get(link_of(delivered)))
    assert "in exchange for Shore fountain pen, Moss" in page


def test_what_is_gone_meanwhile_is_said_on_the_form(
    post, delivered, link_of, shelf, monkeypatch
):
    monkeypatch.setattr("orders.returns.asking._ware", _gone)
    told = {"reason": Why.DIFFERENT, "wants": Wanted.EXCHANGE, "instead_1": "PEN-2"}
    page = post(f"{link_of(delivered)}return/", form_id=uuid4(), many_1=1, **told)
    assert page.status_code == 422
    assert "not to be had for the same price" in text_of(page)


def _gone(line, sku):
    from orders.returns.asking import NOT_THE_SAME_PRICE
    from orders.states import WrongState

    raise WrongState(NOT_THE_SAME_PRICE)


def test_after_the_days_only_faults_of_ours_are_reasons(
    client, delivered, link_of, today
):
    today["now"] = LATE
    page = client.get(f"{link_of(delivered)}return/").content.decode()
    assert 'value="faulty"' in page
    assert 'value="changed_mind"' not in page


def test_when_the_order_is_about_to_forget_nothing_is_sent_back(
    client, delivered, link_of, today
):
    today["now"] = datetime(2028, 10, 1, tzinfo=UTC)
    page = client.get(f"{link_of(delivered)}return/")
    assert "It could be sent back until 24 September 2028" in text_of(page)
    assert "Send something back" not in text_of(client.get(link_of(delivered)))


def test_nothing_that_has_not_arrived_is_sent_back(client, order, link_of):
    page = text_of(client.get(f"{link_of(order)}return/"))
    assert "Nothing has arrived that you could send back" in page


def test_it_is_called_off_on_the_orders_page(
    client, post, delivered, announce, receive, link_of
):
    row = announce(delivered)
    there = f"{link_of(delivered)}returns/{row.pk}/keep/"
    assert there in client.get(link_of(delivered)).content.decode()
    for _ in range(2):
        assert post(there).status_code == 303
    row.refresh_from_db()
    assert row.state == ReturnState.CALLED_OFF
    assert "It is called off" in text_of(client.get(link_of(delivered)))


def test_what_is_here_already_is_not_called_off(
    client, post, delivered, announce, receive, link_of
):
    row = receive(announce(delivered))
    post(f"{link_of(delivered)}returns/{row.pk}/keep/")
    row.refresh_from_db()
    assert row.state == ReturnState.RECEIVED


def test_nobody_calls_off_the_return_of_another_order(
    post, delivered, announce, place, link_of
):
    row = announce(delivered)
    assert post(f"{link_of(place())}returns/{row.pk}/keep/").status_code == 404
    assert client_is_kept_out(post, link_of(delivered))


def client_is_kept_out(post, link):
    return post(f"{link}returns/{uuid4()}/keep/").status_code == 404


def test_the_staffs_words_are_on_the_customers_page(
    client, delivered, announce, receive, inspect, link_of
):
    inspect(receive(announce(delivered, many=2)), 1, 1, words="One is torn.")
    page = text_of(client.get(link_of(delivered)))
    assert "we take back 1" in page
    assert "Why not all of it: One is torn." in page


def test_pages_about_a_return_stay_out_of_caches(client, delivered_abroad, link_of):
    for name in ("withdraw", "return"):
        answer = client.get(f"{link_of(delivered_abroad)}{name}/")
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
