"""Orders remember the version; copies show the notice; erasing and dates take it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orders.models import Order
from privacy import purposes, retention
from privacy.copies import gathering
from privacy.erasure import plans, running
from privacy.letters.models import Letter
from privacy.purposes import Purpose
from shop.policy import telling
from shop.policy.notice import PolicyNotice
from shop.policy.version import PolicyVersion
from tests.shop.customer import Customer, made


@pytest.fixture
def order(db):
    """An order that was placed a moment ago, through the pages."""
    made("Shore fountain pen", "pen", 3800, stock=10)
    buyer = Customer()
    buyer.add("pen")
    buyer.fill()
    buyer.order()
    return Order.objects.get()


def test_an_order_remembers_the_version_under_which_it_was_placed(order):
    assert order.policy_version == 1
    with purposes.using(Purpose.OWN_REQUEST):
        path = order.path_for_customer()
    page = Customer().get(path).content.decode()
    assert '<a href="/privacy/versions/1/">version 1 of our privacy policy</a>' in page


def test_erasing_somebody_takes_notice_and_letter(published, alice, bob, at):
    bob.set_password("a long enough secret")
    bob.save()
    version = published()
    telling.tell(at=at)
    run = running.begin(alice.pk, plans.made(alice.pk, at=at), at=at)
    running.carry_out(run, at=at)
    assert [each.person for each in version.notices.all()] == [bob]
    assert [each.person for each in Letter.objects.all()] == [bob]
    assert PolicyVersion.objects.count() == 2


def test_somebody_erased_before_their_letter_gets_none(published, alice, at):
    published()
    run = running.begin(alice.pk, plans.made(alice.pk, at=at), at=at)
    running.carry_out(run, at=at)
    assert telling.tell(at=at) == 0
    assert not Letter.objects.exists()


def test_a_notice_goes_after_two_years_and_the_version_stays(published, alice, at):
    published()
    telling.tell(at=at)
    retention.sweep(at=at + timedelta(days=729))
    assert PolicyNotice.objects.count() == 1
    retention.sweep(at=at + timedelta(days=732))
    assert PolicyNotice.objects.count() == 0
    assert PolicyVersion.objects.count() == 2


def test_the_copy_of_ones_data_says_when_one_was_told(published, alice, at):
    published()
    telling.tell(at=at)
    groups = {each.about: each for each in gathering.held(alice, at)}
    [row] = groups["Notices of a new privacy policy"].rows
    told = {value.what: value.lines for value in row.values}
    assert "22 November 2026" in told["When we wrote to you"][0]
