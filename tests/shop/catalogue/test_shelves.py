"""Products repeat what their variants say, and departments how much stands in them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from shop.catalogue import shelves
from shop.catalogue.models import Department, Product, Variant


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_a_product_costs_what_its_cheapest_variant_costs(make):
    product = make(price=950)
    dear = Variant.objects.create(product=product, sku="B", price=1250, stock=0)
    product.refresh_from_db()
    assert (product.price, product.price_varies) == (Decimal(950), True)
    dear.delete()
    product.refresh_from_db()
    assert (product.price, product.price_varies) == (Decimal(950), False)


def test_a_product_is_available_while_any_variant_is(make):
    assert make(stocks=[0, 1]).available
    assert not make(stocks=[0, 0]).available


def test_a_product_without_variants_is_not_available(make):
    product = make()
    Variant.objects.all().delete()
    product.refresh_from_db()
    assert (product.available, product.price) == (False, Decimal(0))


def test_a_department_knows_what_stands_in_it(make, envelopes, commit):
    with commit():
        make(colour="navy", letterbox=True)
        make(colour="navy", stock=0)
        make(colour="green")
    envelopes.refresh_from_db()
    assert envelopes.tally == {
        "products": 3,
        "in_stock": 2,
        "letterbox": 1,
        "colours": {"navy": 2, "green": 1},
    }


def test_what_is_withdrawn_is_not_counted(make, envelopes, at, commit):
    with commit():
        make(withdrawn_at=at)
        make()
    envelopes.refresh_from_db()
    assert envelopes.tally["products"] == 1


def test_a_product_that_moves_is_counted_where_it_went(
    make, envelopes, sealing, commit
):
    product = make()
    shelves.recount()
    with commit():
        product.department = sealing
        product.save()
    envelopes.refresh_from_db()
    sealing.refresh_from_db()
    assert (envelopes.tally["products"], sealing.tally["products"]) == (0, 1)


def test_a_deleted_product_is_no_longer_counted(make, envelopes, commit):
    with commit():
        make()
    with commit():
        Product.objects.get().delete()
    envelopes.refresh_from_db()
    assert envelopes.tally["products"] == 0


def test_a_bulk_load_settles_and_counts_at_its_end(make, envelopes, commit):
    product = make()
    Variant.objects.bulk_create(
        [Variant(product=product, sku="B", price=Decimal(400), stock=0)]
    )
    with commit():
        shelves.settle(products=[product.id])
    product.refresh_from_db()
    envelopes.refresh_from_db()
    assert product.price == 400
    assert envelopes.tally["products"] == 1


def test_departments_come_in_the_order_of_the_shop(
    envelopes, sealing, django_assert_num_queries
):
    sealing.position = 0
    sealing.save()
    with django_assert_num_queries(1):
        found = shelves.departments()
    with django_assert_num_queries(0):
        assert shelves.departments() == found
    assert [each.url for each in found] == [
        "/departments/sealing/",
        "/departments/envelopes/",
    ]
    assert shelves.total(found) == 0


def test_what_is_remembered_ends_after_a_while(
    envelopes, monkeypatch, django_assert_num_queries
):
    shelves.departments()
    later = shelves.time.monotonic() + shelves.KEPT_FOR
    monkeypatch.setattr(shelves.time, "monotonic", lambda: later)
    with django_assert_num_queries(1):
        shelves.departments()


def test_a_change_of_ours_shows_at_once(envelopes):
    shelves.departments()
    envelopes.name = "Covers"
    envelopes.save()
    assert [each.name for each in shelves.departments()] == ["Covers"]
    envelopes.delete()
    assert shelves.departments() == ()


def test_a_department_that_another_process_added_is_found(envelopes):
    assert shelves.first(lambda shelf: shelf.slug == "wax") is None
    Department.objects.bulk_create([Department(name="Wax", slug="wax")])
    found = shelves.first(lambda shelf: shelf.slug == "wax")
    assert found is not None
    assert found.url == "/departments/wax/"
