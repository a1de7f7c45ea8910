"""What a basket asks of the catalogue: the same values on both databases."""

from __future__ import annotations

from decimal import Decimal

from shop.catalogue import browsing
from shop.catalogue.browsing import Ware


def test_wares_tell_what_variant_and_product_say(make):
    product = make("Ink", stocks=[10, 0], picture="p.svg", tax_rate=Decimal("17.50"))
    found = browsing.wares(["SKU-1-0", "SKU-1-1"])
    first, second = found["SKU-1-0"], found["SKU-1-1"]
    told = (product.name, product.slug, "p.svg", Decimal("17.50"), True)
    assert first == Ware("SKU-1-0", "Kind 0", Decimal(950), 10, *told)
    assert second == Ware("SKU-1-1", "Kind 1", Decimal(950), 0, *told)
    assert str(first.tax_rate) == "17.50"
    assert isinstance(first.price, Decimal)


def test_a_withdrawn_ware_is_not_on_sale(make, at):
    make(withdrawn_at=at)
    assert browsing.wares(["SKU-1-0"])["SKU-1-0"].on_sale is False


def test_unknown_wares_are_left_out_in_one_query(make, django_assert_num_queries):
    make()
    with django_assert_num_queries(1):
        assert list(browsing.wares(["SKU-1-0", "none", "'); DROP"])) == ["SKU-1-0"]


def test_nothing_is_asked_for_no_ware(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert browsing.wares([]) == {}
