"""Showing a masked value: for a reason, for ten minutes, and never unseen."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from orders import placing
from privacy import access
from privacy.cases import filing
from privacy.cases.case import Case, Demand
from privacy.cases.states import Kind
from privacy.copies import gathering
from privacy.encryption import keys
from privacy.models import Access, Letter
from privacy.people import Person
from privacy.showing import values
from privacy.trail.entry import TrailEntry
from tests.orders.conftest import HOME, PEN

FORM = "application/x-www-form-urlencoded"
WHY = {"reason": "problem", "words": "Their parcel came open"}


@pytest.fixture(autouse=True)
def today(at, monkeypatch):
    """The moment is now; move it with today(later)."""

    def is_now(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    is_now(at)
    return is_now


@pytest.fixture
def order(db, at):
    return placing.place(
        checkout_id=uuid4(),
        email="maya@example.net",
        name="Maya Okafor",
        address=HOME,
        items=[PEN],
        delivery="own",
        payment="transfer",
        consent_sentence=None,
        at=at,
    )


@pytest.fixture
def case(alice, at):
    def filed(person=alice):
        told = {"kind": Kind.QUESTION, "email": "alice@example.net", "country": "GB"}
        demand = Demand(words="Where is it?")
        made = filing.file(**told, demand=demand, at=at, person=person)
        return Case.objects.get(pk=made.pk)

    return filed


@pytest.fixture
def clerk(db):
    return Person.objects.create_user("clerk@example.net", is_staff=True)


@pytest.fixture
def having(client, clerk):
    """Sign the clerk in with just these rights."""

    def signed_in(*rights):
        clerk.user_permissions.set(Permission.objects.filter(codename__in=rights))
        client.force_login(clerk)
        return client

    return signed_in


@pytest.fixture
def helper(having):
    """Somebody who helps customers with their orders."""
    return having("view_order", "reveal_contact")


@pytest.fixture
def show(client):
    """Write why, and press the button."""

    def pressed(row, name, **fields):
        there = values.path(row, name)
        return client.post(there, urlencode(WHY | fields), content_type=FORM)

    return pressed


def page_of(order):
    return reverse("admin:orders_order_change", args=[order.pk])


def text_of(response):
    return " ".join(
        unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split()
    )


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


def test_name_and_address_of_a_request_are_shown_to_who_works_on_it(
    case, having, show, alice
):
    asked, client = case(), having("review_case")
    page = reverse("admin:privacy_case_change", args=[asked.pk])
    assert show(asked, "email", back=page)["Location"] == page
    assert "alice@example.net Open to you" in text_of(client.get(page))
    assert "Ashdown" not in text_of(client.get(page))
    show(alice, "name", back=page)
    assert "Alice Ashdown Open to you" in text_of(client.get(page))
    assert [each.person for each in Access.objects.all()] == [alice, alice]
    assert not asked.events.filter(what="read").exists()


def test_a_look_at_an_address_that_nobody_has_proved_stands_in_the_history(
    case, having, show, clerk
):
    asked, client = case(person=None), having("approve_case")
    show(asked, "email")
    look = Access.objects.get()
    assert (look.person, look.holder_id) == (None, asked.pk)
    assert asked.events.get(what="read").by == clerk
    page = client.get(reverse("admin:privacy_case_change", args=[asked.pk]))
    assert "Customer Not known yet" in text_of(page)


def test_the_address_of_a_letter_is_shown_from_its_list(order, having, show):
    client, there = having("review_case"), "/staff/privacy/letter/"
    shown = client.get(there + "?stand=all").content.decode()
    person = order.person
    link = values.path(person, "email") + "?back=" + there
    assert f'<a href="{link}">Show' in shown
    letter = Letter.objects.get()
    letter.address = "elsewhere@example.net"
    letter.save()
    shown = client.get(there + "?stand=all").content.decode()
    assert f'<a href="{values.path(letter, "address")}?back=' in shown
    show(letter, "address", back=there)
    assert Access.objects.get().person == person
    shown = text_of(client.get(values.path(letter, "address")))
    assert "elsewhere@example.net Open to you" in shown
    assert client.get(f"{there}?address=elsewhere@example.net").status_code == 400


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
