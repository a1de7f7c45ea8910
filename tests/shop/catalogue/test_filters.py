"""A list's address says everything about it, and survives a wrong value."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from shop.catalogue import filters

DEPARTMENTS = ["envelopes", "sealing"]


def read(address, query=None):
    return filters.read(QueryDict(address), departments=DEPARTMENTS, query=query)


def test_no_address_asks_for_nothing():
    asked = read("")
    assert asked == filters.Filters()
    assert not asked.in_use
    assert asked.address() == "./"


@pytest.mark.parametrize(
    "address",
    [
        "d=envelopes&d=sealing&c=green&c=navy&min=4&max=9.50&stock=1&letterbox=1",
        "sort=price",
        "c=red&sort=-price",
        "min=abc",
    ],
)
def test_an_address_is_written_as_it_was_read(address):
    assert read(address).address() == f"?{address}"


def test_a_search_keeps_its_words():
    assert read("q=wax&c=red", query="wax").address() == "?q=wax&c=red"
    assert read("q=wax&sort=newest", query="wax").address() == "?q=wax&sort=newest"


def test_what_is_not_offered_is_left_out():
    asked = read("d=nowhere&c=<b>&sort=evil&page=9&stock=0'")
    assert asked.address() == "?stock=1"


def test_prices_become_minor_units():
    asked = read("min=4&max=9.50")
    assert (asked.low, asked.high) == (Decimal(400), Decimal(950))


@pytest.mark.parametrize(
    "typed", ["abc", "-1", "1e9", "9.999", "٣", "9" * 400, "NaN", "<script>"]
)
def test_a_wrong_price_gets_a_sentence_and_keeps_the_rest(typed):
    asked = read(urlencode({"c": "navy", "min": typed, "max": "15"}))
    assert asked.errors["min"].startswith("Enter ")
    assert asked.typed["min"] == typed[:20]
    assert (asked.low, asked.high, asked.colours) == (None, Decimal(1500), ("navy",))


def test_a_range_that_runs_backwards_gets_a_sentence():
    asked = read("min=9&max=4")
    assert asked.errors == {"max": "Enter 9 or more, or a lower price from"}
    assert (asked.low, asked.high) == (Decimal(900), None)


@pytest.mark.parametrize(
    ("name", "value", "left"),
    [
        ("d", "envelopes", "?c=green&c=navy&min=4&max=9&stock=1&letterbox=1&sort=name"),
        ("c", "navy", "?d=envelopes&c=green&min=4&max=9&stock=1&letterbox=1&sort=name"),
        ("min", "", "?d=envelopes&c=green&c=navy&max=9&stock=1&letterbox=1&sort=name"),
        ("max", "", "?d=envelopes&c=green&c=navy&min=4&stock=1&letterbox=1&sort=name"),
        ("stock", "", "?d=envelopes&c=green&c=navy&min=4&max=9&letterbox=1&sort=name"),
        ("letterbox", "", "?d=envelopes&c=green&c=navy&min=4&max=9&stock=1&sort=name"),
    ],
)
def test_one_filter_goes_and_the_others_stay(name, value, left):
    asked = read(
        "d=envelopes&c=green&c=navy&min=4&max=9&stock=1&letterbox=1&sort=name&after=x~1"
    )
    fewer = asked.without(name, value)
    assert fewer.address() == left
    assert asked.bare().address() == "?sort=name"
