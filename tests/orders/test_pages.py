"""The customer's pages: the order behind its secret link, and the test payment."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from orders import payments, views
from orders.models import Event, Order, Payment
from privacy.encryption import keys
from privacy.models import Letter
from tests.orders.conftest import MONDAY


def text_of(response):
    page = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.fixture
def page(client, link_of):
    def shown(order):
        response = client.get(link_of(order))
        assert response.status_code == 200
        return text_of(response)

    return shown


@pytest.fixture
def pay_path(link_of):
    return lambda order: f"{link_of(order)}pay/"


def test_the_page_thanks_and_says_how_to_pay(order, page, code_of):
    shown = page(order)
    assert f"Thank you. Order {order.number} is placed" in shown
    assert (
        "We write to m•••@example.net about it, each time something happens." in shown
    )
    for fact in (
        "£57.00",
        "Foldwell Ltd",
        "GB33 BUKB 2020 1555 5555 55",
        code_of(order),
    ):
        assert fact in shown


def test_the_page_shows_items_totals_and_address(order, page):
    shown = page(order)
    assert "Shore fountain pen , Navy 1 £38.00 £38.00" in shown
    assert "Poems of the Firth 2 £9.50 £19.00" in shown
    assert "VAT 20% included £6.33 Total £57.00" in shown
    assert "Maya Okafor 7 Hawthorn Bank Edinburgh EH6 6QZ" in shown


def test_the_page_says_what_is_held_and_until_when(order, page, advance):
    shown = page(order)
    assert "Your delivery address To bring the parcel to you" in shown
    rule = "two years after the order is delivered or cancelled"
    assert f"We erase all of these {rule} ." in shown
    assert "Date, items and total stay until 23 November 2032 , because" in shown
    assert "We erase all of these on 23 November 2028 ." in page(
        advance(order, "cancel")
    )


def test_the_page_of_a_collected_order_holds_no_address(place, page):
    assert "Your delivery address" not in page(place(delivery="pickup"))


def test_the_title_says_where_the_order_stands(order, client, link_of):
    title = re.search(
        r"<title>(.*?)</title>", client.get(link_of(order)).content.decode()
    )
    assert title[1] == f"Order {order.number} is placed – Foldwell"


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([], "When your payment is here, we write to you and send your order."),
        (["mark-paid"], "We pack it. It arrives between 24 and 25 November 2026."),
        (["mark-paid", "pack"], "It leaves us next. It arrives between 24 and 25"),
        (["mark-paid", "pack", "hand-over"], "It arrives between 24 and 25 November"),
        (
            ["mark-paid", "pack", "hand-over", "deliver"],
            "If something is missing or broken, write to us.",
        ),
        (["cancel"], "Nothing will be sent."),
        (
            ["mark-paid", "cancel"],
            "Nothing will be sent. We send back to you what you paid.",
        ),
    ],
)
def test_the_page_says_what_happens_next(order, page, advance, steps, sentence):
    assert sentence in page(advance(order, *steps))


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([], "When your payment is here, we write to you and make it ready."),
        (["mark-paid"], "We make it ready and write to you when you can collect it."),
        (["mark-paid", "pack"], "is ready to collect"),
        (["mark-paid", "pack", "deliver"], "is collected"),
    ],
)
def test_a_collected_order_has_its_own_words(place, page, advance, steps, sentence):
    shown = page(advance(place(delivery="pickup"), *steps))
    assert sentence in shown
    assert "At Foldwell, 14 Shore Row, Leith" in shown
    assert "Handed over" not in shown


def test_the_timeline_tells_what_was_what_is_next_and_what_comes(
    order, page, advance, client, link_of
):
    advance(order, "mark-paid")
    assert "Payment received 23 November 2026, 09:00" in page(order)
    assert "Packed Next Handed over Delivered" in page(order)
    body = client.get(link_of(order)).content.decode()
    assert body.count('aria-current="step"') == 1


def test_a_closed_order_has_nothing_to_come(order, page, advance):
    assert "Cancelled 23 November 2026, 09:00 " in page(advance(order, "cancel"))
    assert "Packed" not in page(order)


def test_the_page_is_kept_out_of_caches_and_search_engines(order, client, link_of):
    response = client.get(link_of(order))
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert b'<meta name="robots" content="noindex, nofollow">' in response.content


def test_the_page_sets_no_cookie(order, client, link_of):
    assert not client.get(link_of(order)).cookies


@pytest.mark.parametrize("secret", ["a" * 26, "x", "a" * 500, "☃"])
def test_a_wrong_secret_finds_nothing(order, client, secret, django_assert_num_queries):
    path = reverse("orders:order", args=[secret])
    with django_assert_num_queries(1):
        found = Order.objects.filter(link=secret).first()
    assert found is None
    assert client.get(path).status_code == 404
    assert client.get(f"{path}pay/").status_code == 404


def test_a_number_is_no_secret(order, client):
    assert client.get(f"/orders/{order.number}/").status_code == 404


def test_the_page_is_only_read(order, link_of, post):
    assert post(link_of(order)).status_code == 405


def test_the_page_takes_few_queries(
    order, client, link_of, django_assert_max_num_queries
):
    path = link_of(order)
    keys.forget_held()
    with django_assert_max_num_queries(5):
        client.get(path)


def test_an_order_whose_key_was_destroyed_reads_erased(order, client, link_of):
    path = link_of(order)
    keys.destroy(order.person_id, at=MONDAY)
    shown = text_of(client.get(path))
    assert "We write to erased about it" in shown
    assert "Our own van erased" in shown
    assert "Reference" not in shown
    assert "Total £57.00" in shown


def test_an_order_whose_values_were_cleared_is_gone_from_its_link(
    order, client, link_of
):
    path = link_of(order)
    Order.objects.update(contact_name=None, contact_email=None, link=None)
    assert client.get(path).status_code == 404


def test_a_test_payment_is_made_on_our_own_page(place, page, client, pay_path):
    order = place(payment="test")
    assert "It is not paid yet Pay £57.00" in page(order)
    shown = text_of(client.get(pay_path(order)))
    assert "Approve the payment" in shown
    assert "Nothing is charged, and it asks for no card." in shown


def test_approving_pays_once_however_often_it_is_sent(place, pay_path, link_of, post):
    order = place(payment="test")
    for _ in range(3):
        response = post(pay_path(order), answer="approve")
        assert (response.status_code, response["Location"]) == (303, link_of(order))
    order.refresh_from_db()
    assert (order.state, order.payment.state) == ("paid", "paid")
    assert Event.objects.filter(verb="paid").count() == 1
    assert Letter.objects.filter(template="orders/paid").count() == 1


def test_declining_keeps_the_order_and_lets_the_customer_try_again(
    place, page, client, pay_path, post
):
    order = place(payment="test")
    response = post(pay_path(order), answer="decline")
    assert response["Location"] == pay_path(order)
    shown = text_of(client.get(pay_path(order)))
    assert shown.startswith("Error: Pay for order")
    assert "The bank said no You have not been charged." in shown
    assert "The bank said no." in page(order)
    assert "Payment declined" in page(order)
    post(pay_path(order), answer="decline")
    post(pay_path(order), answer="approve")
    order.refresh_from_db()
    assert order.state == "paid"


def test_an_answer_that_is_none_changes_nothing(place, pay_path, post):
    order = place(payment="test")
    for fields in ({}, {"answer": "maybe"}):
        assert post(pay_path(order), **fields)["Location"] == pay_path(order)
    assert Payment.objects.get().state == "open"


def test_a_payment_that_was_settled_meanwhile_stays(
    place, pay_path, link_of, monkeypatch, post
):
    order = place(payment="test")
    monkeypatch.setattr("orders.pretending.pay_page", lambda order: "orders:pay")
    post(pay_path(order), answer="approve")
    for answer in ("approve", "decline"):
        response = post(pay_path(order), answer=answer)
        assert response["Location"] == link_of(order)
    assert Payment.objects.get().state == "paid"


def test_a_payment_needs_the_token_of_its_page(place, pay_path, post):
    order = place(payment="test")
    strict = Client(enforce_csrf_checks=True)
    assert post(pay_path(order), by=strict, answer="approve").status_code == 403
    assert Payment.objects.get().state == "open"


def test_a_transfer_is_not_paid_on_our_page(order, client, pay_path, link_of, post):
    for send in (client.get, post):
        assert send(pay_path(order))["Location"] == link_of(order)
    assert Payment.objects.get().state == "open"


def test_the_test_provider_exists_in_the_demo_alone(
    place, pay_path, settings, link_of, post
):
    order = place(payment="test")
    assert [way.key for way in payments.methods()] == ["transfer", "test"]
    settings.DEMO = False
    assert [way.key for way in payments.methods()] == ["transfer"]
    assert post(pay_path(order), answer="approve")["Location"] == link_of(order)
    assert Payment.objects.get().state == "open"


def test_a_payment_of_a_provider_that_is_gone_can_still_be_matched(
    place, advance, settings
):
    order = place(payment="test")
    settings.DEMO = False
    advance(order, "mark-paid")
    assert order.payment.is_paid


def test_the_page_stands_without_the_shop_around_it(order, rf, link_of):
    response = views.order(rf.get("/"), link_of(order).split("/")[2])
    assert f"Order {order.number} is placed" in text_of(response)
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]
