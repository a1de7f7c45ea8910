"""Customers send the order elsewhere before packing, at the same price and tax."""

from __future__ import annotations

import pytest

from orders import fulfilment
from orders.addresses import Address
from orders.changes import redirecting
from orders.changes.redirecting import CostsOtherwise
from orders.models import Event, Order
from orders.parcels import making_good, moving
from orders.states import WrongState
from privacy import purposes
from privacy.models import Disclosure, Letter
from privacy.purposes import Purpose
from tests.orders.conftest import HOME, MONDAY
from tests.orders.desk import text_of

TYPED = {
    "fields_for": "GB",
    "country": "GB",
    "line1": "3 Pier Place",
    "line2": "",
    "city": "Stromness",
    "postcode": "KW16 3AA",
}
THERE = Address("GB", "3 Pier Place", "", "Stromness", "", "KW16 3AA")


@pytest.fixture
def there(link_of):
    return lambda order: f"{link_of(order)}address/"


def address_of(order):
    with purposes.using(Purpose.DELIVERY):
        return Order.objects.get(pk=order.pk).delivery_address


def letters():
    return list(Letter.objects.values_list("template", flat=True))


def test_the_order_goes_to_the_new_address_and_the_old_one_is_gone(
    order, client, post, there, link_of
):
    assert there(order) in client.get(link_of(order)).content.decode()
    assert "7 Hawthorn Bank" in client.get(there(order)).content.decode()
    before = bytes(Order.objects.get().__dict__["delivery_address"])
    answer = post(there(order), **TYPED)
    assert (answer.status_code, answer["Location"]) == (303, link_of(order))
    assert address_of(order) == THERE
    assert bytes(Order.objects.get().__dict__["delivery_address"]) != before
    event = Event.objects.get(verb="address_changed")
    assert (event.by, event.part) == (None, None)
    shown = text_of(client.get(link_of(order)))
    assert "Delivery address changed" in shown
    assert "Hawthorn" not in shown


def test_the_customer_hears_of_it_with_the_new_address(order, post, there):
    post(there(order), **TYPED)
    letter = Letter.objects.get(template="orders/address_changed")
    with purposes.using(Purpose(letter.purpose)):
        said = letter.content
    assert "3 Pier Place" in said.text
    assert "Hawthorn" not in said.text + said.html
    assert "Was it not you?" in said.html


def test_the_same_address_again_changes_nothing(order, at):
    assert not redirecting.redirect(order=order, address=HOME, at=MONDAY)
    assert not Event.objects.filter(verb="address_changed").exists()


def test_it_may_happen_more_than_once(order):
    for address in (THERE, HOME):
        assert redirecting.redirect(order=order, address=address, at=MONDAY)
    assert Event.objects.filter(verb="address_changed").count() == 2
    assert letters().count("orders/address_changed") == 2


def test_what_is_missing_is_said_and_nothing_typed_is_lost(order, post, there):
    page = post(there(order), **TYPED | {"city": ""})
    assert page.status_code == 422
    assert "Enter a town or city" in text_of(page)
    assert "There is a problem" in text_of(page)
    long = post(there(order), **TYPED | {"city": "x" * 81})
    assert "Town or city must be 80 characters or fewer" in text_of(long)
    assert 'value="3 Pier Place"' in page.content.decode()
    assert address_of(order) == HOME


def test_an_odd_postcode_is_asked_about_once(order, post, there):
    odd = TYPED | {"postcode": "12345"}
    page = post(there(order), **odd)
    assert "Check this one, or carry on if it is right." in text_of(page)
    mark = 'name="doubted" value="GB  12345"'
    assert mark in page.content.decode()
    assert post(there(order), **odd, doubted="GB  12345").status_code == 303


def test_another_country_brings_its_own_fields_first(order, post, there):
    page = post(there(order), **TYPED | {"country": "US"})
    assert page.status_code == 200
    assert "ZIP code" in text_of(page)
    assert 'value="3 Pier Place"' in page.content.decode()
    assert "There is a problem" not in text_of(page)


def test_another_country_with_another_price_is_refused_with_what_to_do(
    carrier_order, post, there
):
    abroad = {"fields_for": "IE", "country": "IE", "line1": "1 Quay", "city": "Cork"}
    page = post(there(carrier_order), **abroad)
    assert page.status_code == 422
    assert "Cancel this order and place it again with that address" in text_of(page)
    assert address_of(carrier_order) == HOME


def test_a_country_that_is_not_offered_is_refused(order, post, there):
    page = post(there(order), **TYPED | {"country": "XX"})
    assert "Choose a country from the list" in text_of(page)
    assert "Choose a country" in text_of(post(there(order), **TYPED | {"country": ""}))


def test_another_country_at_the_same_price_needs_the_same_tax(
    carrier_order, monkeypatch, settings
):
    # To the Isle of Man as dear as at home, and with the tax of home.
    settings.SHOP_DELIVERY = {
        "carrier": {
            "name": "",
            "countries": (),
            "price": {"GB": 340, "": 340},
            "free_from": None,
            "days": (2, 3),
        }
    }
    abroad = Address("FR", "1 Rue du Port", "", "Brest", "", "29200")
    assert redirecting.redirect(order=carrier_order, address=abroad, at=MONDAY)
    settings.SHOP_TAX_REGISTERED = ["DE"]
    other = Address("DE", "Hafen 1", "", "Kiel", "", "24103")
    with pytest.raises(CostsOtherwise, match="in Germany"):
        redirecting.redirect(order=carrier_order, address=other, at=MONDAY)
    monkeypatch.setattr(redirecting.taxes, "rates", lambda *args, **told: None)
    assert redirecting.redirect(order=carrier_order, address=other, at=MONDAY)


def test_the_agreement_to_the_carrier_stands_for_the_new_address(
    carrier_order, advance, post, there
):
    agreed = carrier_order.consent
    post(there(carrier_order), **TYPED)
    advance(carrier_order, "mark-paid", "pack", "hand-over")
    assert Disclosure.objects.get().consent == agreed


@pytest.mark.parametrize(
    ("steps", "instead"),
    [
        (["mark-paid", "pack"], "We have packed the order"),
        (["mark-paid", "pack", "hand-over"], "The order has left us"),
        (["cancel"], "The order is cancelled."),
    ],
)
def test_afterwards_it_is_refused_with_what_to_do_instead(
    order, advance, client, post, there, link_of, steps, instead
):
    advance(order, *steps)
    assert there(order) not in client.get(link_of(order)).content.decode()
    assert instead in text_of(client.get(there(order)))
    late = post(there(order), **TYPED)
    assert (late.status_code, instead in text_of(late)) == (409, True)
    assert address_of(order) == HOME


def test_whoever_is_overtaken_by_the_packing_is_told_so(
    order, advance, post, there, monkeypatch
):
    advance(order, "mark-paid", "pack")
    real, asked = redirecting.is_open, iter([True])
    monkeypatch.setattr(redirecting, "is_open", lambda o: next(asked, real(o)))
    late = post(there(order), **TYPED)
    assert (late.status_code, "We have packed" in text_of(late)) == (409, True)


def test_what_is_collected_goes_to_no_address(place, client, post, there, link_of):
    order = place(delivery="pickup")
    assert there(order) not in client.get(link_of(order)).content.decode()
    assert "it goes to no address" in text_of(client.get(there(order)))
    with pytest.raises(WrongState):
        redirecting.redirect(order=order, address=THERE, at=MONDAY)


def test_a_parcel_that_came_back_can_go_elsewhere_until_it_is_made_good(
    order, advance, staff, client, there, link_of
):
    advance(order, "mark-paid", "pack", "hand-over")
    parcel = order.parcels.get()
    moving.come_back(parcel=parcel, at=MONDAY, by=staff)
    assert there(order) in client.get(link_of(order)).content.decode()
    order.refresh_from_db()
    assert redirecting.redirect(order=order, address=THERE, at=MONDAY)
    making_good.refund(parcel=parcel, at=MONDAY, by=staff)
    assert not redirecting.is_open(order)
    assert 'id="change-h"' not in client.get(link_of(order)).content.decode()
    assert "it comes back to us" in text_of(client.get(there(order)))
    assert fulfilment.allowed(order) == {}
