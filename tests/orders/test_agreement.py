"""Taking back the agreement to the carrier: as easy as giving it, at once."""

from __future__ import annotations

import pytest
from django.utils import timezone

from orders import agreement, fulfilment
from orders.fulfilment import WrongState
from orders.models import Order
from privacy import consent, purposes, recipients
from privacy.models import Disclosure, Letter
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


def again(order):
    """What the form sends with the button beside today's sentence."""
    return f"again={consent.digest(agreement.asked(order))}"


def test_it_is_given_again_with_one_button_and_the_parcel_leaves(
    carrier_order, client, staff
):
    path, first = page_of(carrier_order), carrier_order.consent
    client.post(f"{path}agreement/", "", content_type=FORM)
    page = client.get(path).content.decode()
    assert "I agree again" in page
    carrier_order.refresh_from_db()
    client.post(f"{path}agreement/", again(carrier_order), content_type=FORM)
    page = client.get(path).content.decode()
    assert "Take this back" in page
    assert "I agree" not in page
    carrier_order.refresh_from_db()
    assert carrier_order.consent != first
    assert carrier_order.consent.events.get().means == "button"
    assert not first.stands
    for verb in (fulfilment.mark_paid, fulfilment.pack, fulfilment.hand_over):
        verb(order=carrier_order, at=MONDAY, by=staff)
    assert Disclosure.objects.get().consent == carrier_order.consent


def test_words_that_changed_since_are_shown_and_not_agreed_to(
    carrier_order, client, settings
):
    path = page_of(carrier_order)
    client.post(f"{path}agreement/", "", content_type=FORM)
    carrier_order.refresh_from_db()
    old = again(carrier_order)
    carrier = settings.RECIPIENTS["carrier"]
    settings.RECIPIENTS = {"carrier": carrier | {"name": "Southbound Parcels"}}
    client.post(f"{path}agreement/", old, content_type=FORM)
    assert "Give Southbound Parcels" in client.get(path).content.decode()
    assert not consent.Consent.objects.standing().exists()


def test_an_agreement_to_the_carrier_before_asks_for_one_to_todays(
    carrier_order, settings
):
    assert agreement.asked(carrier_order) == ""
    carrier = settings.RECIPIENTS["carrier"]
    settings.RECIPIENTS = {"carrier": carrier | {"name": "Southbound Parcels"}}
    assert "Southbound" in agreement.asked(carrier_order)
    Order.objects.filter(pk=carrier_order.pk).update(consent=None)
    carrier_order.refresh_from_db()
    assert "Southbound" in agreement.asked(carrier_order)


def test_without_a_carrier_on_the_register_nothing_is_asked(carrier_order, settings):
    agreement.take_back(order=carrier_order, at=timezone.now())
    assert agreement.asked(carrier_order)
    settings.RECIPIENTS = {}
    assert agreement.asked(carrier_order) == ""
    assert not agreement.agree_again(
        order=carrier_order, words="anything", at=timezone.now()
    )


def test_a_carrier_who_needs_no_consent_is_not_asked_for(carrier_order, settings):
    agreement.take_back(order=carrier_order, at=timezone.now())
    carrier = settings.RECIPIENTS["carrier"] | {"basis": "legal_duty"}
    settings.RECIPIENTS = {"carrier": carrier}
    assert agreement.asked(carrier_order) == ""


def test_the_receipt_leads_to_the_page_of_the_order(carrier_order):
    agreement.take_back(order=carrier_order, at=timezone.now())
    for template in ("consent_given", "consent_withdrawn"):
        letter = Letter.objects.get(template=template)
        with purposes.using(Purpose.OFFICIAL_NOTICE):
            text = letter.content.text
        assert page_of(carrier_order) in text


def test_an_order_whose_link_is_gone_still_lets_it_be_taken_back(carrier_order):
    Order.objects.filter(pk=carrier_order.pk).update(link=None, link_index=None)
    order = Order.objects.get(pk=carrier_order.pk)
    assert agreement.take_back(order=order, at=timezone.now())


def test_after_it_left_it_can_still_be_taken_back_for_what_comes(carrier_order, staff):
    for verb in (fulfilment.mark_paid, fulfilment.pack, fulfilment.hand_over):
        verb(order=carrier_order, at=MONDAY, by=staff)
    done = agreement.withdraw(
        order=None, agreed=carrier_order.consent, at=timezone.now()
    )
    assert done
    assert carrier_order.consent.withdrawn_at >= Disclosure.objects.get().at


def test_an_order_without_a_carrier_has_nothing_to_take_back(order, client):
    path = page_of(order)
    assert "Take this back" not in client.get(path).content.decode()
    client.post(f"{path}agreement/", "", content_type=FORM)
    client.post(f"{path}agreement/", "again=x", content_type=FORM)
    assert agreement.standing(order) is None
    assert agreement.asked(order) == ""


def test_it_changes_only_by_post_and_for_who_has_the_link(carrier_order, client):
    assert client.get(f"{page_of(carrier_order)}agreement/").status_code == 405
    stranger = client.post("/orders/nothing/agreement/", "", content_type=FORM)
    assert stranger.status_code == 404
