"""Every page knows the shop, its departments and the basket's number."""

from __future__ import annotations

from django.core import signing

from shop import context


def test_departments_are_read_when_they_are_shown_and_once(
    rf, envelopes, django_assert_num_queries
):
    with django_assert_num_queries(0):
        told = context.shop_page(rf.get("/"))
    with django_assert_num_queries(1):
        assert [each.name for each in told["departments"]] == ["Envelopes"]
        assert len(told["departments"]) == 1


def test_the_basket_is_counted_from_its_cookie(rf):
    request = rf.get("/")
    assert context.shop_page(request)["basket_count"] == 0
    request.COOKIES["basket"] = signing.dumps(
        {"A": 2, "B": 3}, salt="shop.basket", compress=True
    )
    assert context.shop_page(request)["basket_count"] == 5


def test_the_shop_is_named(rf, settings):
    settings.SHOP_NAME = "Quire"
    assert context.shop_page(rf.get("/"))["shop"]["name"] == "Quire"
