"""Showing a masked value: for a reason, for ten minutes, and never unseen."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.contrib import admin

from privacy import access
from privacy.copies import gathering
from privacy.encryption import keys
from privacy.models import Access
from privacy.people import Person
from privacy.showing import values
from privacy.trail.entry import TrailEntry
from tests.privacy.showing.conftest import WHY, page_of, text_of


def test_one_value_opens_where_it_stands_for_ten_minutes(
    order, helper, show, clerk, today, at
):
    page = page_of(order)
    response = show(order, "contact_email", back=page)
    assert (response.status_code, response["Location"]) == (303, page)
    response = helper.get(page)
    assert "maya@example.net Open to you until 10:40" in text_of(response)
    assert not {"Okafor", "Hawthorn"} & set(text_of(response).split())
    assert (response["Refresh"], "no-store" in response["Cache-Control"]) == (
        "601",
        True,
    )
    today(at + access.LASTS)
    response = helper.get(page)
    assert "maya@" not in text_of(response)
    assert "Refresh" not in response


def test_it_is_in_the_trail_at_once_and_the_customer_reads_why(
    order, helper, show, clerk
):
    show(order, "delivery_address")
    entry = TrailEntry.objects.get(kind="reveal")
    field = "orders.Order.delivery_address"
    assert (entry.fields, entry.row_id, entry.why) == ([field], order.pk, "problem")
    look = Access.objects.get()
    assert (look.by, look.person, look.fields) == (clerk, order.person, [field])
    (told,) = gathering.accesses(order.person)
    assert told.words == WHY["words"]
    assert told.reason == "Solving a problem with an order"


def test_it_opens_for_nobody_else(order, helper, show, having):
    show(order, "contact_name", back=page_of(order))
    assert "Maya Okafor" in text_of(helper.get(page_of(order)))
    other = Person.objects.create_superuser("other@example.net", "a long secret")
    helper.force_login(other)
    assert "Okafor" not in text_of(helper.get(page_of(order)))
    # A right that is taken away closes at once what was open.
    packer = having("view_order", "pack_order")
    assert "Okafor" not in text_of(packer.get(page_of(order)))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"reason": ""}, "Choose why you look."),
        ({"reason": "nosy"}, "Choose why you look from the list."),
        ({"words": " "}, "Write why you look."),
        ({"words": "to look"}, "Write a little more: the customer reads it."),
        ({"words": "x" * 301}, "Write 300 characters or fewer."),
        ({"words": "card 4111 1111 1111 1111"}, "card"),
    ],
)
def test_without_a_reason_it_stays_shut_and_nothing_typed_is_lost(
    order, helper, show, given, said
):
    response = show(order, "contact_name", **given)
    assert response.status_code == 422
    assert said in text_of(response)
    assert "M••• O•••" in text_of(response)
    assert "Okafor" not in text_of(response)
    assert (WHY | given)["words"].strip() in response.content.decode()
    assert not Access.objects.exists()


def test_past_the_limit_of_an_hour_it_says_from_when_on(
    order, helper, show, monkeypatch
):
    monkeypatch.setattr(access, "MOST_AN_HOUR", 1)
    show(order, "contact_name")
    response = show(order, "contact_email")
    assert response.status_code == 429
    assert "From 11:30 on you can open the next." in text_of(response)
    assert WHY["words"] in response.content.decode()
    assert Access.objects.count() == 1


def test_only_whoever_has_the_right_gets_to_the_page(order, having, show):
    for rights in ((), ("view_order", "pack_order", "review_case")):
        client = having(*rights)
        assert client.get(values.path(order, "contact_name")).status_code == 403
        assert show(order, "contact_name").status_code == 403
    client.logout()
    assert show(order, "contact_name")["Location"].startswith("/staff/login/")
    assert not Access.objects.exists()


def test_the_right_is_asked_for_whoever_calls(order, clerk, at):
    asked = {"reason": access.Reason.PROBLEM, "words": "why not", "at": at}
    with pytest.raises(PermissionError):
        values.look(row=order, name="contact_name", by=clerk, **asked)


@pytest.mark.parametrize(
    "path",
    [
        "orders.order/{}/link/",
        "orders.order/{}/number/",
        "orders.payment/{}/verification/",
        "nothing.here/{}/name/",
        "orders.order/00000000-0000-0000-0000-000000000000/contact_name/",
    ],
)
def test_nothing_but_what_is_offered_is_found(order, helper, path):
    there = f"/staff/privacy/access/{path.format(order.pk)}"
    assert helper.get(there).status_code == 404
    assert helper.put(there).status_code == 405


def test_what_was_erased_or_never_given_is_not_there_to_show(
    order, helper, show, at, clerk
):
    keys.destroy(order.person_id, at=at)
    assert show(order, "contact_name").status_code == 404
    assert "There is nothing to show." in text_of(
        helper.get(values.path(order, "contact_name"))
    )
    assert not Access.objects.exists()


def test_what_is_erased_while_it_is_open_is_gone(order, helper, show, monkeypatch, at):
    show(order, "contact_name")
    monkeypatch.setattr(values.masking, "masked", lambda row, name: "M••• O•••")
    keys.destroy(order.person_id, at=at)
    keys.forget_held()
    shown = text_of(helper.get(values.path(order, "contact_name")))
    assert "erased Open to you" in shown


def test_the_page_itself_shows_the_value_where_there_is_no_other(
    order, helper, show, today, at
):
    there = values.path(order, "contact_name")
    assert "M••• O•••" in text_of(helper.get(there))
    assert show(order, "contact_name")["Location"] == there
    response = helper.get(there)
    assert "Order " + order.number in text_of(response)
    assert "Maya Okafor" in text_of(response)
    assert "Okafor" not in re.search("<title>(.*?)<", response.content.decode(), 16)[1]
    assert response["Refresh"] == "601"


@pytest.mark.parametrize(
    "back",
    ["https://example.org/", "//example.org/staff/", "/basket/", "staff/", "\\\\x", ""],
)
def test_one_goes_back_to_a_page_of_the_staff_alone(order, helper, show, back):
    there = values.path(order, "contact_name")
    assert show(order, "contact_name", back=back)["Location"] == there
    shown = helper.get(there + "?" + urlencode({"back": back})).content.decode()
    assert "Back to where you were" not in shown
    shown = helper.get(there + "?back=/staff/orders/order/").content.decode()
    assert '<a href="/staff/orders/order/">Back to where you were' in shown


def test_an_open_value_says_nothing_of_itself(order, helper, show, clerk, at):
    show(order, "contact_name")
    cells = values.cells(order, by=clerk, at=at + timedelta(seconds=1))
    assert cells["contact_name"].lines == ("Maya Okafor",)
    assert repr(cells["contact_name"]) == "<Cell Name>"


def test_looks_have_no_list_and_no_place_among_the_sections(client, staff, rf):
    request = rf.get("/staff/")
    request.user = staff
    may = admin.site.get_model_admin(Access).get_model_perms(request)
    assert may == {"add": False, "change": False, "delete": False, "view": False}
    client.force_login(staff)
    assert client.get("/staff/privacy/access/").status_code == 404
    assert "/staff/privacy/access/" not in client.get("/staff/").content.decode()
