"""Every product stands on exactly one page, in every sort, both ways."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from shop.catalogue import filters, paging
from shop.catalogue.models import Department, Product

SORTS = list(filters.SORTS)


def page(address):
    asked = filters.read(QueryDict(address.lstrip("./?")), departments=[], query=None)
    return paging.page(Product.objects.listed(), asked)


def walk(address, side):
    """The ids on all pages from an address on, and the last page."""
    ids, found = [], None
    while address:
        found = page(address)
        ids.append([card.id for card in found.cards])
        address = getattr(found, side)
        assert len(ids) < 10
    return ids, found


@pytest.mark.parametrize("sort", SORTS)
def test_every_product_is_on_one_page(many, sort):
    forth, last = walk(f"?sort={sort}", "next")
    assert [len(each) for each in forth] == [24, 6]
    assert sorted(pk for ids in forth for pk in ids) == sorted(
        product.id for product in many
    )
    back, first = walk(last.previous, "previous")
    assert back == [forth[0]]
    assert first.next
    assert page(first.next).cards == last.cards


@pytest.mark.parametrize("sort", SORTS)
def test_the_order_is_what_the_sort_says(many, sort):
    cards = page(f"?sort={sort}").cards + page(page(f"?sort={sort}").next).cards
    keys = {
        "newest": lambda card: (-card.listed_at.timestamp(), -card.id),
        "price": lambda card: (card.price, card.id),
        "-price": lambda card: (-card.price, -card.id),
        "name": lambda card: (card.name_key, card.id),
    }
    assert cards == sorted(cards, key=keys[sort])


def test_a_list_that_fits_one_page_has_no_neighbours(make):
    make()
    assert page("?")[1:] == ("", "")


NEVER_OURS = [
    "x",
    "~",
    "1~",
    "~1",
    "x~1",
    "1~x",
    "1~-1",
    "1~99999999999999999999",
    "9" * 400 + "~1",
    "1e400~1",
    "-5~1",
    "NaN~1",
    "\0~1",
    "Ä~1",
    "'; DROP TABLE shop_product; --~1",
]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("side", ["after", "before"])
def test_a_place_that_was_never_ours_is_no_error(many, sort, side):
    for place in NEVER_OURS:
        found = page("?" + urlencode({"sort": sort, side: place}))
        assert len(found.cards) in {0, 24}


def test_a_page_is_one_query_that_neither_counts_nor_skips(many):
    after = page("?sort=price").next
    with CaptureQueriesContext(connection) as queries:
        page(after)
    (query,) = (each["sql"] for each in queries)
    assert "COUNT(" not in query
    assert not re.search(r"OFFSET [1-9]", query)


@pytest.fixture
def stocked(envelopes):
    """Two thousand products in ten departments, as the database's planner knows."""
    departments = [envelopes] + [
        Department.objects.create(name=f"No. {n}", slug=f"no-{n}") for n in range(9)
    ]
    products = [
        Product(
            department=departments[n // 200],
            name=f"Product {n * 7919 % 2000}",
            slug=f"product-{n}",
            colour="navy",
            price=n * 31 % 997,
        )
        for n in range(2000)
    ]
    for product in products:
        product.write_down_words()
    Product.objects.bulk_create(products)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@pytest.mark.parametrize("whole_shop", [True, False])
def test_a_page_walks_one_index(stocked, envelopes, whole_shop):
    products = Product.objects.listed()
    if not whole_shop:
        products = products.filter(department=envelopes)
    for sort in SORTS:
        index = f"product_{'' if whole_shop else 'department_'}{sort.lstrip('-')}"
        start = filters.read(QueryDict(f"sort={sort}"), departments=[], query=None)
        following = QueryDict(paging.page(products, start).next[1:])
        for asked in (
            start,
            filters.read(following, departments=[], query=None),
        ):
            plan = planned(products, asked)
            assert "TEMP B-TREE" not in plan
            assert "Sort" not in plan
            assert f" {index} " in f"{plan} "


def planned(products, asked):
    """How the database reads that page."""
    with CaptureQueriesContext(connection) as queries:
        paging.page(products, asked)
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {queries[0]['sql']}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())
