"""What the tables refuse, and what a product writes down when it is stored."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from shop.catalogue.models import Department, Product, Variant


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Variant, {"price": Decimal(-1)}),
        (Product, {"price": Decimal(-1)}),
        (Product, {"was_price": Decimal(-1)}),
        (Product, {"tax_rate": Decimal(101)}),
        (Department, {"slug": "everything"}),
    ],
)
def test_the_database_refuses_what_cannot_be(make, model, change):
    make()
    with pytest.raises(IntegrityError):
        model.objects.update(**change)


def test_the_database_refuses_a_stock_below_nought(make):
    make()
    with pytest.raises(IntegrityError):
        Variant.objects.update(stock=-1)


def test_a_sku_is_used_once(make):
    product = make()
    with pytest.raises(IntegrityError):
        Variant.objects.create(product=product, sku="SKU-1-0", price=Decimal(1))


@pytest.mark.parametrize("sku", ["", "-a", "a b", "a/b", "ä", "a\n"])
def test_a_sku_that_a_basket_cannot_hold_is_refused(sku):
    with pytest.raises(ValidationError):
        Variant(sku=sku, price=Decimal(1)).clean_fields(exclude=["product"])


def test_the_description_is_rendered_when_it_is_stored(make):
    product = make(description="Heavy.\n\n- lined")
    assert product.description_html == "<p>Heavy.</p>\n<ul><li>lined</li></ul>"
    product.description = "Light."
    product.save(update_fields=["description"])
    product.refresh_from_db()
    assert product.description_html == "<p>Light.</p>"


def test_a_renamed_department_is_searched_by_its_new_name(make, envelopes):
    product = make()
    envelopes.name = "Covers"
    envelopes.save()
    product.refresh_from_db()
    assert "covers" in product.search_words.split()


@pytest.mark.parametrize(
    ("stock", "words"),
    [(0, "Sold out"), (1, "Only 1 left"), (5, "Only 5 left"), (6, "In stock")],
)
def test_the_stock_is_told_in_words(stock, words):
    assert Variant(stock=stock).stock_words == words


def test_rows_are_named_by_what_they_are(make):
    product = make("Night Post")
    assert str(product) == "Night Post"
    assert str(product.department) == "Envelopes"
    assert str(product.variants.get()) == "SKU-1-0"
