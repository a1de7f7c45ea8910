"""What staff see of payments at a provider, and how they say that they looked."""

from __future__ import annotations

import pytest
from django.urls import reverse

from orders.models import Payment
from orders.providers import doubting
from orders.providers.section import for_staff
from orders.sections import About
from orders.states import WrongState
from privacy.trail.entry import TrailEntry
from shop.today import work
from tests.orders.conftest import MONDAY
from tests.orders.providers import recorded

LIST = "/staff/orders/providernotice/"


@pytest.fixture
def doubted(opened_order, stripe, hear):
    hear(stripe.pays() | {"amount_total": 1}, MONDAY)
    return opened_order


def text_of(answer):
    return answer.content.decode()


def looked(order):
    return reverse("admin:orders_providernotice_looked", args=[order.pk])


def test_what_does_not_fit_stands_on_the_list_until_somebody_looked(
    desk, doubted, post, staff
):
    page = text_of(desk.get(LIST))
    for word in (doubted.number, "£57.00", "Open", "Does not fit: for staff"):
        assert word in page
    assert "Payments that do not fit" in text_of(desk.get("/staff/"))
    answer = post(looked(doubted), by=desk)
    assert (answer.status_code, answer["Location"]) == (303, LIST)
    assert Payment.objects.get().doubted_at is None
    entry = TrailEntry.objects.order_by("-position").first()
    assert (entry.what, entry.row_id) == ("payment_looked_at", doubted.pk)
    page = text_of(desk.get(LIST))
    assert f"{doubted.number} is off the list" in page
    assert "Every payment fits its order" in page


def test_of_two_who_looked_one_was_first(desk, doubted, post, staff):
    doubting.looked_at(order=doubted, at=MONDAY, by=staff)
    with pytest.raises(WrongState):
        doubting.looked_at(order=doubted, at=MONDAY, by=staff)
    post(looked(doubted), by=desk)
    assert "nothing is left to look at" in text_of(desk.get(LIST))


def test_only_who_settles_payments_sees_them(sign_in_with, doubted, post):
    clerk = sign_in_with("view_order", "cancel_order")
    assert clerk.get(LIST).status_code == 403
    assert post(looked(doubted), by=clerk).status_code == 403
    assert "Payments at" not in text_of(clerk.get("/staff/"))
    assert sign_in_with("view_order", "settle_payment").get(LIST).status_code == 200
    assert post(LIST + "x/", by=clerk).status_code in {403, 404}


def test_the_page_of_an_order_says_what_is_open_there(desk, doubted, opened_order):
    there = reverse("admin:orders_order_change", args=[doubted.pk])
    page = text_of(desk.get(there))
    assert "What the provider said does not fit" in page
    assert LIST in page
    assert f"Search for {doubted.number}" in page
    Payment.objects.update(doubted_at=None, asks_at=MONDAY)
    assert "A page is open there" in text_of(desk.get(there))


def test_money_that_came_too_late_is_told(desk, opened_order, stripe, hear, advance):
    advance(opened_order, "cancel")
    hear(stripe.pays(), MONDAY)
    there = reverse("admin:orders_order_change", args=[opened_order.pk])
    assert "although the order was cancelled" in text_of(desk.get(there))


def test_an_order_paid_otherwise_says_nothing_of_it(place, desk):
    order = place()
    about = About(order, (), at=MONDAY)
    assert for_staff(about) is None
    assert recorded.KEY not in text_of(desk.get(LIST))


def test_today_counts_what_does_not_fit(doubted, staff):
    jobs = {job.title: job for job in work.waiting(by=staff, at=MONDAY)}
    assert jobs["Payments that do not fit"].number == 1
    assert jobs["Payments that do not fit"].link == LIST
