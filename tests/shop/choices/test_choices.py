"""Choices: what was agreed to, and taking it back with one press of a button."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from orders import agreement, fulfilment
from orders.models import Order
from privacy import purposes
from privacy.models import Consent, Letter, Person
from privacy.purposes import Purpose
from shop.catalogue.models import Variant
from tests.shop.customer import Customer, made, text_of

SENTENCE = "Give Northbound Parcels your name and your delivery address"


@pytest.fixture(autouse=True)
def empty_cache(db):
    cache.clear()


def bought(email="maya@example.net", **chosen):
    """Buy a pen; by the carrier unless something else is chosen."""
    if not Variant.objects.exists():
        made("Shore fountain pen", "pen", 3800, stock=10)
    buyer = Customer()
    buyer.add("pen")
    buyer.fill(**({"delivery": "carrier", "consent": "on", "email": email} | chosen))
    buyer.order()
    return Order.objects.select_related("person").latest("placed_at")


@pytest.fixture
def order():
    return bought()


@pytest.fixture
def maya(order):
    Person.objects.filter(pk=order.person_id).update(
        email_proven_at=timezone.now() - timedelta(days=90)
    )
    return Person.objects.get(pk=order.person_id)


@pytest.fixture
def signed_in(maya):
    browser = Customer()
    browser.force_login(maya)
    return browser


@pytest.fixture
def handed_over(order, staff):
    for verb in (fulfilment.mark_paid, fulfilment.pack, fulfilment.hand_over):
        verb(order=order, at=timezone.now(), by=staff)
    return order


def path_of(order):
    """Return the path of the choices behind the link of an order."""
    with purposes.using(Purpose.OWN_REQUEST):
        return f"/choices/{order.link}/"


def press(browser, path, button):
    """Press a button of the page as a browser does; return the page that follows."""
    page = browser.get(path).content.decode()
    forms = re.findall(r"<form.*?</form>", page, re.S)
    (form,) = [each for each in forms if f'name="{button}"' in each]
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    answer = browser.post(path, sent)
    assert answer.status_code == 303
    return text_of(browser.get(answer["Location"]))


def test_the_page_says_what_was_agreed_and_what_taking_it_back_means(signed_in, order):
    page = text_of(signed_in.get("/choices/"))
    assert SENTENCE in page
    assert "You agreed" in page
    assert "with a tick in the empty box beside the sentence" in page
    assert "gets nothing, from that moment on. The order is not cancelled" in page
    assert order.number in page
    assert "What has left</dt><dd>Nothing" in page


@pytest.mark.parametrize("who", ["account", "guest"])
def test_one_press_takes_it_back_at_once_and_one_gives_it_again(
    who, signed_in, order, staff
):
    browser = signed_in if who == "account" else Customer()
    path = "/choices/" if who == "account" else path_of(order)
    page = press(browser, path, "back")
    assert "Taken back. It counts from this moment." in page
    assert "Taken back</dt>" in page
    assert not Consent.objects.standing().exists()
    order.refresh_from_db()
    fulfilment.mark_paid(order=order, at=timezone.now(), by=staff)
    fulfilment.pack(order=order, at=timezone.now(), by=staff)
    with pytest.raises(fulfilment.WrongState):
        fulfilment.hand_over(order=order, at=timezone.now(), by=staff)
    page = press(browser, path, "again")
    assert "Agreed. A receipt is on its way" in page
    order.refresh_from_db()
    fulfilment.hand_over(order=order, at=timezone.now(), by=staff)


def test_the_order_page_and_the_choices_do_the_same(order):
    guest = Customer()
    press(guest, path_of(order), "back")
    with purposes.using(Purpose.OWN_REQUEST):
        page = guest.get(order.path_for_customer()).content.decode()
    assert "You took your agreement back" in page
    assert Letter.objects.filter(template="consent_withdrawn").count() == 1


def test_what_left_is_said_and_can_not_be_called_back(signed_in, handed_over):
    page = text_of(signed_in.get("/choices/"))
    assert "What they have already can’t be called back" in page
    assert re.search(r"What has left</dt><dd>Your name and your delivery", page)
    page = press(signed_in, "/choices/", "back")
    assert "Taken back</dt>" in page
    assert 'name="again"' not in page
    assert not Consent.objects.standing().exists()


def test_twice_says_that_nothing_changed(signed_in, order):
    sent = {"back": str(order.consent_id)}
    first = signed_in.post("/choices/", sent)
    assert first["Location"] == "/choices/?said=back"
    second = signed_in.post("/choices/", sent)
    assert second["Location"] == "/choices/?said=same"
    assert "it was so already" in text_of(signed_in.get(second["Location"]))
    assert Letter.objects.filter(template="consent_withdrawn").count() == 1


def test_words_that_changed_are_to_be_read_again(signed_in, order, settings):
    agreement.take_back(order=order, at=timezone.now())
    carrier = settings.RECIPIENTS["carrier"]
    page = signed_in.get("/choices/").content.decode()
    words = re.search(r'name="words" value="(\w+)"', page)[1]
    settings.RECIPIENTS = {"carrier": carrier | {"name": "Southbound Parcels"}}
    answer = signed_in.post("/choices/", {"again": order.number, "words": words})
    page = text_of(signed_in.get(answer["Location"]))
    assert "The words have changed since" in page
    assert "Give Southbound Parcels" in page
    assert not Consent.objects.standing().exists()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"back": "nonsense"},
        {"back": "00000000-0000-0000-0000-000000000000"},
        {"again": "FW-NONE", "words": "x"},
        {"again": "FW\0NONE", "words": "x"},
    ],
)
def test_what_is_not_there_changes_nothing(signed_in, order, sent):
    assert signed_in.post("/choices/", sent)["Location"] == "/choices/?said=same"
    assert Consent.objects.standing().count() == 1


def test_nobody_takes_back_or_sees_what_somebody_else_agreed_to(signed_in, order):
    other = bought(email="noor@example.net")
    page = text_of(signed_in.get("/choices/"))
    assert other.number not in page
    signed_in.post("/choices/", {"back": str(other.consent_id)})
    Customer().post(path_of(order), {"back": str(other.consent_id)})
    agreement.take_back(order=other, at=timezone.now())
    words = "anything"
    signed_in.post("/choices/", {"again": other.number, "words": words})
    assert Consent.objects.standing().get().pk == order.consent_id
    assert text_of(Customer().get("/choices/")).count(SENTENCE) == 0


def test_a_button_pressed_by_nobody_in_particular_is_refused(order):
    answer = Customer().post("/choices/", {"back": str(order.consent_id)})
    assert answer.status_code == 403
    assert "<h1" in answer.content.decode()
    assert Consent.objects.standing().count() == 1


def test_a_link_shows_its_own_order_alone(order, maya):
    other = bought()
    page = text_of(Customer().get(path_of(order)))
    assert order.number in page
    assert other.number not in page
    assert Customer().get("/choices/no-such-link/").status_code == 404


def test_an_address_that_nobody_proved_shows_nothing(order):
    browser = Customer()
    browser.force_login(order.person)
    page = text_of(browser.get("/choices/"))
    assert SENTENCE not in page
    assert "Nobody has proven the address" in page
    browser.post("/choices/", {"back": str(order.consent_id)})
    assert Consent.objects.standing().count() == 1


def test_a_stranger_is_told_the_ways_in(db):
    page = text_of(Customer().get("/choices/"))
    assert "/accounts/sign-in/?next=/choices/" in page
    assert "/contact/object/" in page


def test_another_site_can_not_press_the_button(order):
    elsewhere = Customer(same_origin=False)
    answer = elsewhere.post(path_of(order), {"back": str(order.consent_id)})
    assert answer.status_code == 403
    assert Consent.objects.standing().count() == 1


def test_who_agreed_to_nothing_reads_so(db):
    collected = bought(delivery="pickup", getting="collect")
    page = text_of(Customer().get(path_of(collected)))
    assert "You have not agreed to anything." in page
    assert "<form" not in page.split("<main", 1)[1].split("</main", 1)[0]


def test_withdrawing_takes_no_more_presses_than_giving(order):
    """Giving: one tick and the button that goes on. Taking back: one button."""
    page = Customer().get(path_of(order)).content.decode()
    main = page.split("<main", 1)[1].split("</main", 1)[0]
    (form,) = re.findall(r"<form.*?</form>", main, re.S)
    assert form.count("<button") == 1
    assert "<input" not in form
    answer = Customer().post(path_of(order), {"back": str(order.consent_id)})
    assert answer["Location"].startswith(path_of(order))
    assert not Consent.objects.standing().exists()


def test_the_addresses_that_records_name_are_those_of_the_site(settings):
    assert reverse("shop:choices") == settings.CHOICES_PATH
    assert reverse("shop:privacy") == settings.POLICY_PATH
