"""An order, a request, and somebody of the shop who may see some of them."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from orders import placing
from privacy.cases import filing
from privacy.cases.case import Case, Demand
from privacy.cases.states import Kind
from privacy.people import Person
from privacy.showing import values
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
