"""What pages cost in queries, both databases together, and that it does not grow.

Statements are counted as in the comparison with other shops: BEGIN, COMMIT and
savepoints are left out.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from shop.catalogue import shelves
from shop.catalogue.models import Product
from shop.demo import loading
from tests.proof import buying
from tests.proof.buying import Buyer
from tests.proof.stocking import LISTED

TRANSACTIONS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT")
MOST_FOR_A_PAGE = 3
MOST_FOR_A_CHECKOUT = 60
PAGES = {
    "home": "/",
    "department": "/departments/envelopes/",
    "filtered": "/departments/everything/?c=navy&sort=price",
    "product": None,
    "search": "/search/?q=paper",
    "nothing found": "/search/?q=zeppelin",
}


@contextmanager
def counted():
    """Count the queries that reach any of the databases."""
    found = []
    with ExitStack() as stack:
        watched = [
            stack.enter_context(CaptureQueriesContext(each))
            for each in connections.all()
        ]
        yield found
        for each in watched:
            found += [query["sql"] for query in each.captured_queries]
        found[:] = [sql for sql in found if not sql.startswith(TRANSACTIONS)]


def cost(visitor, url):
    shelves.forget()  # the departments may be remembered: count without
    with counted() as queries:
        page = visitor.get(url)
    assert page.status == 200
    return len(queries)


@pytest.fixture
def product_page(demo):
    slug = Product.objects.filter(available=True, withdrawn_at=None).first().slug
    return f"/products/{slug}/"


def costs(visitor, product_page):
    return {kind: cost(visitor, url or product_page) for kind, url in PAGES.items()}


@pytest.mark.parametrize("with_basket", [False, True])
def test_pages_take_three_queries_however_much_is_on_sale(
    visitor, product_page, with_basket
):
    if with_basket:
        buying.fill_basket(visitor, product_page)
    few = costs(visitor, product_page)
    loading.load_plain(500, at=LISTED)
    many = costs(visitor, product_page)
    assert few == many
    assert max(few.values()) <= MOST_FOR_A_PAGE


def test_the_count_sees_both_databases(db):
    with counted() as queries:
        for each in connections.all():
            with each.cursor() as cursor:
                cursor.execute("SELECT 1")
    assert len(queries) == len(connections.all()) == 2


@pytest.mark.django_db(transaction=True)
def test_a_guest_checkout_takes_sixty_queries_at_most(visitor, product_page):
    with counted() as queries:
        buying.fill_basket(visitor, product_page)
        check = buying.to_the_check(visitor, Buyer())
        order = buying.order(visitor, check)
    assert "Thank you" in order.text
    assert 10 < len(queries) <= MOST_FOR_A_CHECKOUT
