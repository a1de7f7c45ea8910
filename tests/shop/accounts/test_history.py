"""The account page: all orders of the address, from before the account as well."""

from datetime import timedelta

import pytest
from django.utils import timezone

from orders.models import Order
from shop.accounts import history
from tests.shop.customer import text_of


def buy(client, **changed):
    client.add("pen")
    client.fill(**changed)
    client.order()
    return Order.objects.order_by("-placed_at", "-id").first()


@pytest.fixture
def maya(client, pen):
    """A guest who has ordered twice and then proven the address."""
    buy(client)
    person = buy(client, email="MAYA@example.net").person
    person.email_proven_at = timezone.now()
    person.save()
    return person


def test_orders_from_before_the_account_are_there(client, maya):
    client.force_login(maya)
    page = text_of(client.get("/accounts/"))
    for order in Order.objects.all():
        assert order.number in page
    assert page.count("Placed") >= 2


def test_anothers_orders_are_not_there(client, maya, alice):
    alice.email_proven_at = timezone.now()
    alice.save()
    client.force_login(alice)
    page = text_of(client.get("/accounts/"))
    assert "No orders yet." in page
    assert not any(order.number in page for order in Order.objects.all())


def test_an_address_that_was_never_proven_shows_nothing(client, maya):
    maya.email_proven_at = None
    maya.save()
    client.force_login(maya)
    page = text_of(client.get("/accounts/"))
    assert "once you have proven the address" in page
    assert not any(order.number in page for order in Order.objects.all())


def test_each_order_leads_to_its_page(client, maya):
    client.force_login(maya)
    entries = client.get("/accounts/").context["page"].entries
    assert [client.get(each.path).status_code for each in entries] == [200, 200]


def test_pages_go_on_from_an_order(client, maya, monkeypatch):
    monkeypatch.setattr(history, "PER_PAGE", 1)
    client.force_login(maya)
    newest = client.get("/accounts/").context["page"]
    assert newest.is_first
    older = client.get("/accounts/", {"before": newest.older}).context["page"]
    assert not older.is_first
    assert older.older == ""
    shown = [*newest.entries, *older.entries]
    assert {each.order.pk for each in shown} == set(
        Order.objects.values_list("pk", flat=True)
    )


def test_orders_of_one_moment_are_each_shown_once(client, maya, monkeypatch):
    Order.objects.update(placed_at=timezone.now() - timedelta(days=1))
    monkeypatch.setattr(history, "PER_PAGE", 1)
    first = history.page(person=maya, before="")
    second = history.page(person=maya, before=first.older)
    assert first.entries[0].order.pk != second.entries[0].order.pk


@pytest.mark.parametrize("before", ["\0", "x", "FW-ZZZZZZ", "'", "x" * 5000])
def test_an_odd_start_is_the_newest_page(client, maya, before):
    client.force_login(maya)
    assert client.get("/accounts/", {"before": before}).context["page"].is_first


def test_the_page_is_for_whoever_is_signed_in(client, db):
    answer = client.get("/accounts/")
    assert answer["Location"] == "/accounts/sign-in/?next=/accounts/"
    assert not answer.cookies


def test_the_number_of_queries_does_not_grow_with_the_orders(
    client, maya, django_assert_max_num_queries
):
    client.force_login(maya)
    with django_assert_max_num_queries(5):
        client.get("/accounts/")
