"""The basket's page: putting in, changing, taking out, and what it says."""

import pytest
from django.test import Client

from shop.catalogue.models import Product, Variant
from shop.checkout import basket
from tests.shop import customer
from tests.shop.customer import text_of


def in_basket(client):
    request = type("Asked", (), {"COOKIES": {}})()
    request.COOKIES = {name: each.value for name, each in client.cookies.items()}
    return basket.Basket.from_request(request).quantities


def test_an_empty_basket_says_so_and_sets_no_cookie(client, pen):
    page = client.get("/basket/")
    assert "Your basket is empty" in text_of(page)
    assert "Desk" in text_of(page)
    assert not page.cookies


def test_adding_leads_to_the_basket_with_a_notice(client, pen):
    answer = client.add("pen", 2)
    assert answer.status_code == 303
    assert list(answer.cookies) == ["basket"]
    page = text_of(client.get(answer["Location"]))
    assert "Shore fountain pen: added to your basket." in page
    assert "£76.00" in page


def test_the_script_gets_the_count_and_a_sentence(client, pen):
    answer = client.post(
        "/basket/add/", {"sku": "pen"}, headers={"accept": "application/json"}
    )
    assert answer.json() == {"count": 1, "text": "Added. Basket has 1 item."}


def test_the_script_hears_what_is_wrong(client, envelopes):
    answer = client.post(
        "/basket/add/",
        {"sku": "night-post", "quantity": "9"},
        headers={"accept": "application/json"},
    )
    assert answer.status_code == 422
    assert answer.json()["error"] == "Quantity must be 8 or fewer. We have 8 left."
    assert "basket" not in answer.cookies


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://elsewhere.example.net"},
        {},
    ],
)
def test_another_site_puts_nothing_in(pen, headers):
    answer = Client(headers=headers).post(
        "/basket/add/", "sku=pen", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 403
    assert not answer.cookies


@pytest.mark.parametrize(
    ("sku", "sentence"),
    [
        ("never", "This is no longer sold"),
        ("", "This is no longer sold"),
        ("pen\0", "This is no longer sold"),
        ("x" * 500, "This is no longer sold"),
    ],
)
def test_what_is_not_sold_is_not_added(client, pen, sku, sentence):
    answer = client.add(sku)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not in_basket(client)


@pytest.mark.parametrize("quantity", ["", "0", "-1", "1.5", "ten", "1e3", "²", "99999"])
def test_an_odd_quantity_is_refused(client, pen, quantity):
    answer = client.add("pen", quantity)
    assert answer.status_code == 422
    assert "Enter a quantity of 1 or more." in text_of(answer)


def test_what_is_sold_out_or_withdrawn_is_not_added(client, pen, envelopes, at):
    Variant.objects.filter(sku="pen").update(stock=0)
    Product.objects.filter(slug="night-post").update(withdrawn_at=at)
    assert "Shore fountain pen is sold out." in text_of(client.add("pen"))
    assert "no longer sold" in text_of(client.add("night-post"))
    assert not in_basket(client)


def test_adding_more_than_there_is_names_what_is_there_already(client, envelopes):
    client.add("night-post", 6)
    refused = text_of(client.add("night-post", 3))
    assert "Quantity must be 8 or fewer. We have 8 left." in refused
    assert "Your basket already has 6." in refused
    assert in_basket(client) == {"night-post": 6}


def test_quantities_are_updated_together(client, pen, envelopes):
    client.add("pen")
    client.add("night-post")
    client.post("/basket/update/", {"quantity-pen": "3", "quantity-night-post": "0"})
    assert in_basket(client) == {"pen": 3}


def test_a_wrong_quantity_changes_nothing_and_is_kept_on_the_page(
    client, pen, envelopes
):
    client.add("pen")
    client.add("night-post")
    page = client.post(
        "/basket/update/", {"quantity-pen": "2", "quantity-night-post": "9"}
    )
    text = text_of(page)
    assert text.count("Quantity must be 8 or fewer. We have 8 left") == 2
    assert 'value="9"' in text
    assert 'value="2"' in text
    assert "<title>Error: " in text
    assert in_basket(client) == {"pen": 1, "night-post": 1}


def test_a_line_is_taken_out(client, pen):
    client.add("pen")
    answer = client.post("/basket/remove/", {"sku": "pen"})
    assert answer.cookies["basket"].value == ""
    assert "Your basket is empty" in text_of(client.get("/basket/"))


def test_updating_needs_the_token():
    strict = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": "same-origin"})
    for path in ("/basket/update/", "/basket/remove/"):
        answer = strict.post(path, "", content_type=customer.FORM)
        assert answer.status_code == 403


def test_less_stock_than_wanted_is_told_on_the_line_before_checkout(client, envelopes):
    client.add("night-post", 5)
    Variant.objects.filter(sku="night-post").update(stock=2)
    page = text_of(client.get("/basket/"))
    assert "Quantity must be 2 or fewer. We have 2 left" in page
    assert "Go to checkout" not in page
    assert client.get("/checkout/details/")["Location"] == "/basket/"


def test_what_was_withdrawn_is_taken_out_and_told(client, pen, envelopes, at):
    client.add("pen")
    client.add("night-post")
    Product.objects.filter(slug="pen").update(withdrawn_at=at)
    page = text_of(client.get("/basket/"))
    assert "1 thing in your basket is no longer sold. We took it out." in page
    assert in_basket(client) == {"night-post": 1}


def test_the_page_says_when_the_note_ends(client, pen, monkeypatch):
    monkeypatch.setattr("time.time", lambda: 1_795_343_400)  # 22 November 2026
    client.add("pen")
    assert "It goes on 6 December 2026" in text_of(client.get("/basket/"))


def test_the_page_takes_two_queries_however_full_it_is(
    client, pen, envelopes, django_assert_num_queries
):
    client.add("pen")
    client.add("night-post")
    with django_assert_num_queries(2):
        client.get("/basket/")


def test_a_full_basket_says_how_much_it_holds(client, pen, monkeypatch):
    monkeypatch.setattr(basket, "MAX_LINES", 0)
    refused = client.add("pen")
    assert refused.status_code == 422
    assert "different things and is full." in text_of(refused)
