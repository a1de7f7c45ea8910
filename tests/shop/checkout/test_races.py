"""Two requests at the same moment: one order, one stock, one of two told."""

import threading

import pytest
from django.db import connections

from orders.models import Order
from shop.catalogue.models import Variant
from shop.checkout.models import Draft
from tests.shop.customer import Customer, order_form


@pytest.fixture
def client(client, pen, envelopes):
    client.add("pen")
    client.add("night-post", 2)
    return client


def stock_of(sku):
    return Variant.objects.get(sku=sku).stock


def at_once(*calls):
    """Make these calls in threads that start together; return their answers."""
    answers, start = [], threading.Barrier(len(calls))

    def call(wanted):
        start.wait()
        try:
            answers.append(wanted())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=call, args=(each,)) for each in calls]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_twice_at_once_is_one_order_and_takes_the_stock_once(client):
    client.fill()
    form = order_form(client.check())
    again = Customer()
    again.cookies = client.cookies.copy()
    answers = at_once(
        *(
            lambda each=each: each.post("/checkout/check/", form)
            for each in (client, again)
        )
    )
    assert [each.status_code for each in answers] == [303, 303]
    assert len({each["Location"] for each in answers}) == 1
    assert Order.objects.count() == 1
    assert stock_of("pen") == 9


@pytest.mark.django_db(transaction=True)
def test_of_two_who_want_the_last_one_one_gets_it_and_the_other_is_told(
    client, other_browser
):
    Variant.objects.filter(sku="pen").update(stock=1)
    other_browser.add("pen")
    calls = []
    for browser, email in (
        (client, "maya@example.net"),
        (other_browser, "n@example.net"),
    ):
        browser.fill(email=email)
        form = order_form(browser.check())
        calls.append(
            lambda each=browser, form=form: each.post("/checkout/check/", form)
        )
    paths = [answer["Location"] for answer in at_once(*calls)]
    assert len([path for path in paths if path.startswith("/orders/")]) == 1
    assert len([path for path in paths if path.startswith("/basket/")]) == 1
    assert Order.objects.count() == 1
    assert stock_of("pen") == 0
    assert Draft.objects.count() == 1
