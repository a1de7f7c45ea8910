"""Step 3: everything once more, and one order however often the form is sent."""

from decimal import Decimal

import pytest

from orders.delivery import CannotDeliver
from orders.models import Order
from orders.payments import UnknownMethod
from privacy import purposes
from privacy.consent import SentenceChanged
from privacy.models import Letter
from privacy.purposes import Purpose
from privacy.vault.models import DataKey
from shop.catalogue import browsing
from shop.catalogue.models import Product, Variant
from shop.checkout import finishing
from shop.checkout.models import Draft
from shop.checkout.offer import Offer
from tests.shop.customer import order_form, text_of


@pytest.fixture
def client(client, pen, envelopes):
    client.add("pen")
    client.add("night-post", 2)
    return client


def stock_of(sku):
    return Variant.objects.get(sku=sku).stock


def test_every_answer_is_shown_with_a_link_to_change_it(client):
    client.fill()
    page = text_of(client.check())
    for shown in ("maya@example.net", "Maya Okafor", "7 Hawthorn Bank", "EH6 6QZ"):
        assert shown in page
    assert "Our own van" in page
    assert "Bank transfer" in page
    assert page.count(">Change<") == 6
    assert "£57.00" in page
    assert "VAT included, 20% of £57.00" in page
    assert "<title>Step 3 of 3: Check and pay" in page


def test_the_button_says_what_happens(client):
    client.fill()
    assert ">Place order</button>" in text_of(client.check())
    client.delivery(delivery="carrier", consent="on", payment="test")
    assert ">Place order and pay £60.40</button>" in text_of(client.check())


def test_placing_takes_stock_and_empties_basket_and_draft(client):
    client.fill()
    answer = client.order()
    order = Order.objects.get()
    with purposes.using(Purpose.ORDER_CONFIRMATION):
        assert answer["Location"] == order.path_for_customer()
        assert order.contact_name == "Maya Okafor"
        assert order.delivery_address.postcode == "EH6 6QZ"
    assert answer.status_code == 303
    assert order.total == Decimal(5700)
    assert (stock_of("pen"), stock_of("night-post")) == (9, 6)
    assert client.cookies["basket"].value == ""
    assert not Draft.objects.exists()
    assert dict(client.session) == {"placed": [str(order.checkout_id)]}
    assert client.get(answer["Location"]).status_code == 200


def test_the_drafts_key_goes_with_it(client, django_capture_on_commit_callbacks):
    client.fill()
    page = client.check()
    key = Draft.objects.get().pk
    assert DataKey.objects.filter(subject=key).exists()
    with django_capture_on_commit_callbacks(execute=True):
        client.order(page)
    assert not DataKey.objects.filter(subject=key).exists()


def test_the_carriers_order_has_its_consent_and_a_collected_one_no_address(client):
    client.fill(delivery="carrier", consent="on")
    client.order()
    order = Order.objects.get()
    assert order.consent.recipient == "carrier"

    client.add("pen")
    client.fill(getting="collect", delivery="pickup")
    client.order()
    collected = Order.objects.exclude(pk=order.pk).get()
    assert collected.__dict__["delivery_address"] is None
    assert collected.consent is None


def test_sending_the_form_twice_gives_the_same_order(client):
    client.fill()
    form = order_form(client.check())
    first = client.post("/checkout/check/", form)
    second = client.post("/checkout/check/", form)
    assert second.status_code == 303
    assert second["Location"] == first["Location"]
    assert Order.objects.count() == 1
    assert Letter.objects.count() == 1
    assert stock_of("pen") == 9


def test_back_after_placing_leads_to_the_order(client):
    client.fill()
    placed = client.order()
    assert client.check()["Location"] == placed["Location"]


def test_a_second_order_in_the_same_browser_is_an_order_of_its_own(client):
    client.fill()
    first = order_form(client.check())
    one = client.post("/checkout/check/", first)
    client.add("pen")
    client.fill()
    assert client.check().status_code == 200
    two = client.order()
    assert two["Location"] != one["Location"]
    assert client.post("/checkout/check/", first)["Location"] == one["Location"]
    assert Order.objects.count() == 2


def test_another_browser_can_not_reach_the_order_by_its_checkout(client, other_browser):
    client.fill()
    form = order_form(client.check())
    client.post("/checkout/check/", form)
    answer = other_browser.post("/checkout/check/", form)
    assert answer["Location"] == "/basket/"


def test_a_new_price_is_told_before_the_order_and_never_after(client):
    client.fill()
    form = order_form(client.check())
    Variant.objects.filter(sku="pen").update(price=Decimal(3900))
    page = client.post("/checkout/check/", form)
    assert page.status_code == 200
    text = text_of(page)
    assert "Nothing is ordered yet." in text
    assert "Shore fountain pen was £38.00 and is now £39.00." in text
    assert "£58.00" in text
    assert not Order.objects.exists()
    client.order(page)
    assert Order.objects.get().total == Decimal(5800)


def test_a_price_that_moved_between_the_pages_is_told_on_the_last(client):
    client.fill()
    Variant.objects.filter(sku="night-post").update(price=Decimal(900))
    page = text_of(client.check())
    assert "Night Post envelopes was £9.50 and is now £9.00." in page


def test_a_basket_changed_in_another_tab_is_shown_before_it_is_ordered(client):
    client.fill()
    form = order_form(client.check())
    client.add("pen")
    page = client.post("/checkout/check/", form)
    assert "Your basket has changed since you opened this page." in text_of(page)
    assert not Order.objects.exists()
    client.order(page)
    assert Order.objects.get().total == Decimal(9500)


def test_the_last_one_goes_to_one_and_the_other_keeps_what_was_typed(
    client, other_browser
):
    Variant.objects.filter(sku="pen").update(stock=1)
    client.fill()
    page = client.check()
    other_browser.add("pen")
    other_browser.fill(email="noor@example.net")
    other_browser.order()
    answer = client.order(page)
    assert answer["Location"] == "/basket/"
    assert "Sold out" in text_of(client.get("/basket/"))
    client.post("/basket/remove/", {"sku": "pen"})
    assert "7 Hawthorn Bank" in text_of(client.get("/checkout/details/"))
    assert Order.objects.count() == 1
    assert stock_of("night-post") == 8


def test_stock_that_goes_at_the_last_moment_is_told_and_nothing_happened(
    client, monkeypatch
):
    client.fill()
    page = client.check()
    seen = Variant.objects.get(sku="pen")
    before = browsing.wares(["pen", "night-post"])
    monkeypatch.setattr(browsing, "wares", lambda skus: before)
    Variant.objects.filter(pk=seen.pk).update(stock=0)
    answer = client.order(page)
    assert answer["Location"] == "/basket/?said=gone"
    assert not Order.objects.exists()
    assert not Letter.objects.exists()
    assert stock_of("night-post") == 8
    monkeypatch.undo()
    assert "Someone else bought the last of it" in text_of(
        client.get(answer["Location"])
    )
    assert Draft.objects.count() == 1


def test_words_that_changed_since_the_box_was_ticked_are_shown_again(client, settings):
    client.fill(delivery="carrier", consent="on")
    page = client.check()
    settings.RECIPIENTS = {
        "carrier": settings.RECIPIENTS["carrier"] | {"name": "Southbound"}
    }
    assert client.order(page)["Location"] == "/checkout/delivery/"
    assert not Order.objects.exists()


def test_a_delivery_that_is_no_longer_offered_is_asked_again(client, settings):
    client.fill()
    settings.SHOP_DELIVERY = {
        "pickup": {
            "name": "Collect it",
            "countries": (),
            "price": {"": 0},
            "free_from": None,
            "days": (1, 1),
        }
    }
    assert client.check()["Location"] == "/checkout/delivery/"


def test_a_form_sent_after_the_session_ended_asks_again(client):
    client.fill()
    form = order_form(client.check())
    client.cookies.pop("session")
    answer = client.post("/checkout/check/", form)
    assert answer["Location"] == "/checkout/details/?ended=1"
    assert not Order.objects.exists()


def test_something_withdrawn_meanwhile_leads_to_the_basket(client, at):
    client.fill()
    page = client.check()
    Product.objects.filter(slug="pen").update(withdrawn_at=at)
    assert client.order(page)["Location"] == "/basket/"


@pytest.mark.parametrize("sent", ["", "x", "0" * 36, "\0"])
def test_a_made_up_checkout_number_orders_nothing(client, sent):
    client.fill()
    client.order()
    answer = client.post("/checkout/check/", {"checkout": sent, "mark": "x"})
    assert answer["Location"] == "/basket/"
    assert Order.objects.count() == 1


@pytest.mark.parametrize("refusal", [CannotDeliver, UnknownMethod, SentenceChanged])
def test_what_placing_refuses_is_asked_again(client, monkeypatch, refusal):
    client.fill()
    page = client.check()

    def refuse(**_):
        raise refusal

    monkeypatch.setattr(finishing.placing, "place", refuse)
    assert client.order(page)["Location"] == "/checkout/delivery/"
    assert Draft.objects.count() == 1
    assert stock_of("pen") == 10


def test_an_order_needs_a_delivery(db):
    nothing = Offer(lines=(), totals=None)
    with pytest.raises(ValueError, match="needs a delivery"):
        finishing.finish(draft=None, typed=None, offer=nothing, at=None)
