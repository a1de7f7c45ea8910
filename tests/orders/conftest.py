"""What the order tests share: a moment, two things to sell, and placed orders."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission

from orders import fulfilment, placing
from orders.addresses import Address
from orders.placing import Item
from privacy import consent, purposes, recipients
from privacy.letters.models import Letter
from privacy.people import Person
from privacy.purposes import Purpose

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOME = Address("GB", "7 Hawthorn Bank", "", "Edinburgh", "", "EH6 6QZ")
PEN = Item("PEN-1", "Shore fountain pen", "Navy", Decimal(3800), 1, Decimal(20))
BOOK = Item("BOOK-1", "Poems of the Firth", "", Decimal(950), 2, Decimal(0))


@pytest.fixture
def wish():
    """What place() is asked for, as a dictionary to change and to repeat."""
    return {
        "checkout_id": uuid4(),
        "email": "maya@example.net",
        "name": "Maya Okafor",
        "address": HOME,
        "items": [PEN, BOOK],
        "delivery": "own",
        "payment": "transfer",
        "consent_sentence": None,
        "at": MONDAY,
    }


@pytest.fixture
def place(db, wish):
    """Place an order that differs from the usual wish in what is named."""

    def placed(**different):
        return placing.place(**(wish | {"checkout_id": uuid4()} | different))

    return placed


@pytest.fixture
def order(place):
    return place()


@pytest.fixture
def carrier_order(place):
    agreed = consent.sentence(recipients.get("carrier"))
    return place(delivery="carrier", consent_sentence=agreed)


@pytest.fixture
def advance(staff):
    """Take an order through some steps, each by its key."""

    def advanced(order, *keys):
        for key in keys:
            fulfilment.VERBS[key](order=order, at=MONDAY, by=staff)
        return order

    return advanced


@pytest.fixture
def link_of():
    def path(order):
        with purposes.using(Purpose.ORDER_CONFIRMATION):
            return order.path_for_customer()

    return path


@pytest.fixture
def post(client):
    """Send a form as a browser does: without files, so never as multipart."""

    def sent(path, by=client, **fields):
        form = "application/x-www-form-urlencoded"
        return by.post(path, urlencode(fields), content_type=form)

    return sent


@pytest.fixture
def code_of():
    def code(order):
        with purposes.using(Purpose.ORDER_CONFIRMATION):
            return order.payment.verification.code

    return code


@pytest.fixture
def desk(client, staff):
    """A browser in which somebody with every right is signed in."""
    client.force_login(staff)
    return client


@pytest.fixture
def sign_in_with(client, db):
    """Sign in somebody who has just these rights; the same person each time."""
    clerk = Person.objects.create_user("clerk@example.net", is_staff=True)

    def signed_in(*rights):
        clerk.user_permissions.set(Permission.objects.filter(codename__in=rights))
        client.force_login(clerk)
        return client

    return signed_in


@pytest.fixture
def letter():
    """The newest letter of a kind, opened as the worker opens it."""

    def opened(name):
        found = Letter.objects.filter(template=f"orders/{name}").latest("queued_at")
        with purposes.using(Purpose(found.purpose)):
            return found.content

    return opened
