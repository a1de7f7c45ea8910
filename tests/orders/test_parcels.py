"""What is printed for a parcel: a slip that names nobody, a label that is opened."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from orders import labels
from privacy import access
from privacy.copies import gathering
from privacy.models import Access
from privacy.purposes import Purpose
from tests.orders.desk import PERSONAL, label_of, page_of, slip_of, text_of

WHY = {"reason": "delivery", "words": "Packing this parcel"}


def test_the_label_opens_name_and_address_and_writes_down_who_looked(
    order, advance, desk, post, staff
):
    advance(order, "mark-paid")
    response = post(label_of(order), **WHY)
    assert "Maya Okafor 7 Hawthorn Bank Edinburgh EH6 6QZ" in text_of(response)
    assert "no-store" in response["Cache-Control"]
    look = Access.objects.get()
    assert (look.person_id, look.by, look.purpose) == (
        order.person_id,
        staff,
        Purpose.DELIVERY,
    )
    assert look.fields == [
        "orders.Order.contact_name",
        "orders.Order.delivery_address",
    ]
    (told,) = gathering.accesses(order.person)
    assert (told.reason, told.words) == ("Packing or delivering an order", WHY["words"])
    head = re.search(r"<title>(.*?)</title>", response.content.decode(), re.DOTALL)
    assert not any(value in head[1] for value in PERSONAL)


def test_the_label_of_a_collected_order_opens_the_name_alone(
    place, advance, desk, post
):
    order = advance(place(delivery="pickup"), "mark-paid")
    assert "Maya Okafor" in text_of(post(label_of(order), **WHY))
    assert Access.objects.get().fields == ["orders.Order.contact_name"]


@pytest.mark.parametrize("steps", [[], ["cancel"], ["mark-paid", "pack", "hand-over"]])
def test_a_label_is_opened_only_while_the_parcel_is_made(
    order, advance, desk, post, steps
):
    advance(order, *steps)
    response = post(label_of(order))
    assert response["Location"] == page_of(order)
    assert Access.objects.count() == 0
    assert f"Order {order.number} needs no label now." in text_of(
        desk.get(page_of(order))
    )


def test_a_label_without_a_reason_stays_shut_and_keeps_what_was_typed(
    order, advance, desk, post
):
    advance(order, "mark-paid")
    response = post(label_of(order), words="Packing this parcel")
    assert response.status_code == 422
    assert "Choose why you look." in text_of(response)
    assert "Packing this parcel" in response.content.decode()
    assert "Okafor" not in text_of(response)
    assert Access.objects.count() == 0


def test_a_label_opens_again_within_ten_minutes_without_another_reason(
    order, advance, desk, post, staff, bob
):
    advance(order, "mark-paid")
    assert "Say why you look." in text_of(desk.get(page_of(order)))
    post(label_of(order), **WHY)
    assert "Say why you look." not in text_of(desk.get(page_of(order)))
    assert "Maya Okafor" in text_of(post(label_of(order)))
    look = Access.objects.get()
    over = look.at + access.LASTS
    assert labels.is_open(order=order, at=look.at, by=staff)
    for told in ({"at": over, "by": staff}, {"at": look.at, "by": bob}):
        with pytest.raises(PermissionError):
            labels.lines(order=order, **told)


def test_past_the_limit_a_label_stays_shut_and_what_was_typed_stays(
    order, advance, desk, post, staff, monkeypatch
):
    monkeypatch.setattr(access, "MOST_FOR", {Purpose.DELIVERY: 1})
    access.record(
        person=order.person,
        by=staff,
        fields=["orders.Order.contact_name"],
        purpose=Purpose.DELIVERY,
        reason=access.Reason.DELIVERY,
        words="Packing another one",
        at=timezone.now(),
    )
    advance(order, "mark-paid")
    response = post(label_of(order), **WHY)
    assert response.status_code == 429
    assert "nobody may open more" in text_of(response)
    assert WHY["words"] in response.content.decode()
    assert "Okafor" not in text_of(response)


def test_the_slip_says_what_goes_in_and_to_nobody(order, advance, desk):
    advance(order, "mark-paid")
    shown = text_of(desk.get(slip_of(order)))
    assert f"Order {order.number} Placed on 23 November 2026" in shown
    assert "In this parcel: 3 pieces" in shown
    assert "2 Poems of the Firth BOOK-1" in shown
    assert not any(value in shown for value in (*PERSONAL, "M•••", "£"))
    assert Access.objects.count() == 0


def test_slip_and_label_are_for_the_packing_role_alone(
    order, advance, sign_in_with, post
):
    advance(order, "mark-paid")
    others = ("reveal_contact", "settle_payment", "cancel_order")
    clerk = sign_in_with("view_order", *others)
    body = clerk.get(page_of(order)).content.decode()
    assert slip_of(order) not in body
    assert label_of(order) not in body
    assert clerk.get(slip_of(order)).status_code == 403
    assert post(label_of(order), **WHY).status_code == 403
    clerk = sign_in_with("pack_order")
    assert clerk.get(slip_of(order)).status_code == 403
    clerk = sign_in_with("view_order", "pack_order")
    body = clerk.get(page_of(order)).content.decode()
    assert slip_of(order) in body
    assert label_of(order) in body
    assert "Show" not in text_of(clerk.get(page_of(order)))
    assert "Maya Okafor" in text_of(post(label_of(order), **WHY))
    # Name and address are opened for the parcel alone.
    assert not any(value in text_of(clerk.get(page_of(order))) for value in PERSONAL)


@pytest.mark.parametrize("steps", [[], ["cancel"], ["mark-paid", "pack", "hand-over"]])
def test_a_slip_is_shown_only_while_the_parcel_is_made(order, advance, desk, steps):
    advance(order, *steps)
    assert slip_of(order) not in desk.get(page_of(order)).content.decode()
    assert desk.get(slip_of(order))["Location"] == page_of(order)
    assert f"Order {order.number} needs no packing slip now." in text_of(
        desk.get(page_of(order))
    )


def test_a_slip_is_only_read(order, advance, desk, post):
    advance(order, "mark-paid")
    assert post(slip_of(order)).status_code == 405
    assert "no-store" in desk.get(slip_of(order))["Cache-Control"]
