"""The staff's pages of returns: what is due first, the next step, absent what errs."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from orders.returns import desk as acts
from orders.returns import handling
from orders.returns.coming_back import Return
from orders.returns.desk import InspectForm, RefuseForm
from orders.returns.words import ReturnState, Wanted, Why
from tests.orders.desk import PERSONAL, page_of, text_of
from tests.orders.returns.conftest import ALL_STEPS, LATER

LIST = "/staff/orders/return/"
RECEIVE, HANDLE = ("view_return", "receive_return"), ("view_return", "handle_return")


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: LATER)


@pytest.fixture
def third(place, advance):
    return advance(place(), *ALL_STEPS)


def its_page(row):
    return reverse("admin:orders_return_change", args=[row.pk])


def act_of(row, key):
    return reverse("admin:orders_return_act", args=[row.pk, key])


def test_what_is_due_first_comes_first_and_what_ended_last(
    desk, delivered, delivered_abroad, announce, withdraw, receive, staff, third
):
    waits = announce(delivered)
    due = withdraw(delivered_abroad)
    ended = receive(announce(third))
    handling.refuse(coming_back=ended, words="No.", at=LATER, by=staff)
    page = text_of(desk.get(LIST))
    numbers = [row.order.number for row in (due, waits, ended)]
    assert sorted(numbers, key=page.index) == numbers
    assert "10 Dec 2026" in page
    assert "when it is here" in page
    assert not any(each in page for each in PERSONAL)


def test_the_list_is_looked_through_by_its_filters_alone(desk, delivered, announce):
    announce(delivered)
    found = desk.get(f"{LIST}?state__exact=announced")
    assert delivered.number in text_of(found)
    assert (
        desk.get(f"{LIST}?person__id__exact={delivered.person_id}").status_code != 200
    )


def test_the_page_says_what_is_next_and_by_when(
    desk, delivered_abroad, withdraw, receive
):
    row = withdraw(delivered_abroad)
    page = text_of(desk.get(its_page(row)))
    assert "due by Thursday, 10 December 2026 . It may wait" in page
    assert "Mark as received" in page
    for other in ("Note what is taken back", "Agree to the refund", "nothing came"):
        assert other not in page
    receive(row)
    page = text_of(desk.get(its_page(row)))
    assert "Note what is taken back" in page
    assert "Mark as received" not in page
    assert not any(each in page for each in PERSONAL)


def test_that_nothing_came_is_said_once_the_day_is_over(
    desk, delivered, announce, post
):
    row = announce(delivered)
    Return.objects.filter(pk=row.pk).update(send_by=date(2026, 11, 25))
    assert "Close it: nothing came" in text_of(desk.get(its_page(row)))
    post(act_of(row, "never-came"))
    row.refresh_from_db()
    assert row.state == ReturnState.CALLED_OFF


def test_a_return_goes_its_way_button_by_button(desk, delivered, announce, post):
    row = announce(delivered, many=2)
    answer = post(act_of(row, "receive"))
    assert (answer.status_code, answer["Location"]) == (303, its_page(row))
    post(act_of(row, "inspect"), taken_2=2, shelved_2=1)
    post(act_of(row, "refund"))
    row.refresh_from_db()
    assert row.state == ReturnState.REFUNDED
    page = text_of(desk.get(its_page(row)))
    assert "will be refunded" in page
    assert "Agree to the refund" not in page
    assert "due by" not in page


def test_what_is_typed_wrong_is_said_and_kept(desk, delivered, announce, receive, post):
    row = receive(announce(delivered, many=2))
    page = post(act_of(row, "inspect"), taken_2=3, shelved_2=0, words="A tear")
    assert page.status_code == 422
    assert "Enter a number from 0 to 2" in text_of(page)
    assert "A tear" in page.content.decode()
    page = post(act_of(row, "inspect"), taken_2=1, shelved_2=0)
    assert page.status_code == 422
    assert "Say why not everything is taken back" in text_of(page)
    page = post(act_of(row, "refuse"), **{"refuse-words": ""})
    assert "Say why: the customer reads it" in text_of(page)
    assert Return.objects.get(pk=row.pk).state == ReturnState.RECEIVED


def test_a_refusal_is_shown_to_who_may_and_masked_to_others(
    desk, delivered, announce, receive, post
):
    row = receive(announce(delivered))
    post(act_of(row, "refuse"), **{"refuse-words": "It was written in."})
    page = text_of(desk.get(its_page(row)))
    assert "Not taken back because" in page
    assert "written in" not in page


def test_a_number_of_a_card_is_refused_in_the_words(delivered, announce, receive):
    row = receive(announce(delivered))
    for form in (InspectForm({"words": CARD}, row=row), RefuseForm(_refuse(CARD))):
        assert form.errors.as_data()["words"][0].code == "screened"


CARD = "4111 1111 1111 1111"


def _refuse(words):
    return {"refuse-words": words}


def test_broken_goods_are_not_offered_to_the_shelf(delivered, announce, receive):
    told = {Why.DIFFERENT: 1, Why.DAMAGED: 0}
    for why, shelved in told.items():
        row = announce(delivered, why=why)
        assert InspectForm(row=row).fields["shelved_2"].initial == shelved


def test_who_was_second_is_told_so(desk, delivered, announce, receive, inspect, post):
    row = receive(announce(delivered))
    inspect(row)
    for key, typed in (("receive", {}), ("inspect", {"taken_2": 1, "shelved_2": 1})):
        answer = post(act_of(row, key), **typed)
        assert answer.status_code == 303
        assert "Somebody was first" in text_of(desk.get(its_page(row)))


def test_what_never_left_shows_no_step_but_cancelling(desk, abroad, advance, withdraw):
    advance(abroad, "mark-paid", "pack")
    row = withdraw(abroad)
    page = text_of(desk.get(its_page(row)))
    assert "Don’t send it: cancel the order" in page
    assert "Mark as received" not in page
    assert "Don’t send it: cancel the order" in text_of(desk.get(page_of(abroad)))


def test_the_orders_page_leads_to_its_returns(desk, delivered, announce, sign_in_with):
    assert LIST not in _main(desk.get(page_of(delivered)))
    row = announce(delivered)
    assert its_page(row) in _main(desk.get(page_of(delivered)))
    clerk = sign_in_with("view_order")
    seen = _main(clerk.get(page_of(delivered)))
    assert "Return: 1 × Poems of the Firth" in seen
    assert its_page(row) not in seen


def _main(page):
    return page.content.decode().partition('id="content-main"')[2]


def test_each_verb_asks_for_its_right(sign_in_with, delivered, announce, receive, post):
    row = announce(delivered)
    client = sign_in_with("view_order")
    assert client.get(its_page(row)).status_code == 403
    client = sign_in_with(*RECEIVE)
    assert post(act_of(row, "receive"), by=client).status_code == 303
    for key in ("inspect", "exchange", "refund", "refuse", "never-came"):
        assert post(act_of(row, key), by=client).status_code == 403, key
    page = text_of(client.get(its_page(row)))
    assert "Note what is taken back" not in page
    client = sign_in_with(*HANDLE)
    typed = {"taken_2": 1, "shelved_2": 1}
    assert post(act_of(row, "inspect"), by=client, **typed).status_code == 303
    assert post(act_of(row, "refund"), by=client).status_code == 403
    client = sign_in_with(*HANDLE, "open_refund")
    assert post(act_of(row, "refund"), by=client).status_code == 303


def test_unknown_verbs_and_returns_are_not_there(desk, delivered, announce, post):
    row = announce(delivered)
    assert post(act_of(row, "burn")).status_code == 404
    row.pk = delivered.pk
    assert desk.get(its_page(row)).status_code == 404


def test_an_exchange_is_the_first_button_where_it_is_wanted(
    delivered, announce, receive, inspect, staff
):
    row = inspect(receive(announce(delivered)))
    Return.objects.filter(pk=row.pk).update(wants=Wanted.EXCHANGE)
    row.refresh_from_db()
    found = list(acts.allowed(row, by=staff, on=date(2026, 11, 26)))
    assert found == ["exchange", "refund", "refuse"]


def test_late_is_said_in_red(desk, delivered_abroad, withdraw, receive):
    row = receive(withdraw(delivered_abroad))
    Return.objects.filter(pk=row.pk).update(due_on=date(2026, 11, 25))
    assert 'class="note bad"' in desk.get(its_page(row)).content.decode()


def test_the_words_of_a_refusal_are_asked_for():
    assert "words" in RefuseForm(_refuse(" ")).errors
