"""What a visitor sees of a search."""

from __future__ import annotations

import pytest


# --- Search --------------------------------------------------------------------
def test_a_search_shows_what_it_found(client, make, names):
    make("Sealing wax")
    make("Envelope")
    response = client.get("/search/?q=wax")
    html = response.content.decode()
    assert names(response) == ["Sealing wax"]
    assert "<h1>Results for “wax”</h1>" in html
    assert '<input id="q" name="q" type="search" value="wax"' in html
    assert "1 product matches." in html


def test_a_search_that_finds_nothing_says_what_to_do(client, many):
    html = client.get("/search/?q=zeppelin").content.decode()
    assert "Nothing has these words" in html
    assert 'href="/departments/envelopes/"' in html


@pytest.mark.parametrize("address", ["/search/", "/search/?q=", "/search/?q=%00%20"])
def test_a_search_for_nothing_asks_for_a_word(client, many, address):
    html = client.get(address).content.decode()
    assert "<h1>Search</h1>" in html
    assert "Write a word" in html


def test_a_search_that_is_too_wide_says_so(client, many, monkeypatch):
    monkeypatch.setattr("shop.catalogue.search.DEPTH", 30)
    monkeypatch.setattr("shop.catalogue.listings.DEPTH", 30)
    html = client.get("/search/?q=envelope").content.decode()
    assert "More than 30 products have these words." in html


@pytest.mark.parametrize(
    "query",
    ["<script>alert(1)</script>", '" onfocus="x', "\u202e", "%ED%A0%80", "a" * 8_000],
)
def test_what_is_typed_is_never_markup(client, many, query):
    for address in ("/search/", "/departments/everything/", "/products/envelope-3/"):
        for name in ("q", "d", "c", "min", "max", "sort", "after", "before", "stock"):
            response = client.get(address, {"q": "x", name: query})
            assert response.status_code == 200
            html = response.content.decode()
            assert "<script>alert" not in html
            assert 'onfocus="x' not in html
            assert "\u202e" not in html
