"""The numbers beside filters are what choosing them would give."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from shop.catalogue import browsing, facets, filters, shelves


@pytest.fixture
def shop(make, sealing):
    make("Wax red", department=sealing, colour="red", price=800, letterbox=True)
    make("Wax navy", department=sealing, colour="navy", price=900, stock=0)
    make("Wax paper", colour="navy", price=1600, letterbox=True)
    make("Envelope", colour="green", price=400, letterbox=True)
    make("Withdrawn", colour="green", withdrawn_at="2026-01-01T00:00Z")
    shelves.recount()
    return shelves.departments()


def counts(shop, address, query=None):
    asked = filters.read(
        QueryDict(address), departments=[each.slug for each in shop], query=query
    )
    if query is not None:
        return browsing.found(asked, shop).counts
    return browsing.listed(asked, shop, None).counts


def told(shop, found):
    names = {each.id: each.slug for each in shop}
    return {
        names.get(value, value) or group: n
        for (group, value), n in found.options.items()
        if n
    }


def test_without_filters_the_tallies_are_enough(shop, django_assert_num_queries):
    with django_assert_num_queries(1):  # the page itself
        found = counts(shop, "")
    assert (found.total, found.bounded) == (4, False)
    assert told(shop, found) == {
        "envelopes": 2,
        "sealing": 2,
        "navy": 2,
        "red": 1,
        "green": 1,
        "in_stock": 3,
        "letterbox": 3,
    }


def test_what_was_never_counted_is_counted_by_a_query(
    shop, envelopes, django_assert_num_queries
):
    envelopes.tally = {}
    envelopes.save()
    counted = told(shop, counts(shop, ""))
    fresh = shelves.departments()
    with django_assert_num_queries(2):  # the counts and the page
        assert told(fresh, counts(fresh, "")) == counted


@pytest.mark.parametrize(
    ("address", "total", "numbers"),
    [
        # A colour's own group doesn't narrow its numbers, and every other one does.
        (
            "c=navy",
            2,
            {
                "navy": 2,
                "red": 1,
                "green": 1,
                "envelopes": 1,
                "sealing": 1,
                "in_stock": 1,
                "letterbox": 1,
            },
        ),
        (
            "d=sealing",
            2,
            {
                "navy": 1,
                "red": 1,
                "envelopes": 2,
                "sealing": 2,
                "in_stock": 1,
                "letterbox": 1,
            },
        ),
        (
            "max=10&stock=1",
            2,
            {
                "red": 1,
                "green": 1,
                "envelopes": 1,
                "sealing": 1,
                "in_stock": 2,
                "letterbox": 2,
            },
        ),
        ("min=100", 0, {}),
        ("c=plum&letterbox=1", 0, {"navy": 1, "red": 1, "green": 1}),
    ],
)
def test_numbers_follow_the_other_filters(shop, address, total, numbers):
    found = counts(shop, address)
    assert (found.total, found.bounded) == (total, True)
    assert told(shop, found) == numbers


def test_counting_takes_one_query_however_many_options(shop, django_assert_num_queries):
    with django_assert_num_queries(2):  # the counts and the page
        counts(shop, "c=navy&d=sealing&min=1&max=90&stock=1&letterbox=1")


def test_counting_stops_past_its_bound(shop, monkeypatch):
    monkeypatch.setattr(facets, "BOUND", 1)
    found = counts(shop, "max=90")
    assert found.total == 2
    assert found.of(facets.LETTERBOX) == 2


@pytest.mark.parametrize(
    ("address", "total", "numbers"),
    [
        (
            "",
            3,
            {
                "envelopes": 1,
                "sealing": 2,
                "red": 1,
                "navy": 2,
                "in_stock": 2,
                "letterbox": 2,
            },
        ),
        (
            "c=red&stock=1&max=10&min=1",
            1,
            {"sealing": 1, "red": 1, "in_stock": 1, "letterbox": 1},
        ),
        (
            "d=envelopes&letterbox=1",
            1,
            {"envelopes": 1, "sealing": 1, "navy": 1, "in_stock": 1, "letterbox": 1},
        ),
    ],
)
def test_a_search_is_counted_and_narrowed_too(shop, address, total, numbers):
    found = counts(shop, address, query="wax")
    assert (found.total, found.bounded) == (total, False)
    assert told(shop, found) == numbers


@pytest.mark.parametrize("sort", ["best", *filters.SORTS])
def test_a_search_has_every_match_on_one_page(many, sort):
    shop = shelves.departments()
    address, ids = f"?sort={sort}", []
    while address:
        asked = filters.read(QueryDict(address[1:]), departments=[], query="envelope")
        page = browsing.found(asked, shop).page
        ids += [card.id for card in page.cards]
        previous, address = page.previous, page.next
    assert sorted(ids) == sorted(product.id for product in many)
    asked = filters.read(QueryDict(previous[1:]), departments=[], query="envelope")
    assert [card.id for card in browsing.found(asked, shop).page.cards] == ids[:24]
