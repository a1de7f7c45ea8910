"""What the customer sees of parcels, and of the carrier's page for one."""

from __future__ import annotations

import pytest

from orders.models import Parcel
from orders.parcels import erasing, tracking
from orders.parcels.tracking import NotANumber
from privacy.copies import wording
from privacy.erasure import blocking
from tests.orders.desk import text_of

NUMBER = "RA123456785GB"


@pytest.fixture
def page(client, link_of):
    return lambda order: client.get(link_of(order))


def test_one_parcel_without_a_number_takes_no_room(paid, advance, page):
    for steps in ([], ["pack"], ["hand-over"], ["deliver"]):
        advance(paid, *steps)
        assert 'id="parcels-h"' not in page(paid).content.decode()


def test_several_parcels_are_told_apart_with_what_is_in_each(paid, pack, move, page):
    first = pack(paid, 1, 1)
    shown = text_of(page(paid))
    assert "Parcel 1: packed 1 × Shore fountain pen, Navy 1 × Poems" in shown
    assert "The rest is still to be packed." in shown
    assert "Packed (the rest) Next Handed over (the rest)" in shown
    move(first, "hand-over", "deliver")
    pack(paid)
    shown = text_of(page(paid))
    assert "Parcel 1: delivered" in shown
    assert "Parcel 2: packed 1 × Poems of the Firth" in shown
    assert "Packed (parcel 2)" in shown
    assert "The rest" not in shown


def test_what_is_collected_in_parts_says_so(place, advance, pack, page):
    order = advance(place(delivery="pickup"), "mark-paid")
    pack(order, 1, 0)
    assert "Parcel 1: ready to collect" in text_of(page(order))


def test_the_carriers_page_is_a_link_that_says_it_leaves_and_tells_it_nothing(
    carrier_order, advance, move, page
):
    advance(carrier_order, "mark-paid", "pack")
    move(carrier_order.parcels.get(), "hand-over", tracking=NUMBER)
    body = page(carrier_order).content.decode()
    there = f'href="https://northbound.example.net/follow/{NUMBER}"'
    assert f'{there} rel="noreferrer noopener external"' in body
    assert 'referrerpolicy="no-referrer"' in body
    shown = text_of(page(carrier_order))
    assert "Follow it on the page of Northbound Parcels (leaves this site)" in shown
    assert f"Tracking number: {NUMBER}" in shown


def test_without_a_page_of_the_carrier_the_number_stands_alone(
    carrier_order, advance, move, page, settings
):
    known = settings.RECIPIENTS["carrier"]
    settings.RECIPIENTS = {"carrier": known | {"tracking_url": ""}}
    advance(carrier_order, "mark-paid", "pack")
    move(carrier_order.parcels.get(), "hand-over", tracking=NUMBER)
    shown = text_of(page(carrier_order))
    assert NUMBER in shown
    assert "leaves this site" not in shown


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", ""), (" ra 123 gb ", "RA123GB"), ("AB-1/2.3", "AB-1/2.3")],
)
def test_a_tracking_number_is_kept_in_capitals_without_spaces(typed, kept):
    assert tracking.read(typed) == kept


@pytest.mark.parametrize("typed", ["a;b", "<b>", "é", "9" * 41])
def test_what_is_no_tracking_number_is_refused_in_words(typed):
    with pytest.raises(NotANumber, match="letters and digits"):
        tracking.read(typed)


def test_a_number_can_not_change_where_the_link_leads():
    assert tracking.page("A/../B?c#d").endswith("/follow/A%2F..%2FB%3Fc%23d")
    assert tracking.page("") == ""


@pytest.mark.parametrize(
    ("url", "problems"),
    [
        ("https://track.example.net/{number}", 0),
        ("", 0),
        ("http://track.example.net/{number}", 1),
        ("https://track.example.net/", 1),
    ],
)
def test_the_program_says_when_the_carriers_page_is_none(settings, url, problems):
    settings.RECIPIENTS = {"carrier": {"tracking_url": url}}
    assert len(tracking.leads_to_a_page()) == problems


def test_a_parcel_says_where_its_values_are_from(paid, advance):
    advance(paid, "pack")
    parcel = Parcel.objects.get()
    assert wording.title(parcel) == f"Order {paid.number}, parcel 1"
    assert wording.title(parcel.lines.first()) == f"Order {paid.number}, parcel 1"
    said = type(parcel).PersonalData
    assert wording.origin(parcel, "tracking", said.tracking) == "the carrier"
    ours = "us, when we packed it on 23 November 2026"
    assert wording.origin(parcel, "state", said.state) == ours


def test_an_unsettled_parcel_of_a_closed_order_stands_in_the_way_of_erasing(
    paid, pack, move
):
    def told():
        return erasing.unsettled_parcels(paid.person_id, None)

    assert told() == []
    parcel = move(pack(paid), "hand-over", "lose")
    assert told() == [
        f"Parcel 1 of order {paid.number} is not settled yet. We need its name and"
        " address until it has arrived, or its money is on the way back."
    ]
    assert told()[0] in blocking.of(paid.person_id)
    Parcel.objects.filter(pk=parcel.pk).update(made_good_at=parcel.closed_at)
    assert told() == []
