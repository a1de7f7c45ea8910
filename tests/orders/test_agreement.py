"""Taking back the agreement to the carrier: as easy as giving it, at once."""

from __future__ import annotations

import pytest
from django.utils import timezone

from orders import agreement, fulfilment
from orders.fulfilment import WrongState
from privacy import consent, purposes, recipients
from privacy.models import Disclosure
from privacy.purposes import Purpose
from tests.orders.conftest import MONDAY

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def carrier_order(place):
    """An order of just now for the carrier: it is taken back at the real time."""
    agreed = consent.sentence(recipients.get("carrier"))
    return place(delivery="carrier", consent_sentence=agreed, at=timezone.now())


def page_of(order):
    """Return the path of the order's page."""
    with purposes.using(Purpose.ORDER_CONFIRMATION):
        return order.path_for_customer()


def test_the_page_offers_to_take_it_back_and_then_nothing_leaves(
    carrier_order, client, staff
):
    path = page_of(carrier_order)
    assert "Take this back" in client.get(path).content.decode()
    answer = client.post(f"{path}agreement/", "", content_type=FORM)
    assert answer.status_code == 303
    page = client.get(path).content.decode()
    assert "You took your agreement back on" in page
    assert "Take this back" not in page
    fulfilment.mark_paid(order=carrier_order, at=MONDAY, by=staff)
    fulfilment.pack(order=carrier_order, at=MONDAY, by=staff)
    with pytest.raises(WrongState, match="agrees no longer"):
        fulfilment.hand_over(order=carrier_order, at=MONDAY, by=staff)
    assert not Disclosure.objects.exists()


def test_twice_changes_nothing(carrier_order, client):
    path = f"{page_of(carrier_order)}agreement/"
    client.post(path, "", content_type=FORM)
    carrier_order.consent.refresh_from_db()
    first = carrier_order.consent.withdrawn_at
    client.post(path, "", content_type=FORM)
    carrier_order.consent.refresh_from_db()
    assert carrier_order.consent.withdrawn_at == first


def test_what_has_left_cannot_be_called_back(carrier_order, staff, client):
    for verb in (fulfilment.mark_paid, fulfilment.pack, fulfilment.hand_over):
        verb(order=carrier_order, at=MONDAY, by=staff)
    assert agreement.standing(carrier_order) is None
    assert agreement.taken_back(carrier_order) is None
    client.post(f"{page_of(carrier_order)}agreement/", "", content_type=FORM)
    carrier_order.consent.refresh_from_db()
    assert carrier_order.consent.withdrawn_at is None


def test_an_order_without_a_carrier_has_nothing_to_take_back(order, client):
    path = page_of(order)
    assert "Take this back" not in client.get(path).content.decode()
    client.post(f"{path}agreement/", "", content_type=FORM)
    assert agreement.standing(order) is None


def test_it_changes_only_by_post_and_for_who_has_the_link(carrier_order, client):
    assert client.get(f"{page_of(carrier_order)}agreement/").status_code == 405
    stranger = client.post("/orders/nothing/agreement/", "", content_type=FORM)
    assert stranger.status_code == 404
