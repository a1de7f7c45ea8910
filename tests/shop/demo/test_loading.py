"""The demo catalogue is whole, awkward where it should be, and loads once."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from shop.catalogue.models import Department, Product, Variant
from shop.demo import loading
from shop.demo.art import gallery

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WARES = [ware for department in loading.DEPARTMENTS for ware in department.WARES]


@pytest.fixture
def loaded(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        loading.load(at=NOW)


def test_48_products_stand_in_six_departments_of_eight(loaded):
    listed = Counter(
        Product.objects.listed().values_list("department__name", flat=True)
    )

    assert listed == dict.fromkeys(
        (
            "Envelopes",
            "Writing paper",
            "Notebooks",
            "Ink & pens",
            "Sealing",
            "Keeping",
        ),
        8,
    )


def test_departments_stand_in_their_order_with_a_picture_each(loaded):
    departments = list(Department.objects.order_by("position"))

    assert [each.slug for each in departments] == [
        each.SLUG for each in loading.DEPARTMENTS
    ]
    assert all((gallery.FOLDER.parent / each.picture).is_file() for each in departments)


def test_loading_again_adds_nothing_and_asks_two_questions(
    loaded, django_assert_num_queries
):
    # The savepoint counts twice inside the test's own transaction.
    with django_assert_num_queries(4):
        assert loading.load(at=NOW) == 0


def test_loading_again_leaves_what_staff_changed(loaded):
    Product.objects.filter(slug="sealing-wax").update(detail="Ours")
    Variant.objects.filter(sku="SE-WAX-1").update(stock=1)

    loading.load(at=NOW)

    assert Product.objects.get(slug="sealing-wax").detail == "Ours"
    assert Variant.objects.get(sku="SE-WAX-1").stock == 1


def test_loading_again_brings_back_what_was_deleted(loaded):
    Product.objects.filter(slug="wax-beads").delete()

    assert loading.load(at=NOW) == 1


def test_a_failure_on_the_way_leaves_nothing_behind(db, monkeypatch):
    monkeypatch.setattr(loading.shelves, "settle", lambda products: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        loading.load(at=NOW)

    assert not Department.objects.exists()
    assert not Product.objects.exists()


def test_prices_lie_between_4_and_38_pounds_and_are_on_the_product_too(loaded):
    prices = Variant.objects.values_list("price", flat=True)

    assert min(prices) == 400
    assert max(prices) == 3800
    assert Product.objects.get(slug="lock-tin").price == 3200
    assert Product.objects.get(slug="kraft-wallets").price_varies


def test_everything_carries_the_standard_rate_of_vat(loaded):
    assert set(Product.objects.values_list("tax_rate", flat=True)) == {20}


def test_two_listed_products_are_sold_out_and_two_are_low(loaded):
    listed = Product.objects.listed()
    variants = Variant.objects.filter(product__in=listed.filter(available=True))

    assert listed.filter(available=False).count() == 2
    assert sum(each.few_left for each in variants) == 2


def test_some_products_have_two_to_four_variants():
    several = [len(ware.versions) for ware in WARES if len(ware.versions) > 1]

    assert len(several) >= 10
    assert max(several) <= 4


def test_no_sku_and_no_name_is_given_twice():
    skus = [sku for ware in WARES for sku in ware.skus()]

    assert len(set(skus)) == len(skus)
    assert len(set(loading.slugs())) == len(WARES)


def test_one_name_has_60_characters():
    assert max(len(ware.name) for ware in WARES) == 60


def test_one_product_has_no_picture_and_every_picture_is_used():
    drawn = [ware.drawing for ware in WARES if ware.drawing]

    assert len(drawn) == len(WARES) - 1
    assert {f"products/{name}.svg" for name in drawn} == {
        name for name in gallery.files() if name.startswith("products/")
    }


def test_one_price_has_dropped(loaded):
    dropped = Product.objects.get(was_price__isnull=False)

    assert (dropped.was_price, dropped.price) == (2600, 2100)


def test_one_product_is_no_longer_sold(loaded):
    assert Product.objects.get(withdrawn_at__isnull=False).slug == "dot-journal"


def test_some_products_are_new():
    assert 8 <= sum(ware.age < 30 for ware in WARES) <= 20


def test_descriptions_become_paragraphs_and_a_list(loaded):
    html = Product.objects.get(slug="sealing-wax").description_html

    assert html.count("<p>") == 2
    assert html.count("<li>") == 2


def test_the_command_loads_and_says_how_many(db, capsys):
    call_command("load_demo")

    assert capsys.readouterr().out == "49 products added.\n"


def test_the_command_makes_plain_products_for_measurements(db, capsys):
    call_command("load_demo", products=20)
    call_command("load_demo", products=25)

    assert capsys.readouterr().out == "69 products added.\n5 products added.\n"
    plain = Product.objects.filter(slug__startswith="plain-product-")
    assert (
        plain.count() == Variant.objects.filter(sku__startswith="PLAIN-").count() == 25
    )
    assert plain.filter(available=True, price__gte=400).count() == 25
