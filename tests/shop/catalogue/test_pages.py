"""What a visitor sees of the catalogue, and what it costs the database."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core import signing
from django.test.utils import override_settings

from shop.catalogue import shelves
from shop.catalogue.models import Department, Product

PAGES = [
    "/",
    "/departments/envelopes/",
    "/departments/everything/",
    "/departments/everything/?d=envelopes&c=navy&min=1&max=90&stock=1&letterbox=1",
    "/departments/envelopes/?c=navy&sort=price",
    "/search/?q=envelope",
    "/search/?q=envelope&c=navy&sort=-price",
    "/products/envelope-3/",
]
FORM = {"content_type": "application/x-www-form-urlencoded"}
QUERIES = {"/": 1, "/departments/envelopes/": 1, "/departments/everything/": 1}
"""Queries while the departments are remembered; reading them takes one more."""


def chips(response):
    html = response.content.decode()
    return re.findall(r'<a class="chip" href="([^"]*)">([^<]*) <svg', html)


# --- Speed ---------------------------------------------------------------------
@pytest.mark.parametrize("address", PAGES)
def test_a_page_takes_three_queries_at_most(
    client, many, address, django_assert_num_queries
):
    for once_a_while in (1, 0):
        with django_assert_num_queries(once_a_while + QUERIES.get(address, 2)):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_a_basket_costs_no_query(client, many, address, django_assert_num_queries):
    client.cookies["basket"] = signing.dumps(
        {"envelope-1": 2}, salt="shop.basket", compress=True
    )
    client.get(address)
    with django_assert_num_queries(QUERIES.get(address, 2)):
        assert b'class="count"' in client.get(address).content


@pytest.mark.parametrize("address", PAGES)
def test_more_products_cost_no_more_queries(
    client, many, make, address, django_assert_num_queries
):
    for _ in range(3):
        make(stocks=[1, 2, 3])
    client.get(address)
    with django_assert_num_queries(QUERIES.get(address, 2)):
        client.get(address)


# --- Privacy -------------------------------------------------------------------
@pytest.mark.parametrize("address", [*PAGES, "/robots.txt", "/products/none/"])
def test_looking_around_sets_no_cookie(client, many, address):
    assert not client.get(address).cookies


@pytest.mark.parametrize("address", PAGES)
def test_a_page_may_be_kept_until_there_is_a_basket(client, many, address):
    response = client.get(address)
    assert response["Cache-Control"] == "public, max-age=60"
    client.cookies["basket"] = "anything"
    mine = client.get(address)
    assert mine["Cache-Control"] == "private, no-cache"
    assert response["Vary"] == mine["Vary"] == "Cookie"


def test_what_is_searched_for_is_not_kept(client, many, caplog):
    response = client.get("/search/?q=canary-5b1f")
    assert "We do not store what you search for." in response.content.decode()
    assert "canary-5b1f" not in caplog.text


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_read_only(client, many, address):
    assert client.post(address, **FORM).status_code == 405


# --- Home ----------------------------------------------------------------------
def test_the_front_page_shows_departments_and_the_newest(client, many, names, at):
    response = client.get("/")
    html = response.content.decode()
    newest = Product.objects.order_by("-listed_at", "-id")[:8]
    assert names(response) == [product.name for product in newest]
    assert '<a href="/departments/envelopes/">Envelopes</a>' in html
    assert "See all 30 products" in html


def test_an_empty_shop_says_so(client, db):
    html = client.get("/").content.decode()
    assert "The shelves are empty today." in html
    assert 'id="departments"' not in html


# --- Lists ---------------------------------------------------------------------
def test_a_department_lists_its_own_products(client, many, make, sealing, names):
    make("Sealing wax", department=sealing)
    assert names(client.get("/departments/sealing/")) == ["Sealing wax"]
    first = client.get("/departments/envelopes/")
    assert len(names(first)) == 24
    (following,) = re.findall(r'rel="next" href="([^"]*)"', first.content.decode())
    second = client.get("/departments/envelopes/" + unescape(following))
    assert len(names(second)) == 6
    assert not set(names(first)) & set(names(second))
    assert 'rel="prev"' in second.content.decode()


def test_the_whole_shop_is_a_list_too(client, make, sealing, names):
    make("Envelope")
    make("Wax", department=sealing)
    make("Gone", withdrawn_at="2026-01-01T00:00Z")
    response = client.get("/departments/everything/?sort=name")
    assert names(response) == ["Envelope", "Wax"]
    assert 'aria-current="page">Everything</a>' in response.content.decode()


def test_an_unknown_department_is_not_found(client, envelopes):
    assert client.get("/departments/nowhere/").status_code == 404


@pytest.mark.parametrize(
    ("products", "words"),
    [(0, "Nothing stands here yet"), (1, "1 product."), (2, "2 products.")],
)
def test_a_list_says_how_much_is_in_it(client, make, envelopes, products, words):
    for _ in range(products):
        make()
    shelves.recount()
    assert words in client.get("/departments/envelopes/").content.decode()


def test_one_result_stays_a_list(client, many, names):
    html = client.get("/departments/envelopes/?min=4&max=4&letterbox=1")
    assert len(names(html)) == 2
    many[0].withdrawn_at = "2026-01-01T00:00Z"
    many[0].save()
    response = client.get("/departments/envelopes/?min=4&max=4&letterbox=1")
    assert len(names(response)) == 1
    assert "1 product matches." in response.content.decode()


def test_more_than_can_be_counted_is_said(client, many, monkeypatch):
    monkeypatch.setattr("shop.catalogue.facets.BOUND", 20)
    monkeypatch.setattr("shop.catalogue.listings.BOUND", 20)
    monkeypatch.setattr("shop.catalogue.filterbox.BOUND", 20)
    html = client.get("/departments/envelopes/?max=90").content.decode()
    assert "More than 20 products match." in html
    assert '<span class="n">20+<' in html


def test_each_filter_has_a_chip_that_takes_it_away(client, many):
    address = "/departments/envelopes/"
    found = chips(client.get(address + "?c=navy&c=green&max=7&stock=1&letterbox=1"))
    assert [words for _, words in found] == [
        "Green",
        "Navy",
        "Up to £7.00",
        "In stock now",
        "Fits a letterbox",
    ]
    fewer = chips(client.get(address + unescape(found[1][0])))
    assert [words for _, words in fewer] == [
        "Green",
        "Up to £7.00",
        "In stock now",
        "Fits a letterbox",
    ]


def test_departments_are_filters_of_the_whole_shop(client, many, make, sealing, names):
    make("Wax", department=sealing)
    response = client.get("/departments/everything/?d=sealing&min=1")
    assert names(response) == ["Wax"]
    assert [words for _, words in chips(response)] == ["Sealing", "From £1.00"]
    html = response.content.decode()
    assert 'name="d" value="sealing" checked' in html
    assert 'name="d" value="envelopes">' in html


def test_an_option_without_products_stays_and_says_nought(client, many):
    html = client.get("/departments/envelopes/").content.decode()
    option = html.split('value="plum"')[1].split("</label>")[0]
    assert '<span class="n">0<' in option


def test_a_wrong_price_gets_a_message_and_keeps_the_other_filters(client, many, names):
    response = client.get("/departments/envelopes/?min=<b>abc&c=navy&max=7")
    html = response.content.decode()
    assert response.status_code == 200
    assert "<title>Error: Envelopes" in html
    assert '<a href="#min">Enter an amount such as 9.50</a>' in html
    assert "Enter an amount such as 9.50</p>" in html
    assert (
        'value="&lt;b&gt;abc" aria-invalid="true" aria-describedby="min-error"' in html
    )
    assert 'class="filterbox" open' in html
    assert [words for _, words in chips(response)] == ["Navy", "Up to £7.00"]
    assert names(response)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("?c=plum", "Nothing matches this filter."),
        ("?c=plum&stock=1", "Nothing matches both filters."),
        ("?c=plum&stock=1&max=90", "Nothing matches all three filters."),
    ],
)
def test_filters_that_leave_nothing_can_be_taken_away(
    client, many, sealing, address, words
):
    response = client.get("/departments/envelopes/" + address)
    assert words in response.content.decode()
    assert chips(response)
    assert "Clear all" in response.content.decode()


def test_a_page_past_the_end_leads_back(client, many):
    response = client.get("/departments/envelopes/?sort=price&after=99999~1")
    html = response.content.decode()
    assert "This page is empty now" in html
    assert '<a href="?sort=price">Go to the first page</a>' in html


def test_sorting_keeps_the_filters(client, many):
    html = client.get("/departments/envelopes/?c=navy&sort=name").content.decode()
    sort_form = html.split('<select id="sort"')[0].rsplit("<form", 1)[1]
    assert '<input type="hidden" name="c" value="navy">' in sort_form
    assert '<option value="name" selected>' in html
    assert '<input type="hidden" name="sort" value="name">' in html


def test_filtered_lists_and_searches_stay_out_of_search_engines(client, many):
    for address in ("/search/?q=wax", "/departments/envelopes/?c=navy"):
        assert 'content="noindex"' in client.get(address).content.decode()
    assert "noindex" not in client.get("/departments/envelopes/").content.decode()


@override_settings(SHOP_NAME="Quire & Co")
def test_the_shop_has_the_name_that_was_set(client, many):
    html = client.get("/products/envelope-3/").content.decode()
    assert f"<title>{many[3].name} – Quire &amp; Co</title>" in html


def test_departments_are_in_the_head_of_every_page(client, many, at):
    Department.objects.create(name="Ink & pens", slug="ink", position=0)
    for address in ("/", "/departments/envelopes/", "/contact/"):
        html = client.get(address).content.decode()
        cats = html.split('aria-label="Departments"')[1].split("</nav>")[0]
        assert re.findall(r">([^<]+)</a>", cats) == [
            "Everything",
            "Ink &amp; pens",
            "Envelopes",
        ]


def test_new_products_stand_first(client, many, make, names, at):
    make("Fresh", listed_at=at + timedelta(days=1))
    assert names(client.get("/departments/envelopes/"))[0] == "Fresh"
