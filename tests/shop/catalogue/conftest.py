"""Fixtures for the catalogue: departments and products, made in one line each."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import count

import pytest

from shop.catalogue import shelves
from shop.catalogue.models import Department, Product, Variant


@pytest.fixture
def envelopes(db):
    return Department.objects.create(name="Envelopes", slug="envelopes", position=1)


@pytest.fixture
def sealing(db):
    return Department.objects.create(name="Sealing", slug="sealing", position=2)


@pytest.fixture
def make(envelopes, at):
    """Make a product with one variant, or with the stocks and prices that are named."""
    numbers = count(1)

    def made(name="", *, stock=10, price=950, stocks=None, **told):
        n = next(numbers)
        product = Product.objects.create(
            **{
                "department": envelopes,
                "name": name or f"Envelope {n:03}",
                "slug": f"product-{n}",
                "detail": "C6, lined",
                "colour": "navy",
                "listed_at": at - timedelta(days=60, minutes=-n),
                **told,
            }
        )
        for k, each in enumerate(stocks or [stock]):
            Variant.objects.create(
                product=product,
                sku=f"SKU-{n}-{k}",
                label=f"Kind {k}",
                price=Decimal(price),
                stock=each,
                position=k,
            )
        product.refresh_from_db()
        return product

    return made


@pytest.fixture
def many(envelopes, at):
    """Thirty products in one department, with colliding prices, all counted."""
    products = [
        Product(
            department=envelopes,
            name=f"Envelope {n % 10} no. {n}",
            slug=f"envelope-{n}",
            colour=("navy", "green")[n % 2],
            letterbox=n < 6,
            listed_at=at - timedelta(days=n % 7),
        )
        for n in range(30)
    ]
    for product in products:
        product.write_down_words()
    Product.objects.bulk_create(products)
    Variant.objects.bulk_create(
        Variant(product=each, sku=each.slug, price=Decimal(400 + n % 5 * 100), stock=9)
        for n, each in enumerate(products)
    )
    shelves.settle(products=[each.id for each in products])
    shelves.recount()
    return products


@pytest.fixture
def names():
    """The names of the products on a page, in their order."""

    def read(response):
        parts = response.content.decode().split('<li class="product">')[1:]
        return [part.split("</a></h3>")[0].rsplit(">", 1)[1] for part in parts]

    return read
