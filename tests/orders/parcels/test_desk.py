"""The staff's page of an order with its parcels, and what to fetch for all."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from orders.models import Order, Parcel, Refund
from privacy.models import Access
from tests.orders.desk import LIST, PERSONAL, page_of, step_of, text_of

NUMBER = "RA123456785GB"


def step(parcel, key):
    return reverse("admin:orders_order_parcel", args=[parcel.order_id, parcel.pk, key])


def pack_page(order):
    return reverse("admin:orders_order_pack", args=[order.pk])


def slip_of(parcel):
    return reverse("admin:orders_order_parcel_slip", args=[parcel.order_id, parcel.pk])


def buttons(response):
    body = response.content.decode().split('id="parcels-h"')[1].split("</section>")[0]
    return re.findall(r"<button class=\"button\">(.*?)</button>", body)


def test_a_part_is_packed_by_how_many_of_each(paid, desk, post):
    assert pack_page(paid) in desk.get(page_of(paid)).content.decode()
    shown = text_of(desk.get(pack_page(paid)))
    assert "Poems of the Firth BOOK-1, 2 left to pack" in shown
    answer = post(pack_page(paid), **{"line-1": "0", "line-2": "1"})
    assert answer["Location"] == page_of(paid)
    parcel = Parcel.objects.get()
    assert [(x.sku, x.quantity) for x in parcel.lines.all()] == [("BOOK-1", 1)]
    shown = text_of(desk.get(page_of(paid)))
    assert f"Parcel 1 of {paid.number}: packed." in shown
    assert "Parcel 1 : packed" in shown
    assert "1 × Poems of the Firth BOOK-1" in shown


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"line-1": "2"}, "Enter a whole number from 0 to 1"),
        ({"line-1": "x", "line-2": "7"}, "Enter a whole number from 0 to 2"),
        ({"line-1": "0"}, "Nothing is in the parcel."),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(
    paid, desk, post, typed, said
):
    answer = post(pack_page(paid), **typed)
    assert (answer.status_code, said in text_of(answer)) == (422, True)
    for value in typed.values():
        assert f'value="{value}"' in answer.content.decode()
    assert not Parcel.objects.exists()


def test_nothing_is_packed_before_it_is_paid_or_after_all_is(
    order, advance, desk, post
):
    for steps in ([], ["mark-paid", "pack"]):
        advance(order, *steps)
        answer = desk.get(pack_page(order))
        assert answer["Location"] == page_of(order)
        assert "“Mark as packed” does not fit." in text_of(desk.get(page_of(order)))
        assert pack_page(order) not in desk.get(page_of(order)).content.decode()


def test_each_of_several_parcels_has_its_own_buttons(paid, pack, move, desk, post):
    first, second = pack(paid, 1, 0), pack(paid)
    page = desk.get(page_of(paid))
    assert buttons(page) == ["Mark as handed over"] * 2
    assert slip_of(first) in page.content.decode()
    assert post(step(first, "hand-over"))["Location"] == page_of(paid)
    page = desk.get(page_of(paid))
    assert slip_of(first) not in page.content.decode()
    assert buttons(page) == [
        "Mark as delivered",
        "It was lost on the way",
        "It came back to us",
        "Mark as handed over",
    ]
    post(step(first, "lose"))
    move(second, "hand-over", "deliver")
    assert buttons(desk.get(page_of(paid))) == ["Pack it again", "Refund it"]
    assert "Lost on the way (parcel 1)" in text_of(desk.get(page_of(paid)))
    post(step(first, "refund"))
    assert Refund.objects.get().key == first.pk
    assert "Somebody else of the shop sends it." in text_of(desk.get(page_of(paid)))
    assert buttons(desk.get(page_of(paid))) == []


def test_what_is_packed_again_says_which_parcel_it_is(paid, pack, move, desk, post):
    failed = move(pack(paid), "hand-over", "come-back")
    post(step(failed, "send-again"))
    assert Order.objects.get().state == "packed"
    shown = text_of(desk.get(page_of(paid)))
    assert f"Parcel 2 of {paid.number}: packed." in shown
    assert "Parcel 2 , sent again: packed" in shown


def test_a_wrong_verb_is_refused_with_a_message(paid, pack, desk, post):
    parcel = pack(paid)
    post(step(parcel, "deliver"))
    assert "“Mark as delivered” does not fit." in text_of(desk.get(page_of(paid)))
    assert post(step(parcel, "melt")).status_code == 404
    assert desk.get(step(parcel, "deliver")).status_code == 405


def test_a_parcel_of_another_order_is_not_found(paid, pack, place, desk, post):
    parcel, other = pack(paid), place()
    there = reverse("admin:orders_order_parcel", args=[other.pk, parcel.pk, "lose"])
    assert post(there).status_code == 404


def test_packing_and_refunding_are_different_rights(
    paid, pack, move, sign_in_with, post
):
    failed = move(pack(paid), "hand-over", "lose")
    packer = sign_in_with("view_order", "pack_order")
    assert buttons(packer.get(page_of(paid))) == ["Pack it again"]
    assert post(step(failed, "refund")).status_code == 403
    helper = sign_in_with("view_order", "open_refund")
    assert buttons(helper.get(page_of(paid))) == ["Refund it"]
    assert post(step(failed, "send-again")).status_code == 403
    for path in (pack_page(paid), f"{LIST}shelves/", slip_of(failed)):
        assert helper.get(path).status_code == 403


def test_the_carriers_number_is_typed_when_the_parcel_is_handed_over(
    carrier_order, advance, desk, post
):
    advance(carrier_order, "mark-paid", "pack")
    assert 'name="tracking"' in desk.get(page_of(carrier_order)).content.decode()
    wrong = post(step_of(carrier_order, "hand-over"), tracking="no; number")
    assert wrong.status_code == 422
    assert "Enter the tracking number from the carrier’s receipt" in text_of(wrong)
    assert 'value="no; number"' in wrong.content.decode()
    assert Order.objects.get().state == "packed"
    post(step_of(carrier_order, "hand-over"), tracking=" ra 123456785 gb ")
    assert Order.objects.get().state == "handed_over"
    shown = text_of(desk.get(page_of(carrier_order)))
    assert "Tracking number ••• Show" in shown
    assert NUMBER not in shown
    assert not Access.objects.exists()


def test_of_several_parcels_each_has_its_own_number(
    carrier_order, advance, pack, desk, post
):
    advance(carrier_order, "mark-paid")
    first, _ = pack(carrier_order, 1, 0), pack(carrier_order)
    assert post(step(first, "hand-over"), tracking="!").status_code == 422
    post(step(first, "hand-over"), tracking=NUMBER)
    assert Parcel.objects.get(pk=first.pk).state == "handed_over"


def test_our_own_van_has_no_number(paid, advance, desk):
    advance(paid, "pack")
    assert 'name="tracking"' not in desk.get(page_of(paid)).content.decode()


def test_the_slip_of_a_parcel_says_what_is_in_it_while_it_is_here(
    paid, pack, move, desk
):
    first, second = pack(paid, 0, 1), pack(paid)
    shown = text_of(desk.get(slip_of(first)))
    assert f"Order {paid.number}, parcel 1" in shown
    assert "In this parcel: 1 piece" in shown
    assert not any(value in shown for value in PERSONAL)
    move(first, "hand-over")
    assert desk.get(slip_of(first))["Location"] == page_of(paid)
    whole = reverse("admin:orders_order_slip", args=[paid.pk])
    assert "In this parcel: 2 pieces" in text_of(desk.get(whole))
    assert second.number == 2


def test_the_slip_before_packing_is_of_what_is_left(paid, pack, desk):
    pack(paid, 1, 1)
    whole = reverse("admin:orders_order_slip", args=[paid.pk])
    shown = text_of(desk.get(whole))
    assert "In this parcel: 1 piece " in shown
    assert "1 Poems of the Firth BOOK-1" in shown
    assert "PEN-1" not in shown


def test_what_to_fetch_is_added_up_over_all_paid_orders(
    order, place, advance, pack, desk
):
    assert "Nothing waits to be packed." in text_of(desk.get(f"{LIST}shelves/"))
    advance(order, "mark-paid")
    advance(place(), "mark-paid")
    advance(place(), "mark-paid", "pack")
    pack(order, 1, 1)
    page = desk.get(f"{LIST}shelves/")
    shown = text_of(page)
    assert "For 2 paid orders" in shown
    assert "3 Poems of the Firth BOOK-1" in shown
    assert "1 Shore fountain pen, Navy PEN-1" in shown
    assert not any(value in shown for value in PERSONAL)
    assert "no-store" in page["Cache-Control"]
    assert "What to fetch from the shelves" in text_of(desk.get(LIST))


def test_only_who_packs_is_led_to_the_shelves(order, sign_in_with):
    clerk = sign_in_with("view_order")
    assert "What to fetch" not in text_of(clerk.get(LIST))
