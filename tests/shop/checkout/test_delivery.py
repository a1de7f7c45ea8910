"""Step 2: ways to get it, the carrier's box, ways to pay."""

from datetime import date

import pytest

from orders.delivery import DeliveryMethod
from privacy import consent, purposes, recipients
from privacy.purposes import Purpose
from shop.checkout.models import Draft
from shop.checkout.views import days
from tests.shop.customer import text_of


@pytest.fixture
def client(client, pen):
    client.add("pen")
    client.details()
    return client


@pytest.fixture
def sentence():
    return consent.sentence(recipients.get("carrier"))


def typed():
    with purposes.using(Purpose.ORDER_CONFIRMATION):
        return Draft.objects.get().typed


def test_every_way_is_offered_cheapest_first_and_none_is_chosen(client):
    page = client.get("/checkout/delivery/")
    ways = [way["method"] for way in page.context["ways"]]
    assert {way.key for way in ways} == {"own", "pickup", "carrier"}
    assert [way.price for way in ways] == sorted(way.price for way in ways)
    assert " checked" not in text_of(page)


def test_the_box_has_the_exact_words_and_is_not_ticked(client, sentence):
    page = text_of(client.get("/checkout/delivery/"))
    assert sentence in page
    assert 'type="checkbox" name="consent" id="id_consent">' in page


def test_the_carrier_without_the_box_is_refused_and_the_others_are_named(client):
    page = client.delivery(delivery="carrier")
    text = text_of(page)
    assert "<title>Error: Step 2 of 3" in text
    told = page.context["form"].errors["consent"][0]
    assert "Northbound Parcels" in told
    assert "Our own van" in told
    assert "Collect it from our shop" in told
    assert typed().delivery == ""


def test_the_carrier_with_the_box_keeps_the_words_that_were_agreed_to(client, sentence):
    answer = client.delivery(delivery="carrier", consent="on")
    assert answer["Location"] == "/checkout/check/"
    assert typed().consent == sentence


def test_a_box_ticked_for_nobody_is_no_consent(client):
    client.delivery(delivery="own", consent="on")
    assert typed().consent is None


def test_changing_away_from_the_carrier_forgets_the_consent(client):
    client.delivery(delivery="carrier", consent="on")
    client.delivery(delivery="own")
    assert typed().consent is None


def test_the_next_visit_shows_what_was_chosen(client):
    client.delivery(delivery="carrier", consent="on")
    page = text_of(client.get("/checkout/delivery/"))
    assert page.count(" checked") == 3


@pytest.mark.parametrize("way", ["", "fly", "carrier\0"])
def test_a_way_that_is_not_offered_is_refused(client, way):
    page = client.delivery(delivery=way)
    assert page.context["form"].errors["delivery"] == ["Choose how we should deliver"]


@pytest.mark.parametrize("way", ["", "card"])
def test_a_payment_that_is_not_offered_is_refused(client, way):
    page = client.delivery(payment=way)
    assert page.context["form"].errors["payment"] == ["Choose how to pay"]


def test_the_only_payment_is_chosen_already(client, settings):
    settings.DEMO = False
    page = client.get("/checkout/delivery/")
    assert [way["method"].key for way in page.context["pays"]] == ["transfer"]
    assert text_of(page).count(" checked") == 1


def test_collecting_drops_an_address_that_was_typed(client):
    client.delivery(delivery="pickup")
    assert typed().collects
    assert (typed().country, typed().line1, typed().postcode) == ("", "", "")
    page = text_of(client.get("/checkout/details/"))
    assert "7 Hawthorn Bank" not in page


def test_whoever_collects_is_offered_only_what_needs_no_address(client):
    client.details(getting="collect")
    page = client.get("/checkout/delivery/")
    assert [way["method"].key for way in page.context["ways"]] == ["pickup"]
    assert "You collect it, so we keep no address." in text_of(page)
    assert "id_consent" not in text_of(page)
    assert client.delivery(delivery="own").status_code == 200


def test_abroad_our_own_van_is_not_offered(client):
    client.details(country="FR", city="Lyon", postcode="69001")
    page = client.get("/checkout/delivery/")
    assert "own" not in {way["method"].key for way in page.context["ways"]}


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 11, 24), date(2026, 11, 24), "on Tuesday 24 November"),
        (date(2026, 11, 24), date(2026, 11, 26), "24 to 26 November"),
        (date(2026, 11, 30), date(2026, 12, 2), "30 November to 2 December"),
    ],
)
def test_days_are_said_as_a_person_says_them(first, last, words):
    told = ("own", "Van", 0, 20, first, last, True, None, "GB", first)
    method = DeliveryMethod(*told)
    assert days(method) == words
